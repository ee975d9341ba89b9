import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { INSERTION_INDICATORS } from '../../src/domain/insertion/insertion-indicators.ts'
import { documentOf } from '../../src/domain/plan/plan-document.ts'
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
  return 'plan' in parsed ? (parsed.plan.targets[0]?.values[0]?.amount ?? null) : null
}

t.test('a plan is read, its methods by default those of the national indicators', async (t) => {
  t.strictSame(parsePlan(PLAN), {
    plan: {
      hourTargets: [],
      phases: [],
      insertionThresholds: null,
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
          indicator: 'ess-share',
          perimeter: 'ess',
          territory: null,
          field: null,
          filters: {},
          measure: 'value',
          unit: 'percent',
          direction: 'at-least',
          holders: 'any-holder',
          frameworks: 'ceilings',
          deliberation: null,
          baseline: null,
          values: [
            { year: 2025, phase: null, label: '2025', from: '2025-01-01', to: '2025-12-31', amount: 1250 },
          ],
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
      paths: ['id', 'buyers.0', 'targets.0.perimeter', 'targets.0.values.0.year', 'targets.0.values.0.value'],
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

const RICH = {
  ...PLAN,
  phases: [{ id: 'p1', title: 'Phase 1', from: '2023-01-01', to: '2024-06-30' }],
  targets: [
    TARGET,
    {
      id: 'reserves',
      title: 'Marchés réservés',
      indicator: 'reserved-contracts',
      measure: 'contracts',
      unit: 'count',
      filters: { category: ['services'], cpv: ['85'] },
      baseline: { value: 2, on: '2022-12-31', source: 'Bilan' },
      deliberation: { reference: 'D-2', adoptedOn: '2024-01-01', url: null },
      values: [
        { phase: 'p1', value: 4 },
        { from: '2024-07-01', to: '2026-12-31', value: 8 },
      ],
    },
    {
      id: 'plafond',
      title: 'Une seule offre',
      indicator: 'single-offer',
      measure: 'value',
      unit: 'euros',
      direction: 'at-most',
      baseline: { value: 10.25, year: 2022 },
      values: [{ year: 2025, value: 1_000_000.07 }],
    },
    {
      id: 'local',
      title: 'Local',
      indicator: 'local-share',
      territory: ['31', '2A'],
      holders: 'lead',
      measure: 'contracts',
      baseline: { value: 30, from: '2021-01-01', to: '2022-06-30' },
      values: [{ year: 2025, value: 40 }],
    },
    {
      id: 'nouveaux',
      title: 'Nouveaux',
      indicator: 'supplier-diversity',
      measure: 'new-suppliers',
      unit: 'count',
      values: [{ year: 2025, value: 3 }],
    },
  ],
  hourTargets: [
    {
      id: 'h',
      title: 'Heures',
      baseline: { value: 75.5, year: 2022 },
      values: [{ phase: 'p1', minimumHours: 100.25 }],
    },
  ],
}

t.test(
  'any indicator, period, unit and direction; the document of a plan, read again, is the same plan',
  async (t) => {
    const parsed = parsePlan(RICH)
    if ('problems' in parsed) return t.fail(JSON.stringify(parsed.problems))
    const [, reserved, ceiling, local, suppliers] = parsed.plan.targets
    t.match(reserved, {
      filters: { categories: ['services'], cpv: ['85'] },
      holders: null,
      perimeter: null,
      baseline: { amount: 2, from: '2022-12-31', to: '2022-12-31' },
      values: [
        { phase: 'p1', label: 'Phase 1', from: '2023-01-01', to: '2024-06-30', amount: 4 },
        { phase: null, year: null, amount: 8 },
      ],
    })
    t.match(ceiling, { direction: 'at-most', baseline: { amount: 1025 }, values: [{ amount: 100_000_007 }] })
    t.match(local, { holders: 'lead', territory: ['31', '2A'], baseline: { amount: 3000 } })
    t.match(suppliers, { perimeter: 'ess', holders: null, values: [{ amount: 3 }] })
    t.strictSame(parsePlan(JSON.parse(JSON.stringify(documentOf(parsed.plan)))), parsed)
  },
)

t.test('an indicator of clauses and hours is refused as a target, with what to write instead', async (t) => {
  for (const { id } of INSERTION_INDICATORS) {
    const parsed = parsePlan(withTarget({ indicator: id, perimeter: undefined }))
    const [problem] = 'problems' in parsed ? parsed.problems : []
    t.match(
      problem,
      { path: 'targets.0.indicator', message: /ne peut pas être un objectif : .*hourTargets/ },
      id,
    )
  }
  const mandatory = parsePlan(withTarget({ indicator: 'insertion-mandatory', perimeter: undefined }))
  t.match('problems' in mandatory && mandatory.problems, [{ message: /seuil européen.*insertion-contracts/ }])
})

t.test('what no field can tell alone is refused in its place, all at once', async (t) => {
  const target = (change: object) => ({ ...TARGET, id: `t${JSON.stringify(change).length}`, ...change })
  for (const { title, content, paths } of [
    {
      title: 'an unknown indicator',
      content: withTarget({ indicator: 'ess' }),
      paths: ['targets.0.indicator'],
    },
    {
      title: 'neither indicator nor perimeter',
      content: withTarget({ perimeter: undefined }),
      paths: ['targets.0.indicator'],
    },
    {
      title: 'choices that the indicator does not offer',
      content: withTarget({ indicator: 'social-clause', territory: ['31'], field: 'cpv', holders: 'lead' }),
      paths: ['perimeter', 'territory', 'field', 'holders'].map((name) => `targets.0.${name}`),
    },
    {
      title: 'choices it waits for',
      content: withTarget({ indicator: 'local-share', perimeter: undefined }),
      paths: ['targets.0.territory'],
    },
    {
      title: 'a perimeter of another indicator',
      content: withTarget({ indicator: 'ess-share', perimeter: 'siae' }),
      paths: ['targets.0.perimeter'],
    },
    {
      title: 'suppliers of an indicator of contracts',
      content: withTarget({ measure: 'suppliers' }),
      paths: ['targets.0.measure'],
    },
    {
      title: 'contracts of the indicator of suppliers',
      content: withTarget({ indicator: 'supplier-diversity' }),
      paths: ['targets.0.measure'],
    },
    {
      title: 'a count of euros',
      content: withTarget({ unit: 'count', values: [{ year: 2025, value: 1 }] }),
      paths: ['targets.0.unit'],
    },
    {
      title: 'half a contract',
      content: withTarget({ measure: 'contracts', unit: 'count', values: [{ year: 2025, value: 1.5 }] }),
      paths: ['targets.0.values.0.value'],
    },
    {
      title: 'a percentage above 100, one of three decimals, two numbers at once, none, a minimum at most',
      content: {
        ...PLAN,
        targets: [
          target({
            values: [
              { year: 2024, value: 101 },
              { year: 2025, value: 1.234 },
            ],
          }),
          target({ values: [{ year: 2024, value: 1, minimumPercent: 1 }, { year: 2025 }] }),
          target({ direction: 'at-most' }),
        ],
      },
      paths: [
        'targets.0.values.0.value',
        'targets.0.values.1.value',
        'targets.1.values.0.value',
        'targets.1.values.1.value',
        'targets.2.values.0.minimumPercent',
      ],
    },
    {
      title: 'periods: two ways, none, half a span, backwards, outside the plan, an unknown phase',
      content: withTarget({
        values: [
          { year: 2024, phase: 'p', value: 1 },
          { value: 1 },
          { from: '2024-01-01', value: 1 },
          { from: '2024-02-01', to: '2024-01-01', value: 1 },
          { from: '2022-12-31', to: '2024-01-01', value: 1 },
          { phase: 'p', value: 1 },
        ],
      }),
      paths: ['.0', '.1', '.2.to', '.3.to', '.4.to', '.5.phase'].map((end) => `targets.0.values${end}`),
    },
    {
      title: 'phases: one outside the plan, one id twice',
      content: {
        ...PLAN,
        phases: ['2027-01-01', '2026-12-31'].map((to) => ({ id: 'p', title: 'P', from: '2026-01-01', to })),
      },
      paths: ['phases.0.to', 'phases'],
    },
    {
      title: 'baselines: no date, two dates, too large',
      content: {
        ...PLAN,
        targets: [{}, { on: '2022-01-01', year: 2022 }, { year: 2022, value: 101 }].map((change) =>
          target({ baseline: { value: 1, ...change } }),
        ),
      },
      paths: ['targets.0.baseline', 'targets.1.baseline', 'targets.2.baseline.value'],
    },
    {
      title: 'a field of a wrong type does not hide the rest',
      content: {
        ...PLAN,
        title: 3,
        targets: [target({ measure: 'x', values: [{ year: 2024 }] }), target({ indicator: 'y' })],
      },
      paths: ['title', 'targets.0.measure', 'targets.0.values.0.value', 'targets.1.indicator'],
    },
  ]) {
    const parsed = parsePlan(content)
    t.strictSame('problems' in parsed ? parsed.problems.map(({ path }) => path) : 'accepted', paths, title)
  }
})

t.test('anything is read or refused, never a failure of another kind', async (t) => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.jsonValue(), (content) => 'problems' in parsePlan(content))))
})

t.test('a target with several faults has them all told, in words of its own', async (t) => {
  const parsed = parsePlan({
    ...withTarget({ indicator: 'ess-shar', values: [{ year: 2025, value: '12' }] }),
    title: '',
    buyers: [],
  })
  t.match('problems' in parsed && parsed.problems, [
    { path: 'title', message: 'texte attendu, non vide' },
    { path: 'buyers', message: 'un élément au moins attendu' },
    { path: 'targets.0.values.0.value', message: /un nombre/ },
    { path: 'targets.0.indicator', message: /indicateur inconnu « ess-shar »/ },
  ])
})
