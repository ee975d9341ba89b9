import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { addDays, daysBetween, parseDate } from '../../../src/domain/dates/iso-date.ts'

/** The calendar of the platform, from 1990 to 2100: an answer that owes nothing to ours. */
function* daysFrom1990To2100(): Generator<{ iso: string; year: number; month: number; day: number }> {
  for (const date = new Date('1990-01-01T00:00:00Z'); date.getUTCFullYear() <= 2100; ) {
    yield {
      iso: date.toISOString().slice(0, 10),
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
    }
    date.setUTCDate(date.getUTCDate() + 1)
  }
}

t.test('a day is read in every form that files use', async (t) => {
  for (const { title, raw, expected } of [
    { title: 'an ISO day', raw: '2024-12-31', expected: '2024-12-31' },
    {
      title: 'the offset of the accounting channel is dropped',
      raw: '2019-01-15+01:00',
      expected: '2019-01-15',
    },
    { title: 'a negative offset is dropped', raw: '2019-01-15-05:00', expected: '2019-01-15' },
    { title: 'Z is dropped', raw: '2019-01-15Z', expected: '2019-01-15' },
    {
      title: 'the day stays the one published, whatever the time zone',
      raw: '2019-01-15T23:59:59-11:00',
      expected: '2019-01-15',
    },
    { title: 'a time after a space is dropped', raw: '2024-12-31 00:00:00', expected: '2024-12-31' },
    { title: 'month and day may have one digit', raw: '2020-6-4', expected: '2020-06-04' },
    { title: 'the same with an offset of nothing', raw: '2023-12-31T23:00:00+00:00', expected: '2024-01-01' },
    { title: 'an instant of the year 23 is not 2023', raw: '0023-12-31T23:00:00Z', expected: '0023-12-31' },
    {
      title: 'the last instant of 9999 stays in it',
      raw: '9999-12-31T23:30:00Z',
      expected: '9999-12-31',
    },
    { title: 'slashes, the year first', raw: '2024/12/31', expected: '2024-12-31' },
    { title: 'a French day', raw: '31/12/2024', expected: '2024-12-31' },
    { title: 'the day comes before the month', raw: '04/06/2020', expected: '2020-06-04' },
    { title: 'a French day with one digit', raw: '4/6/2020', expected: '2020-06-04' },
    { title: 'a French day with dots', raw: '31.12.2024', expected: '2024-12-31' },
    { title: 'a French day with a time', raw: '31/12/2024 10:30', expected: '2024-12-31' },
    { title: 'eight digits', raw: '20240131', expected: '2024-01-31' },
    { title: 'spaces around', raw: ' 2024-01-31 ', expected: '2024-01-31' },
    { title: 'the serial number of a spreadsheet', raw: '45292', expected: '2024-01-01' },
    { title: 'a serial number with its time', raw: '45292.75', expected: '2024-01-01' },
    { title: 'a serial number with a decimal comma', raw: '45292,0', expected: '2024-01-01' },
    { title: 'the first serial number read', raw: '32874', expected: '1990-01-01' },
    { title: 'the last serial number read', raw: '65745', expected: '2079-12-31' },
    { title: 'the last serial number read, in the evening', raw: '65745.99', expected: '2079-12-31' },
    { title: 'words', raw: '12 mars 2024', expected: '2024-03-12' },
  ])
    t.equal(parseDate(raw), expected, title)
})

t.test('what names no day of the calendar is not a date', async (t) => {
  for (const { title, raw } of [
    { title: '30 February', raw: '2023-02-30' },
    { title: '31 April', raw: '31/04/2024' },
    { title: 'month 13 (month and day swapped)', raw: '12/31/2024' },
    { title: 'month 0', raw: '2024-00-10' },
    { title: 'day 0', raw: '2024-01-00' },
    { title: 'year 0', raw: '0000-01-01' },
    { title: 'the zero day of some exports', raw: '00/00/0000' },
    { title: 'three digits are no day', raw: '2024-01-310' },
    { title: 'eight digits that are no day', raw: '20241301' },
    { title: 'seven digits', raw: '2024131' },
    { title: 'the serial number of a day before 1990', raw: '32873' },
    { title: 'the serial number of a day after 2079', raw: '65746' },
    { title: 'a number of four digits', raw: '4529' },
    { title: 'a number of six digits', raw: '452920' },
    { title: 'a negative number', raw: '-45292' },
    { title: 'a month without a day', raw: '2024-01' },
    { title: 'words without a year', raw: 'le 3 mars' },
    { title: 'nothing', raw: '' },
  ])
    t.equal(parseDate(raw), null, title)
})

t.test('29 February exists in leap years only', async (t) => {
  for (const [year, isLeap] of [
    [2024, true],
    [2023, false],
    [2000, true],
    [1900, false],
    [2100, false],
  ] as const)
    t.equal(parseDate(`${year}-02-29`), isLeap ? `${year}-02-29` : null, `${year}`)
})

t.test('every day from 1990 to 2100 is read in each form', async (t) => {
  const misread: string[] = []
  let count = 0
  for (const { iso, year, month, day } of daysFrom1990To2100()) {
    count++
    const forms = [
      iso,
      `${year}-${month}-${day}`,
      `${day}/${month}/${year}`,
      iso.replaceAll('-', ''),
      `${iso}+02:00`,
    ]
    misread.push(...forms.filter((form) => parseDate(form) !== iso))
  }
  t.equal(count, 111 * 365 + 27, '27 leap years from 1992 to 2096')
  t.strictSame(misread, [])
})

t.test('a day that the calendar of the platform does not hold is refused, from 1990 to 2100', async (t) => {
  const existing = new Set([...daysFrom1990To2100()].map(({ iso }) => iso))
  const accepted: string[] = []
  for (let year = 1990; year <= 2100; year++)
    for (let month = 0; month <= 13; month++)
      for (let day = 0; day <= 32; day++) {
        const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        if (!existing.has(iso) && parseDate(iso) !== null) accepted.push(iso)
      }
  t.strictSame(accepted, [])
})

t.test('any text gives a day that reads as itself, or nothing; it never throws', async (t) => {
  const almostDates = fc.stringMatching(/^[0-9]{0,5}[-/. T+Z0-9]{0,12}$/)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), almostDates), (text) => {
        const day = parseDate(text)
        if (day === null) return
        assert.match(day, /^\d{4}-\d{2}-\d{2}$/)
        assert.equal(parseDate(day), day)
      }),
      { numRuns: 1000 },
    ),
  )
})

t.test('days are counted over months, leap days and changes of hour', async (t) => {
  for (const { from, to, days } of [
    { from: '2024-02-28', to: '2024-03-01', days: 2 },
    { from: '2023-02-28', to: '2023-03-01', days: 1 },
    { from: '2024-03-30', to: '2024-04-01', days: 2 },
    { from: '2024-12-31', to: '2025-01-01', days: 1 },
    { from: '2025-01-01', to: '2024-12-31', days: -1 },
    { from: '2024-06-01', to: '2024-06-01', days: 0 },
  ]) {
    t.equal(daysBetween(from, to), days, `${from} to ${to}`)
    t.equal(addDays(from, days), to, `${from} and ${days} days`)
  }
})

t.test('adding days then counting them gives the same number', async (t) => {
  const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days))
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (from, days) => {
        const to = addDays(from, days)
        assert.equal(daysBetween(from, to), days)
        assert.equal(parseDate(to), to)
        assert.equal(from < to, days > 0)
      }),
    ),
  )
})
