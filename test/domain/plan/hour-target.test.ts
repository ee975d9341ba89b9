import t from 'tap'
import { compareToHourTarget } from '../../../src/domain/plan/hour-target.ts'

const year = (elapsedDays: number) => ({ elapsedDays, days: 365 })

for (const { title, done, elapsed, expected } of [
  { title: 'hours equal to the minimum meet it', done: 150_000, elapsed: 365, expected: 'met' },
  { title: 'a hundredth of an hour short misses it', done: 149_999.99, elapsed: 365, expected: 'missed' },
  { title: 'reached before the end, it is met', done: 150_000, elapsed: 10, expected: 'met' },
  {
    title: 'at the pace of the days elapsed it is on track',
    done: 30_000,
    elapsed: 73,
    expected: 'on-track',
  },
  { title: 'a hundredth under that pace it is behind', done: 29_999.99, elapsed: 73, expected: 'behind' },
  { title: 'before the year begins nothing is behind', done: 0, elapsed: 0, expected: 'on-track' },
] as const)
  t.test(title, async (t) =>
    t.equal(
      compareToHourTarget(Math.round(done * 100), 150_000, year(elapsed), elapsed === 365).verdict,
      expected,
    ),
  )

t.test('the trajectory: 30 000 h in a fifth of the year lead to 150 000', async (t) => {
  const { expectedHundredths, projectedHundredths } = compareToHourTarget(30_000_00, 150_000, year(73), false)
  t.equal(expectedHundredths, 30_000_00)
  t.equal(projectedHundredths, 150_000_00)
})

t.test(
  'on its last day a period still runs: short of the minimum it is behind, and missed the day after',
  async (t) => {
    t.equal(compareToHourTarget(149_000_00, 150_000, year(365), false).verdict, 'behind')
    t.equal(compareToHourTarget(149_000_00, 150_000, year(365), true).verdict, 'missed')
  },
)
