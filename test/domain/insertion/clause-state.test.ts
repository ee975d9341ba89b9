import t from 'tap'
import {
  type ClauseFacts,
  type ClauseState,
  DEFAULT_THRESHOLDS,
  readClauseState,
} from '../../../src/domain/insertion/clause-state.ts'

/** A clause of a thousand days, 1 000 hours: one hour a day. Day 1 is 2023-01-01, day 1000 is 2025-09-26. */
const CLAUSE: ClauseFacts = {
  startsOn: '2023-01-01',
  endsOn: '2025-09-26',
  dueHundredths: 100_000,
  done: [],
  closedOn: null,
  waivedOn: null,
}
/** Day 500 of the clause. */
const HALFWAY = '2024-05-14'

/** Hours done over a period that ends on this day, so that all is known up to it. */
const doneBy = (to: string, hours: number, from = '2023-01-01') => [{ from, to, hundredths: hours * 100 }]

const stateOn = (day: string, facts: Partial<ClauseFacts>) =>
  readClauseState({ ...CLAUSE, ...facts }, day).state

const CASES: { title: string; on?: string; facts: Partial<ClauseFacts>; expected: ClauseState }[] = [
  {
    title: 'the day before its start it has not started',
    on: '2022-12-31',
    facts: {},
    expected: 'not-started',
  },
  { title: 'on its first day nothing is late yet', on: '2023-01-01', facts: {}, expected: 'on-track' },
  {
    title: 'without hours done it is not late while a statement may still come',
    on: '2023-07-29',
    facts: {},
    expected: 'on-track',
  },
  {
    title: 'the day after grace and delay it is late',
    on: '2023-07-30',
    facts: {},
    expected: 'late',
  },
  {
    title: 'at 80 % of an even pace it is not late',
    on: HALFWAY,
    facts: { done: doneBy(HALFWAY, 400) },
    expected: 'at-risk',
  },
  {
    title: 'an hour under 80 % it is late',
    on: HALFWAY,
    facts: { done: doneBy(HALFWAY, 399) },
    expected: 'late',
  },
  {
    title: 'a projection of 95 % of the hours due is no risk',
    on: HALFWAY,
    facts: { done: doneBy(HALFWAY, 475) },
    expected: 'on-track',
  },
  {
    title: 'an hour under, it is at risk',
    on: HALFWAY,
    facts: { done: doneBy(HALFWAY, 474) },
    expected: 'at-risk',
  },
  {
    title: 'ahead of its pace but stopped for half a year, it is at risk',
    on: HALFWAY,
    facts: {
      done: [...doneBy('2023-10-31', 600), { from: HALFWAY, to: HALFWAY, hundredths: 0 }],
    },
    expected: 'at-risk',
  },
  {
    title: 'an hour short on its last day, it is not over',
    on: '2025-09-26',
    facts: { done: doneBy('2025-09-26', 999) },
    expected: 'on-track',
  },
  {
    title: 'the day after, it ended short',
    on: '2025-09-27',
    facts: { done: doneBy('2025-09-26', 999) },
    expected: 'ended-short',
  },
  {
    title: 'all hours done, it is fulfilled before its end',
    on: HALFWAY,
    facts: { done: doneBy(HALFWAY, 1000) },
    expected: 'fulfilled',
  },
  {
    title: 'closed before its end with hours missing, it ended short',
    on: HALFWAY,
    facts: { closedOn: HALFWAY, done: doneBy(HALFWAY, 500) },
    expected: 'ended-short',
  },
  {
    title: 'to be closed tomorrow, it still runs',
    on: HALFWAY,
    facts: { closedOn: '2024-05-15', done: doneBy(HALFWAY, 500) },
    expected: 'on-track',
  },
  { title: 'waived, whatever was done', on: HALFWAY, facts: { waivedOn: HALFWAY }, expected: 'waived' },
  {
    title: 'to be waived tomorrow, it is still late',
    on: HALFWAY,
    facts: { waivedOn: '2024-05-15' },
    expected: 'late',
  },
  {
    title: 'without hours due known it is neither late nor fulfilled',
    on: HALFWAY,
    facts: { dueHundredths: null },
    expected: 'no-hours-due',
  },
  {
    title: 'nothing due yet, as before a first invoice, is not late',
    on: HALFWAY,
    facts: { dueHundredths: 0 },
    expected: 'on-track',
  },
  {
    title: 'nothing due at the end is fulfilled',
    on: '2025-09-27',
    facts: { dueHundredths: 0 },
    expected: 'fulfilled',
  },
  {
    title: 'without an end nothing says how fast it should go',
    on: HALFWAY,
    facts: { endsOn: null },
    expected: 'on-track',
  },
  {
    title: 'without dates nor hours it has not started',
    on: HALFWAY,
    facts: { startsOn: null, endsOn: null },
    expected: 'not-started',
  },
  {
    title: 'hours of a period to come are not done',
    on: HALFWAY,
    facts: { done: doneBy('2024-06-30', 1000, '2024-05-15') },
    expected: 'late',
  },
]

for (const { title, on = HALFWAY, facts, expected } of CASES)
  t.test(title, async (t) => t.equal(stateOn(on, facts), expected))

t.test('a quarter not stated yet is not held against the clause, two are', async (t) => {
  const done = doneBy('2024-01-31', 396)
  t.equal(readClauseState({ ...CLAUSE, done }, '2024-05-14').judgedOn, '2024-01-31')
  t.equal(readClauseState({ ...CLAUSE, done }, '2024-05-14').state, 'on-track')
  t.equal(readClauseState({ ...CLAUSE, done }, '2024-09-30').judgedOn, '2024-06-02')
  t.equal(readClauseState({ ...CLAUSE, done }, '2024-09-30').state, 'late')
})

t.test(
  'what the state was read from is given: 500 hours of 1 000 at day 500, 1 000 at the end',
  async (t) => {
    t.strictSame(readClauseState({ ...CLAUSE, done: doneBy(HALFWAY, 500) }, HALFWAY), {
      state: 'on-track',
      doneHundredths: 50_000,
      judgedOn: HALFWAY,
      expectedHundredths: 50_000,
      projectedHundredths: 100_000,
    })
  },
)

t.test('thresholds can be chosen', async (t) => {
  const facts = { ...CLAUSE, done: doneBy(HALFWAY, 490) }
  t.equal(readClauseState(facts, HALFWAY).state, 'on-track')
  const strict = { ...DEFAULT_THRESHOLDS, lateToleranceBasisPoints: 0, riskToleranceBasisPoints: 0 }
  t.equal(readClauseState(facts, HALFWAY, strict).state, 'late')
})
