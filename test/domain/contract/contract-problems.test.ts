import t from 'tap'
import {
  durationWarnings,
  EARLIEST_PLAUSIBLE_DAY,
  isLowPerMonth,
  isPlausibleDay,
  isPublishedLate,
} from '../../../src/domain/contract/contract-problems.ts'

const TODAY = '2026-11-15'

t.test('a notification date is plausible from 1990 to today, both included', async (t) => {
  t.equal(EARLIEST_PLAUSIBLE_DAY, '1990-01-01')
  for (const { day, expected } of [
    { day: '1900-01-01', expected: false },
    { day: '1989-12-31', expected: false },
    { day: '1990-01-01', expected: true },
    { day: '2024-02-29', expected: true },
    { day: TODAY, expected: true },
    { day: '2026-11-16', expected: false },
    { day: '2999-01-01', expected: false },
  ])
    t.equal(isPlausibleDay(day, TODAY), expected, day)
})

t.test('the warnings on a duration in months', async (t) => {
  for (const { months, contract, concession } of [
    { months: null, contract: [], concession: [] },
    { months: -1, contract: ['duration-implausible'], concession: ['duration-implausible'] },
    { months: 0, contract: ['duration-implausible'], concession: ['duration-implausible'] },
    { months: 1, contract: [], concession: [] },
    { months: 180, contract: [], concession: [] },
    { months: 181, contract: ['duration-implausible'], concession: [] },
    { months: 359, contract: ['duration-implausible'], concession: [] },
    { months: 360, contract: ['duration-in-days'], concession: [] },
    { months: 361, contract: ['duration-implausible'], concession: ['duration-implausible'] },
    { months: 364, contract: ['duration-implausible'], concession: ['duration-implausible'] },
    { months: 365, contract: ['duration-in-days'], concession: ['duration-in-days'] },
    { months: 366, contract: ['duration-in-days'], concession: ['duration-in-days'] },
    { months: 367, contract: ['duration-implausible'], concession: ['duration-implausible'] },
  ]) {
    for (const kind of ['contract', 'framework', 'call-off'] as const)
      t.strictSame(durationWarnings(months, kind), contract, `${months} months, ${kind}`)
    t.strictSame(durationWarnings(months, 'concession'), concession, `${months} months, concession`)
  }
})

t.test('100 € a month is enough, one cent less is not', async (t) => {
  for (const { cents, months, expected } of [
    { cents: 100_00n * 12n, months: 12, expected: false },
    { cents: 100_00n * 12n - 1n, months: 12, expected: true },
    { cents: 200_00n, months: 1, expected: false },
    { cents: 200_00n, months: 2, expected: false },
    { cents: 200_00n, months: 3, expected: true },
    { cents: 200_00n, months: 0, expected: false },
    { cents: 200_00n, months: -6, expected: false },
  ])
    t.equal(isLowPerMonth(cents, months), expected, `${cents} cents over ${months} months`)
})

t.test('62 days after notification is in time, 63 is late', async (t) => {
  for (const { title, notifiedOn, publishedOn, expected } of [
    { title: 'the same day', notifiedOn: '2024-07-01', publishedOn: '2024-07-01', expected: false },
    { title: 'two months of 31 days', notifiedOn: '2024-07-01', publishedOn: '2024-09-01', expected: false },
    { title: 'one day more', notifiedOn: '2024-07-01', publishedOn: '2024-09-02', expected: true },
    {
      title: '62 days over February of a leap year',
      notifiedOn: '2024-01-31',
      publishedOn: '2024-04-02',
      expected: false,
    },
    { title: '63 days over it', notifiedOn: '2024-01-31', publishedOn: '2024-04-03', expected: true },
    {
      title: 'published before notification',
      notifiedOn: '2024-07-01',
      publishedOn: '2023-01-01',
      expected: false,
    },
  ])
    t.equal(isPublishedLate(notifiedOn, publishedOn), expected, title)
})
