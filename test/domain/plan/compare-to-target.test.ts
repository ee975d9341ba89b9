import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { compareToTarget } from '../../../src/domain/plan/compare-to-target.ts'

const partsOf = ([yes, no, undetermined]: readonly [bigint, bigint, bigint]) => ({ yes, no, undetermined })

for (const { title, parts, minimum, expected } of [
  { title: 'a share equal to the target meets it', parts: [10n, 90n, 0n], minimum: 1_000, expected: 'met' },
  { title: 'one cent short misses it', parts: [999n, 9_001n, 0n], minimum: 1_000, expected: 'missed' },
  { title: 'one cent more meets it', parts: [1_001n, 8_999n, 0n], minimum: 1_000, expected: 'met' },
  {
    title: 'no contracts is not a share of zero',
    parts: [0n, 0n, 0n],
    minimum: 1_000,
    expected: 'no-contracts',
  },
  {
    title: 'what is undetermined may decide',
    parts: [9n, 90n, 1n],
    minimum: 1_000,
    expected: 'depends-on-undetermined',
  },
  {
    title: 'what is undetermined may not be enough',
    parts: [8n, 91n, 1n],
    minimum: 1_000,
    expected: 'missed',
  },
  {
    title: 'met even when all that is undetermined is a no',
    parts: [10n, 50n, 40n],
    minimum: 1_000,
    expected: 'met',
  },
  {
    title: 'only undetermined suppliers leave the question open',
    parts: [0n, 0n, 5n],
    minimum: 1_000,
    expected: 'depends-on-undetermined',
  },
  { title: 'a target of nothing is met by any contract', parts: [0n, 5n, 0n], minimum: 0, expected: 'met' },
  {
    title: 'a target of everything asks for everything',
    parts: [99n, 1n, 0n],
    minimum: 10_000,
    expected: 'missed',
  },
  {
    title: '29,995 % misses 30 %, which a rounded figure would meet',
    parts: [29_995n, 70_005n, 0n],
    minimum: 3_000,
    expected: 'missed',
  },
  {
    title: 'one cent short of billions misses it',
    parts: [10n ** 17n - 1n, 9n * 10n ** 17n + 1n, 0n],
    minimum: 1_000,
    expected: 'missed',
  },
] as const)
  t.test(title, async (t) => t.equal(compareToTarget(partsOf(parts), minimum), expected))

t.test('once the undetermined suppliers are decided, the answer is one of those announced', async (t) => {
  const cents = fc.bigInt({ min: 0n, max: 1_000n })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        cents,
        cents,
        cents,
        cents,
        fc.integer({ min: 0, max: 10_000 }),
        (yes, no, turnsYes, turnsNo, minimum) => {
          const before = compareToTarget({ yes, no, undetermined: turnsYes + turnsNo }, minimum)
          const after = compareToTarget({ yes: yes + turnsYes, no: no + turnsNo, undetermined: 0n }, minimum)
          assert.notEqual(after, 'depends-on-undetermined')
          if (before !== 'depends-on-undetermined') assert.equal(after, before)
        },
      ),
    ),
  )
})
