import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { type Aim, compareToAim } from '../../../src/domain/plan/aim.ts'
import { paceOf, projectCount, stageOf, trajectoryOf } from '../../../src/domain/plan/trajectory.ts'
import { trendOf } from '../../../src/domain/plan/trend.ts'

const YEAR = { from: '2025-01-01', to: '2025-12-31' }
const percent = (amount: bigint, direction: Aim['direction'] = 'at-least'): Aim => ({
  unit: 'percent',
  direction,
  amount,
})
const count = (amount: bigint, direction: Aim['direction'] = 'at-least'): Aim => ({
  unit: 'count',
  direction,
  amount,
})
const parts = (yes: bigint, no: bigint, undetermined = 0n) => ({ yes, no, undetermined })

t.test('today is an elapsed day; a period is under way until its last day is past', async (t) => {
  for (const [today, elapsedDays, stage] of [
    ['2024-12-31', 0, 'to-come'],
    ['2025-01-01', 1, 'under-way'],
    ['2025-03-14', 73, 'under-way'],
    ['2025-12-31', 365, 'under-way'],
    ['2026-01-01', 365, 'over'],
  ] as const)
    t.strictSame([paceOf(YEAR, today), stageOf(YEAR, today)], [{ elapsedDays, days: 365 }, stage], today)
  t.equal(paceOf({ from: '2024-01-01', to: '2024-12-31' }, '2024-02-29').elapsedDays, 60, 'a leap year')
})

t.test('a trajectory by hand: 3 of 20 contracts in a fifth of the year, 20 % aimed at', async (t) => {
  const { projected, remaining, outlook } = trajectoryOf(percent(2_000n), parts(3n, 17n), {
    elapsedDays: 73,
    days: 365,
  })
  t.strictSame(projected, { lower: 15n, upper: 15n, total: 100n })
  t.strictSame(remaining, { days: 292, total: 80n, bound: { min: 17n, max: 17n } }, '20 of 100, 3 are there')
  t.equal(outlook, 'behind')
})

for (const { title, aim, held, elapsedDays, expected } of [
  {
    title: 'a share at its target is on track',
    aim: percent(2_000n),
    held: parts(4n, 16n),
    elapsedDays: 73,
    expected: 'on-track',
  },
  {
    title: 'it is secured when the rest may bring none',
    aim: percent(2_000n),
    held: parts(4n, 16n),
    elapsedDays: 365,
    expected: 'secured',
  },
  {
    title: 'out of reach when all of the rest is not enough',
    aim: percent(5_000n),
    held: parts(1n, 79n),
    elapsedDays: 292,
    expected: 'out-of-reach',
  },
  {
    title: 'what is undetermined may decide',
    aim: percent(2_000n),
    held: parts(3n, 16n, 1n),
    elapsedDays: 73,
    expected: 'depends-on-undetermined',
  },
  {
    title: 'no contract leads nowhere',
    aim: percent(2_000n),
    held: parts(0n, 0n),
    elapsedDays: 73,
    expected: 'no-pace',
  },
  {
    title: 'a count at the even pace is on track',
    aim: count(10n),
    held: parts(2n, 18n),
    elapsedDays: 73,
    expected: 'on-track',
  },
  {
    title: 'one day later it is behind',
    aim: count(10n),
    held: parts(2n, 18n),
    elapsedDays: 74,
    expected: 'behind',
  },
  {
    title: 'a count reached is secured',
    aim: count(10n),
    held: parts(10n, 10n),
    elapsedDays: 73,
    expected: 'secured',
  },
  {
    title: 'a count above what is to come is out of reach',
    aim: count(10n),
    held: parts(0n, 8n),
    elapsedDays: 292,
    expected: 'out-of-reach',
  },
  {
    title: 'at most a share, below it',
    aim: percent(2_000n, 'at-most'),
    held: parts(3n, 17n),
    elapsedDays: 73,
    expected: 'on-track',
  },
  {
    title: 'at most a share, above it',
    aim: percent(2_000n, 'at-most'),
    held: parts(5n, 15n),
    elapsedDays: 73,
    expected: 'behind',
  },
  {
    title: 'at most a count, faster than its pace',
    aim: count(10n, 'at-most'),
    held: parts(3n, 17n),
    elapsedDays: 73,
    expected: 'behind',
  },
  {
    title: 'at most a count, passed, cannot come back',
    aim: count(10n, 'at-most'),
    held: parts(11n, 9n),
    elapsedDays: 73,
    expected: 'out-of-reach',
  },
  {
    title: 'at most a count that the rest cannot pass',
    aim: count(10n, 'at-most'),
    held: parts(1n, 3n),
    elapsedDays: 292,
    expected: 'secured',
  },
] as const)
  t.test(title, async (t) => t.equal(trajectoryOf(aim, held, { elapsedDays, days: 365 }).outlook, expected))

