import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { type Aim, boundaryOf, compareToAim, missingOf } from '../../../src/domain/plan/aim.ts'

const partsOf = ([yes, no, undetermined]: readonly [bigint, bigint, bigint]) => ({ yes, no, undetermined })
const percent = (amount: number, direction: Aim['direction'] = 'at-least'): Aim => ({
  unit: 'percent',
  direction,
  amount: BigInt(amount),
})
const count = (amount: number, direction: Aim['direction'] = 'at-least'): Aim => ({
  unit: 'count',
  direction,
  amount: BigInt(amount),
})

for (const { title, parts, aim, expected } of [
  {
    title: 'a share equal to the target meets it',
    parts: [10n, 90n, 0n],
    aim: percent(1_000),
    expected: 'met',
  },
  { title: 'one cent short misses it', parts: [999n, 9_001n, 0n], aim: percent(1_000), expected: 'missed' },
  { title: 'one cent more meets it', parts: [1_001n, 8_999n, 0n], aim: percent(1_000), expected: 'met' },
  {
    title: 'no contracts is not a share of zero',
    parts: [0n, 0n, 0n],
    aim: percent(1_000),
    expected: 'no-contracts',
  },
  { title: 'nor a count of zero', parts: [0n, 0n, 0n], aim: count(3), expected: 'no-contracts' },
  {
    title: 'what is undetermined may decide',
    parts: [9n, 90n, 1n],
    aim: percent(1_000),
    expected: 'depends-on-undetermined',
  },
  {
    title: 'what is undetermined may not be enough',
    parts: [8n, 91n, 1n],
    aim: percent(1_000),
    expected: 'missed',
  },
  {
    title: 'met even when all that is undetermined is a no',
    parts: [10n, 50n, 40n],
    aim: percent(1_000),
    expected: 'met',
  },
  {
    title: 'only undetermined suppliers leave the question open',
    parts: [0n, 0n, 5n],
    aim: percent(1_000),
    expected: 'depends-on-undetermined',
  },
  {
    title: 'a target of nothing is met by any contract',
    parts: [0n, 5n, 0n],
    aim: percent(0),
    expected: 'met',
  },
  {
    title: 'a target of everything asks for everything',
    parts: [99n, 1n, 0n],
    aim: percent(10_000),
    expected: 'missed',
  },
  {
    title: '29,995 % misses 30 %, which a rounded figure would meet',
    parts: [29_995n, 70_005n, 0n],
    aim: percent(3_000),
    expected: 'missed',
  },
  {
    title: 'one cent short of billions misses it',
    parts: [10n ** 17n - 1n, 9n * 10n ** 17n + 1n, 0n],
    aim: percent(1_000),
    expected: 'missed',
  },
  {
    title: 'at most: equal to the ceiling is within it',
    parts: [10n, 90n, 0n],
    aim: percent(1_000, 'at-most'),
    expected: 'met',
  },
  {
    title: 'at most: one more passes it',
    parts: [11n, 89n, 0n],
    aim: percent(1_000, 'at-most'),
    expected: 'missed',
  },
  {
    title: 'at most: the undetermined may pass it',
    parts: [10n, 89n, 1n],
    aim: percent(1_000, 'at-most'),
    expected: 'depends-on-undetermined',
  },
  { title: 'at most nothing', parts: [0n, 9n, 0n], aim: percent(0, 'at-most'), expected: 'met' },
  { title: 'a count reached', parts: [3n, 1n, 0n], aim: count(3), expected: 'met' },
  {
    title: 'a count that the undetermined would reach',
    parts: [2n, 1n, 1n],
    aim: count(3),
    expected: 'depends-on-undetermined',
  },
  { title: 'a count out of reach', parts: [1n, 1n, 1n], aim: count(3), expected: 'missed' },
  { title: 'at most a count, passed', parts: [4n, 0n, 0n], aim: count(3, 'at-most'), expected: 'missed' },
] as const)
  t.test(title, async (t) => t.equal(compareToAim(aim, partsOf(parts)), expected))

t.test('the gap, by hand: 12 % of 83 contracts are 10; 7 are held, 2 undetermined', async (t) => {
  const parts = partsOf([7n, 74n, 2n])
  t.equal(boundaryOf(percent(1_200), 83n), 10n, '9.96 contracts are 10')
  t.equal(boundaryOf(percent(1_200, 'at-most'), 83n), 9n, 'and at most 9')
  t.strictSame(missingOf(percent(1_200), parts), { min: 1n, max: 3n })
  t.strictSame(missingOf(percent(500, 'at-most'), parts), { min: 3n, max: 5n }, '4 at most: 3 to 5 too many')
})

const part = fc.bigInt({ min: 0n, max: 2_000n })
const aims = fc.record({
  unit: fc.constantFrom('percent' as const, 'count' as const),
  direction: fc.constantFrom('at-least' as const, 'at-most' as const),
  amount: fc.bigInt({ min: 0n, max: 10_000n }),
})

t.test('moving exactly the gap reaches the aim, and one less does not; plain fractions agree', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(part, part, part, aims, (yes, no, undetermined, aim) => {
        const total = yes + no + undetermined
        fc.pre(total > 0n)
        // The oracle knows nothing of boundaries: it moves one contract at a time and compares fractions.
        const isGood = (count: bigint) => {
          const [left, right] =
            aim.unit === 'percent' ? [count * 10_000n, aim.amount * total] : [count, aim.amount]
          return aim.direction === 'at-least' ? left >= right : left <= right
        }
        const step = aim.direction === 'at-least' ? 1n : -1n
        const movesFrom = (start: bigint) => {
          let moved = 0n
          while (!isGood(start + step * moved)) moved++
          return moved
        }
        const [worst, best] =
          aim.direction === 'at-least' ? [yes, yes + undetermined] : [yes + undetermined, yes]
        const gap = missingOf(aim, { yes, no, undetermined })
        assert.deepEqual(gap, { min: movesFrom(best), max: movesFrom(worst) })
        if (gap.max > 0n) assert.equal(isGood(worst + step * (gap.max - 1n)), false)
        const expected = gap.max === 0n ? 'met' : gap.min > 0n ? 'missed' : 'depends-on-undetermined'
        assert.equal(compareToAim(aim, { yes, no, undetermined }), expected)
      }),
      { numRuns: 300 },
    ),
  )
})

t.test('once the undetermined suppliers are decided, the answer is one of those announced', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(part, part, part, part, aims, (yes, no, turnsYes, turnsNo, aim) => {
        const before = compareToAim(aim, { yes, no, undetermined: turnsYes + turnsNo })
        const after = compareToAim(aim, { yes: yes + turnsYes, no: no + turnsNo, undetermined: 0n })
        assert.notEqual(after, 'depends-on-undetermined')
        if (before !== 'depends-on-undetermined') assert.equal(after, before)
      }),
    ),
  )
})
