import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { parsePlan } from '../../src/import/plan-file.ts'
import { fixture } from '../support/database.ts'

const TARGET = {
  id: 'part-ess',
  title: 'Part de l’ESS',
  perimeter: 'ess',
  measure: 'value',
  values: [{ year: 2025, minimumPercent: 12.5 }],
}
const PLAN = {
  id: 'spaser',
  title: 'SPASER',
  buyers: ['000010017', '00001001700010'],
  from: '2023-01-01',
  to: '2026-12-31',
  targets: [TARGET],
}

const withTarget = (target: object) => ({ ...PLAN, targets: [{ ...TARGET, ...target }] })
const withPercent = (minimumPercent: unknown) => withTarget({ values: [{ year: 2025, minimumPercent }] })

/** The basis points of the only value of the only target; `null` when the plan is refused. */
function basisPointsOf(minimumPercent: unknown): number | null {
  const parsed = parsePlan(withPercent(minimumPercent))
  return 'plan' in parsed ? (parsed.plan.targets[0]?.values[0]?.minimumBasisPoints ?? null) : null
}

t.test('a plan is read, its methods by default those of the national indicators', async (t) => {
  t.strictSame(parsePlan(PLAN), {
    plan: {
      hourTargets: [],
      id: 'spaser',
      title: 'SPASER',
      buyers: ['000010017', '00001001700010'],
      from: '2023-01-01',
      to: '2026-12-31',
      deliberation: null,
      targets: [
        {
          id: 'part-ess',
          title: 'Part de l’ESS',
          perimeter: 'ess',
          measure: 'value',
          holders: 'any-holder',
          frameworks: 'ceilings',
          values: [{ year: 2025, minimumBasisPoints: 1250 }],
        },
      ],
    },
  })
})

t.test('the plan of the demonstration is read', async (t) => {
  t.ok('plan' in parsePlan(JSON.parse(readFileSync(fixture('demo/plan.json'), 'utf8'))))
})

t.test('percentages become basis points without a rounding error', async (t) => {
  for (const [percent, expected] of [
    [0, 0],
    [0.01, 1],
    [0.07, 7],
    [0.29, 29],
    [1.15, 115],
    [12.34, 1234],
    [33.33, 3333],
    [99.99, 9999],
    [100, 10_000],
    [100.01, null],
    [-0.01, null],
    [12.345, null],
    [0.001, null],
    ['12', null],
    [null, null],
  ] as const)
    t.equal(basisPointsOf(percent), expected, String(percent))
})

t.test('every percentage with two decimals is kept exact', async (t) => {
  for (let basisPoints = 0; basisPoints <= 10_000; basisPoints++) {
    const written = `${Math.floor(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, '0')}`
    assert.equal(basisPointsOf(Number(written)), basisPoints, written)
  }
  t.pass('10 001 percentages')
})

t.test('a percentage with more decimals is refused, never rounded', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), (n) => {
        assert.equal(basisPointsOf(n / 100_000), n % 1000 === 0 ? n / 1000 : null)
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('each error has its place', async (t) => {
  for (const { title, content, paths } of [
    { title: 'not an object', content: [], paths: [''] },
    { title: 'empty', content: {}, paths: ['id', 'title', 'buyers', 'from', 'to', 'targets'] },
    { title: 'an id with capitals', content: { ...PLAN, id: 'SPASER 2023' }, paths: ['id'] },
    { title: 'a blank title', content: { ...PLAN, title: '  ' }, paths: ['title'] },
    { title: 'an unknown key', content: { ...PLAN, objectifs: [] }, paths: [''] },
    { title: 'no buyer', content: { ...PLAN, buyers: [] }, paths: ['buyers'] },
    { title: 'the second buyer', content: { ...PLAN, buyers: ['000010017', '123'] }, paths: ['buyers.1'] },
    { title: 'an impossible day', content: { ...PLAN, from: '2023-02-30' }, paths: ['from'] },
    { title: 'a French day', content: { ...PLAN, to: '31/12/2026' }, paths: ['to'] },
    { title: 'an end before the start', content: { ...PLAN, to: '2022-12-31' }, paths: ['to'] },
    {
      title: 'days that are none: their order says nothing',
      content: { ...PLAN, from: 'x', to: '' },
      paths: ['from', 'to'],
    },
    { title: 'no target', content: { ...PLAN, targets: [] }, paths: ['targets'] },
    { title: 'two targets of one id', content: { ...PLAN, targets: [TARGET, TARGET] }, paths: ['targets'] },
    {
      title: 'an unknown perimeter',
      content: withTarget({ perimeter: 'insertion' }),
      paths: ['targets.0.perimeter'],
    },
    { title: 'an unknown measure', content: withTarget({ measure: 'euros' }), paths: ['targets.0.measure'] },
    { title: 'an unknown method', content: withTarget({ holders: 'first' }), paths: ['targets.0.holders'] },
    { title: 'no value', content: withTarget({ values: [] }), paths: ['targets.0.values'] },
    {
      title: 'two values for a year',
      content: withTarget({ values: [TARGET.values[0], TARGET.values[0]] }),
      paths: ['targets.0.values'],
    },
    {
      title: 'a percentage above 100',
      content: withPercent(101),
      paths: ['targets.0.values.0.minimumPercent'],
    },
    {
      title: 'a deliberation without date',
      content: { ...PLAN, deliberation: { reference: 'D-1' } },
      paths: ['deliberation.adoptedOn'],
    },
    {
      title: 'an address that is none',
      content: { ...PLAN, deliberation: { reference: 'D-1', adoptedOn: '2023-01-01', url: 'nulle part' } },
      paths: ['deliberation.url'],
    },
    {
      title: 'several errors are reported at once',
      content: {
        ...PLAN,
        id: '',
        buyers: ['x'],
        targets: [{ ...TARGET, perimeter: 'x', values: [{ year: 1 }] }],
      },
      paths: [
        'id',
        'buyers.0',
        'targets.0.perimeter',
        'targets.0.values.0.year',
        'targets.0.values.0.minimumPercent',
      ],
    },
  ]) {
    const parsed = parsePlan(content)
    t.strictSame('problems' in parsed ? parsed.problems.map(({ path }) => path) : 'accepted', paths, title)
    if ('problems' in parsed)
      t.ok(
        parsed.problems.every(
          ({ message }) => message.length > 0 && !/\b(invalid|expected|required)\b/i.test(message),
        ),
        `${title}: in French`,
      )
  }
})

t.test('anything is read or refused, never a failure of another kind', async (t) => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.jsonValue(), (content) => 'problems' in parsePlan(content))))
})
