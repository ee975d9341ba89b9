import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../../src/domain/dates/iso-date.ts'
import { classifySupplier } from '../../../src/domain/supplier/classify-supplier.ts'
import { classifySupplierOver } from '../../../src/domain/supplier/classify-supplier-over.ts'
import { isInForce } from '../../../src/domain/supplier/facts-in-force.ts'
import { RULE_SETS } from '../../../src/domain/supplier/rules.ts'
import { PERIMETER_IDS, type Verdict } from '../../../src/domain/supplier/verdict.ts'
import { arbitraryDay, arbitrarySupplier } from './arbitrary-facts.ts'

type Answer = 'yes' | 'no' | 'undetermined'
const answerOf = (verdict: Verdict): Answer =>
  verdict.status === 'decided' ? verdict.outcome : 'undetermined'
const perimeters = fc.constantFrom(...PERIMETER_IDS)

const or = (one: Answer, other: Answer): Answer => {
  if (one === 'yes' || other === 'yes') return 'yes'
  return one === 'no' && other === 'no' ? 'no' : 'undetermined'
}

t.test('the timeline agrees with the verdict of any day', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySupplier, arbitraryDay, perimeters, (facts, on, perimeter) => {
        const holding = classifySupplierOver(facts, perimeter).filter((interval) => isInForce(interval, on))
        assert.equal(holding.length, 1)
        assert.deepEqual(holding[0]?.verdict, classifySupplier(facts, on, perimeter))
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('the timeline covers all time without gap, overlap or equal neighbours', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySupplier, perimeters, (facts, perimeter) => {
        const timeline = classifySupplierOver(facts, perimeter)
        assert.equal(timeline[0]?.validFrom, null)
        assert.equal(timeline[timeline.length - 1]?.validTo, null)
        for (const [i, next] of timeline.slice(1).entries()) {
          const previous = timeline[i]
          assert.equal(next.validFrom, addDays(previous?.validTo ?? '', 1))
          assert.notDeepEqual(next.verdict, previous?.verdict)
        }
      }),
      { numRuns: 300 },
    ),
  )
})

t.test('the wide perimeter is the three-valued "or" of ess and inclusive', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySupplier, arbitraryDay, (facts, on) => {
        const ess = classifySupplier(facts, on, 'ess')
        const inclusive = classifySupplier(facts, on, 'inclusive')
        assert.equal(
          answerOf(classifySupplier(facts, on, 'ess-wide')),
          or(answerOf(ess), answerOf(inclusive)),
        )
      }),
      { numRuns: 500 },
    ),
  )
})

t.test(
  'a structure of the siae or handicap perimeter is inclusive, and one that is not inclusive is neither',
  async (t) => {
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(arbitrarySupplier, fc.option(arbitraryDay), (facts, on) => {
          const [siae, handicap, inclusive] = (['siae', 'handicap', 'inclusive'] as const).map((perimeter) =>
            answerOf(classifySupplier(facts, on, perimeter)),
          )
          if (siae === 'yes' || handicap === 'yes') assert.equal(inclusive, 'yes')
          if (inclusive === 'no') assert.deepEqual([siae, handicap], ['no', 'no'])
        }),
        { numRuns: 500 },
      ),
    )
  },
)

t.test('an ESUS enterprise, or one of the register, is ESS', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySupplier, arbitraryDay, (facts, on) => {
        for (const perimeter of ['esus', 'ess-register'] as const)
          if (answerOf(classifySupplier(facts, on, perimeter)) === 'yes')
            assert.equal(answerOf(classifySupplier(facts, on, 'ess')), 'yes')
      }),
    ),
  )
})

t.test(
  'a verdict never lacks its reason: a rule of its perimeter with evidence, or a fact those rules need',
  async (t) => {
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(arbitrarySupplier, fc.option(arbitraryDay), perimeters, (facts, on, perimeter) => {
          const verdict = classifySupplier(facts, on, perimeter)
          const { rules } = RULE_SETS[perimeter]
          if (verdict.status === 'decided') {
            assert.ok(rules.some((rule) => rule.id === verdict.rule && rule.outcome === verdict.outcome))
            assert.ok(verdict.evidence.length > 0)
            return
          }
          const needed = ['siren', 'notification-date', ...rules.flatMap((rule) => rule.needs)]
          assert.ok(verdict.missing.length > 0)
          for (const missing of verdict.missing) assert.ok(needed.includes(missing), missing)
        }),
        { numRuns: 500 },
      ),
    )
  },
)

t.test('without a date, the answer is that of every day, or the date is missing', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySupplier, arbitraryDay, perimeters, (facts, on, perimeter) => {
        const verdict = classifySupplier(facts, null, perimeter)
        if (verdict.status === 'undetermined' && verdict.missing.includes('notification-date')) return
        assert.equal(answerOf(verdict), answerOf(classifySupplier(facts, on, perimeter)))
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('the order in which the sources speak changes neither the answer nor the rule', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySupplier, arbitraryDay, perimeters, (facts, on, perimeter) => {
        const { evidence: _, ...verdict } = classifySupplier(facts, on, perimeter)
        const reversed = {
          ...facts,
          facts: facts.facts.toReversed(),
          completeLists: facts.completeLists.toReversed(),
        }
        const { evidence: __, ...other } = classifySupplier(reversed, on, perimeter)
        assert.deepEqual(other, verdict)
      }),
    ),
  )
})
