import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { type Outcome, outcomeOfContract, splitCents } from '../../../src/domain/share/combine-holders.ts'
import { HOLDER_METHODS } from '../../../src/domain/share/share.ts'

t.test('how a contract counts, by method and by what is known of its holders', async (t) => {
  for (const [outcomes, anyHolder, lead] of [
    [[], 'undetermined', 'undetermined'],
    [['yes'], 'yes', 'yes'],
    [['no'], 'no', 'no'],
    [['undetermined'], 'undetermined', 'undetermined'],
    [['no', 'yes'], 'yes', 'no'],
    [['undetermined', 'yes'], 'yes', 'undetermined'],
    [['no', 'undetermined'], 'undetermined', 'no'],
    [['no', 'no'], 'no', 'no'],
  ] as [Outcome[], Outcome, Outcome][]) {
    const title = outcomes.join(', ') || 'no holder'
    t.equal(outcomeOfContract('any-holder', outcomes), anyHolder, `any-holder: ${title}`)
    t.equal(
      outcomeOfContract('equal-split', outcomes),
      anyHolder,
      `equal-split counts as any-holder: ${title}`,
    )
    t.equal(outcomeOfContract('lead', outcomes), lead, `lead: ${title}`)
  }
})

t.test('one holder counts the same by every method', async (t) => {
  for (const method of HOLDER_METHODS)
    for (const outcome of ['yes', 'no', 'undetermined'] as const)
      t.equal(outcomeOfContract(method, [outcome]), outcome, `${method}: ${outcome}`)
})

t.test('an amount is split in equal cents, the remainder to the first', async (t) => {
  t.strictSame(splitCents(10_000n, 3), [3_334n, 3_333n, 3_333n])
  t.strictSame(splitCents(10_000n, 1), [10_000n])
  t.strictSame(splitCents(2n, 3), [2n, 0n, 0n])
  t.strictSame(splitCents(0n, 2), [0n, 0n])
  t.strictSame(splitCents(-10n, 3), [-4n, -3n, -3n], 'a credit note')
  t.strictSame(splitCents(10_000n, 0), [], 'no holder')
})

t.test('the parts sum to the amount, one per holder, equal but for the first', async (t) => {
  const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 20 }), (amountCents, holders) => {
        const parts = splitCents(amountCents, holders)
        assert.equal(parts.length, holders)
        assert.equal(
          parts.reduce((sum, part) => sum + part, 0n),
          amountCents,
        )
        assert.ok(new Set(parts.slice(1)).size <= 1)
      }),
    ),
  )
})
