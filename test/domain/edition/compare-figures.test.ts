import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from '../../../src/domain/edition/canonical-json.ts'
import { canMove } from '../../../src/domain/edition/cause.ts'
import { compareContracts, yearsOfChange } from '../../../src/domain/edition/compare-contracts.ts'
import { compareFigures, type EditionFigure } from '../../../src/domain/edition/compare-figures.ts'
import type { CountedContract } from '../../../src/domain/edition/counted-contract.ts'

const figure = (value: number | null, about: Partial<EditionFigure> = {}): EditionFigure => ({
  section: 'indicateur',
  year: 2025,
  indicator: 'esus-share',
  perimeter: 'esus',
  key: null,
  measure: 'nombre',
  part: 'oui',
  unit: 'marchés',
  value,
  note: null,
  ...about,
})

t.test('a figure that moved is told before and after; the others are not', async (t) => {
  const before = [figure(1), figure(2, { part: 'non' }), figure(3, { part: 'total' })]
  const after = [figure(1), figure(4, { part: 'non' }), figure(5, { part: 'indéterminé' })]
  t.strictSame(
    compareFigures(before, after).map(({ part, before: was, after: is }) => [
      part,
      was?.value ?? null,
      is?.value ?? null,
    ]),
    [
      ['non', 2, 4],
      ['indéterminé', null, 5],
      ['total', 3, null],
    ],
  )
  t.strictSame(compareFigures([figure(1)], [figure(1, { note: 'atteint' })]).length, 1, 'a verdict counts')
  t.strictSame(compareFigures(before, [...before].reverse()), [], 'their order does not')
  t.strictSame(compareFigures([figure(null)], [figure(0)]).length, 1, 'no value is not zero')
})

const contract = (answers: CountedContract['answers'], about: Partial<CountedContract> = {}) => ({
  id: 'a',
  groupId: 'g',
  importId: 1,
  countedOn: '2025-03-01',
  answers,
  ...about,
})

t.test(
  'a contract that came, went, answers otherwise or moved is named with the figures it changes',
  async (t) => {
    const yes = contract({ esus: ['yes', 100], ess: ['no', 100] })
    t.strictSame(compareContracts([yes], [yes]), [])
    t.strictSame(compareContracts([yes], [{ ...yes, importId: 2 }]), [], 'another import says the same')
    t.match(compareContracts([], [yes]), [{ before: null, keys: ['esus', 'ess'] }])
    t.match(compareContracts([yes], []), [{ after: null, keys: ['esus', 'ess'] }])
    t.match(compareContracts([yes], [contract({ esus: ['yes', 100], ess: ['yes', 100] })]), [
      { keys: ['ess'] },
    ])
    t.match(compareContracts([yes], [contract({ esus: ['yes', 99], ess: ['no', 100] })]), [
      { keys: ['esus'] },
    ])
    t.match(compareContracts([yes], [contract({ ess: ['no', 100] })]), [{ keys: ['esus'] }])
    const [moved] = compareContracts([yes], [{ ...yes, countedOn: '2024-12-31' }])
    t.strictSame(moved?.keys, ['esus', 'ess'])
    t.strictSame(moved && yearsOfChange(moved), [2025, 2024])
  },
)

t.test('canonical JSON depends on what is said, and on nothing else', async (t) => {
  t.equal(canonicalJson({ b: 1, a: [{ d: null, c: 'é' }] }), '{"a":[{"c":"é","d":null}],"b":1}')
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (said) => {
      const reversed = Object.fromEntries(Object.entries(said).reverse())
      return (
        canonicalJson(said) === canonicalJson(reversed) &&
        canonicalJson(JSON.parse(canonicalJson(said))) === canonicalJson(said)
      )
    }),
  )
})

t.test('a decision moves its perimeter and those that hold it', async (t) => {
  t.ok(canMove('siae', 'siae'))
  t.ok(canMove('siae', 'inclusive'))
  t.ok(canMove('esus', 'ess'))
  t.notOk(canMove('siae', 'esus'))
  t.notOk(canMove('inclusive', 'siae'))
  t.ok(canMove('ess', null), 'what is about no perimeter may follow any')
})