const part = fc.bigInt({ min: 0n, max: 400n })
const aims = fc.record({
  unit: fc.constantFrom('percent' as const, 'count' as const),
  direction: fc.constantFrom('at-least' as const, 'at-most' as const),
  amount: fc.bigInt({ min: 0n, max: 10_000n }),
})
const paces = fc
  .tuple(fc.integer({ min: 1, max: 800 }), fc.integer({ min: 1, max: 800 }))
  .map(([a, b]) => ({ elapsedDays: Math.min(a, b), days: Math.max(a, b) }))

t.test('the projection is the plain rule of three, to the nearest', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(part, paces, (counted, pace) => {
        const exact = (Number(counted) * pace.days) / pace.elapsedDays
        assert.ok(Math.abs(Number(projectCount(counted, pace)) - exact) <= 0.5 + 1e-9)
        assert.equal(projectCount(counted, { elapsedDays: pace.days, days: pace.days }), counted)
      }),
    ),
  )
})

/** Whether so many of a total reach an aim, as fractions are compared by hand. */
function isReached({ unit, direction, amount }: Aim, held: bigint, over: bigint): boolean {
  const [left, right] = unit === 'percent' ? [held * 10_000n, amount * over] : [held, amount]
  return direction === 'at-least' ? left >= right : left <= right
}

/** A bound reaches the aim, one off does not; a bound of zero may be beyond it, being no less than nothing. */
function checkBound({ direction }: Aim, value: bigint, isGood: (added: bigint) => boolean): void {
  const off = direction === 'at-least' ? value - 1n : value + 1n
  const isFree = value === 0n && direction === 'at-most'
  if (!isFree) assert.ok(isGood(value))
  if (off >= 0n) assert.equal(isGood(off), false)
}

t.test('what remains: the bound reaches the aim at the projected total, one off does not', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(part, part, part, aims, paces, (yes, no, undetermined, aim, pace) => {
        fc.pre(yes + no + undetermined > 0n)
        const { remaining, projected, outlook } = trajectoryOf(aim, { yes, no, undetermined }, pace)
        const { total, bound } = remaining
        assert.equal(total, projected.total - yes - no - undetermined)
        assert.ok(total >= 0n)
        const isAtLeast = aim.direction === 'at-least'
        // The period once over: so many of what was to come are yes, the undetermined against the aim, or for it.
        const held = isAtLeast
          ? { against: yes, pro: yes + undetermined }
          : { against: yes + undetermined, pro: yes }
        const isGoodFrom = (start: bigint) => (added: bigint) =>
          isReached(aim, start + added, projected.total)
        checkBound(aim, isAtLeast ? bound.max : bound.min, isGoodFrom(held.against))
        checkBound(aim, isAtLeast ? bound.min : bound.max, isGoodFrom(held.pro))
        const [none, all] = isAtLeast ? [0n, total] : [total, 0n]
        assert.equal(
          outlook === 'secured',
          isGoodFrom(held.against)(none),
          'secured: whatever the rest brings',
        )
        assert.equal(
          outlook === 'out-of-reach',
          !isGoodFrom(held.pro)(all),
          'out of reach: whatever it brings',
        )
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('on the last day the outlook is the verdict', async (t) => {
  const SAME = {
    met: 'secured',
    missed: 'out-of-reach',
    'depends-on-undetermined': 'depends-on-undetermined',
    'no-contracts': 'no-pace',
  }
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(part, part, part, aims, (yes, no, undetermined, aim) => {
        const held = { yes, no, undetermined }
        const { outlook } = trajectoryOf(aim, held, { elapsedDays: 365, days: 365 })
        assert.equal(outlook, SAME[compareToAim(aim, held)])
      }),
    ),
  )
})

t.test('a trend is certain only where the intervals are apart', async (t) => {
  const at = (lower: bigint, upper = lower, over = 100n) => ({ lower, upper, over })
  t.equal(trendOf(at(10n), at(11n), 'at-least'), 'improving')
  t.equal(trendOf(at(10n), at(11n), 'at-most'), 'worsening')
  t.equal(trendOf(at(10n), at(9n), 'at-least'), 'worsening')
  t.equal(trendOf(at(10n), at(9n), 'at-most'), 'improving')
  t.equal(trendOf(at(10n), at(20n, 20n, 200n), 'at-least'), 'stable', '10/100 is 20/200')
  t.equal(trendOf(at(10n, 12n), at(11n), 'at-least'), 'uncertain')
  t.equal(trendOf(at(10n, 12n), at(12n, 14n), 'at-least'), 'uncertain', 'touching is not apart')
  t.equal(trendOf(at(10n, 12n), at(13n, 14n), 'at-least'), 'improving')
})
