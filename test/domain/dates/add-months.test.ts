import t from 'tap'
import { addMonths } from '../../../src/domain/dates/add-months.ts'

for (const { day, months, expected } of [
  { day: '2024-05-02', months: 12, expected: '2025-05-02' },
  { day: '2024-11-15', months: 2, expected: '2025-01-15' },
  { day: '2024-12-31', months: 12, expected: '2025-12-31' },
  { day: '2023-01-31', months: 1, expected: '2023-02-28' },
  { day: '2024-01-31', months: 1, expected: '2024-02-29' },
  { day: '2024-03-31', months: 1, expected: '2024-04-30' },
  { day: '2024-02-29', months: 12, expected: '2025-02-28' },
  { day: '2024-01-31', months: 0, expected: '2024-01-31' },
  { day: '9999-12-01', months: 1, expected: null },
  { day: '2024-01-01', months: 999_999_999, expected: null },
])
  t.test(`${months} months after ${day}`, async (t) => t.equal(addMonths(day, months), expected))
