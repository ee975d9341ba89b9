import t from 'tap'
import { type CalendarFacts, listDueItems } from '../../../src/domain/insertion/clause-calendar.ts'

const CLAUSE: CalendarFacts = {
  startsOn: '2025-02-10',
  endsOn: '2026-12-31',
  stoppedOn: null,
  remainingHundredths: 10_000,
  stated: [{ from: '2025-04-01', to: '2025-06-30' }],
}
const onDay = (today: string, facts: Partial<CalendarFacts> = {}) =>
  listDueItems({ ...CLAUSE, ...facts }, today).map(({ kind, on }) => `${kind} ${on}`)

for (const { title, today, facts = {}, expected } of [
  { title: 'on the last day of a quarter its statement is not due', today: '2025-03-31', expected: [] },
  {
    title: 'the day after, it is expected within thirty days',
    today: '2025-04-01',
    expected: ['statement-missing 2025-04-30'],
  },
  {
    title: 'a quarter with hours stated is not missing',
    today: '2025-09-30',
    expected: ['statement-missing 2025-04-30'],
  },
  {
    title: 'hours of one day are enough',
    today: '2025-04-01',
    facts: { stated: [{ from: '2025-03-31', to: '2025-03-31' }] },
    expected: [],
  },
  {
    title: 'a clause stopped owes no statement after',
    today: '2025-12-31',
    facts: { stoppedOn: '2025-07-01', stated: [] },
    expected: [
      'statement-missing 2025-04-30',
      'statement-missing 2025-07-30',
      'statement-missing 2025-10-30',
    ],
  },
  {
    title: 'ninety-one days before its end nothing is told',
    today: '2026-10-01',
    facts: { startsOn: '2026-10-01' },
    expected: [],
  },
  {
    title: 'ninety days before its end it is told',
    today: '2026-10-02',
    facts: { startsOn: '2026-10-01' },
    expected: ['ending-with-hours 2026-12-31'],
  },
  {
    title: 'on its last day too',
    today: '2026-12-31',
    facts: { startsOn: '2026-10-01' },
    expected: ['ending-with-hours 2026-12-31'],
  },
  {
    title: 'without hours remaining it is not',
    today: '2026-12-31',
    facts: { startsOn: '2026-10-01', remainingHundredths: 0 },
    expected: [],
  },
  {
    title: 'nor when hours due are not known',
    today: '2026-12-31',
    facts: { startsOn: '2026-10-01', remainingHundredths: null },
    expected: [],
  },
  {
    title: 'without a start nothing is missing',
    today: '2025-12-31',
    facts: { startsOn: null },
    expected: [],
  },
] as const)
  t.test(title, async (t) => t.strictSame(onDay(today, facts), expected))
