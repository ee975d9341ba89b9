import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { classifySupplier } from '../../../src/domain/supplier/classify-supplier.ts'
import { findDecision, withoutDecisions } from '../../../src/domain/supplier/decisions.ts'
import { DECIDABLE_PERIMETERS, type SupplierFact } from '../../../src/domain/supplier/facts.ts'
import { isInForce } from '../../../src/domain/supplier/facts-in-force.ts'
import { listConflicts } from '../../../src/domain/supplier/list-conflicts.ts'
import type { Verdict } from '../../../src/domain/supplier/verdict.ts'
import { arbitraryDay, arbitrarySupplier } from './arbitrary-facts.ts'
import { COMPLETE, decided, sirene, structure, supplierWith } from './facts-of.ts'

const answerOf = (verdict: Verdict) => (verdict.status === 'decided' ? verdict.outcome : 'undetermined')

const arbitraryDecisions: fc.Arbitrary<SupplierFact[]> = fc
  .array(
    fc.record({
      perimeter: fc.constantFrom(...DECIDABLE_PERIMETERS),
      outcome: fc.constantFrom('yes' as const, 'no' as const),
      validFrom: fc.option(arbitraryDay),
      validTo: fc.option(arbitraryDay),
    }),
    { maxLength: 4 },
  )
  .map((all) =>
    all.map(({ perimeter, outcome, ...days }, index) =>
      decided(perimeter, outcome, { ...days, decision: index + 1 }),
    ),
  )

const arbitraryDecidedSupplier = fc
  .tuple(arbitrarySupplier, arbitraryDecisions)
  .map(([supplier, decisions]) => ({
    ...supplier,
    hasSiren: true,
    facts: [...supplier.facts, ...decisions],
  }))

t.test('the latest decision of a perimeter in force on the day is its verdict', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitraryDecidedSupplier, arbitraryDay, (supplier, on) => {
        const inForce = supplier.facts.filter((fact) => isInForce(fact, on))
        for (const perimeter of DECIDABLE_PERIMETERS) {
          const own = findDecision(inForce, perimeter)
          if (own) assert.equal(answerOf(classifySupplier(supplier, on, perimeter)), own.outcome)
        }
      }),
    ),
  )
})

t.test('the wide perimeter stays the three-valued "or" of ess and inclusive', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitraryDecidedSupplier, arbitraryDay, (supplier, on) => {
        const parts = (['ess', 'inclusive'] as const).map((perimeter) =>
          answerOf(classifySupplier(supplier, on, perimeter)),
        )
        const areAllNo = parts.every((answer) => answer === 'no')
        const expected = parts.includes('yes') ? 'yes' : areAllNo ? 'no' : 'undetermined'
        assert.equal(answerOf(classifySupplier(supplier, on, 'ess-wide')), expected)
      }),
    ),
  )
})

t.test('no decision changes what the State’s files say', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitraryDecidedSupplier, arbitraryDay, (supplier, on) => {
        const bySources = { ...supplier, facts: withoutDecisions(supplier.facts) }
        assert.deepEqual(
          classifySupplier(supplier, on, 'ess-register'),
          classifySupplier(bySources, on, 'ess-register'),
        )
      }),
    ),
  )
})

t.test(
  'a decision that the lists contradict is shown with both sides; one that they confirm is not',
  async (t) => {
    for (const { outcome, flag, expected } of [
      { outcome: 'yes', flag: 'N', expected: ['decision-against-lists'] },
      { outcome: 'no', flag: 'N', expected: [] },
      { outcome: 'no', flag: 'O', expected: ['decision-against-lists'] },
      { outcome: 'no', flag: null, expected: [] },
    ] as const) {
      const conflicts = listConflicts(supplierWith([sirene('5710', flag), decided('ess', outcome)]))
      t.strictSame(
        conflicts.map(({ id }) => id),
        expected,
        `${outcome} against ${flag}`,
      )
      for (const { sources } of conflicts) t.strictSame(sources, ['person', 'sirene'])
    }
  },
)

t.test('a decision whose days are over contradicts nobody any more', async (t) => {
  const over = decided('siae', 'no', { validTo: '2026-11-09' })
  const facts = supplierWith([structure('EI'), over], [COMPLETE.inclusive])
  t.strictSame(listConflicts({ ...facts, facts: [structure('EI'), { ...over, seenOn: '2026-01-01' }] }), [])
})
