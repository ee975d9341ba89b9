import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../../src/domain/dates/iso-date.ts'
import {
  type Outcome,
  type OutcomePeriod,
  outcomeOfAnyDay,
  rewindTimeline,
} from '../../../src/domain/supplier/rewind-timeline.ts'

const period = (validFrom: string | null, validTo: string | null, outcome: Outcome): OutcomePeriod => ({
  validFrom,
  validTo,
  outcome,
})

for (const { title, now, moves, expected } of [
  {
    title: 'without a move',
    now: [period(null, null, 'yes')],
    moves: [],
    expected: [period(null, null, 'yes')],
  },
  {
    title: 'a move on every day',
    now: [period(null, '2024-12-31', 'yes'), period('2025-01-01', null, 'no')],
    moves: [period(null, null, 'undetermined')],
    expected: [period(null, null, 'undetermined')],
  },
  {
    title: 'a move in the middle of a period, on its days only',
    now: [period(null, null, 'yes')],
    moves: [period('2024-01-01', '2024-12-31', 'no')],
    expected: [
      period(null, '2023-12-31', 'yes'),
      period('2024-01-01', '2024-12-31', 'no'),
      period('2025-01-01', null, 'yes'),
    ],
  },
  {
    title: 'two moves of one day: what was answered before the first',
    now: [period(null, null, 'yes')],
    moves: [period(null, '2024-06-30', 'no'), period('2024-06-30', null, 'undetermined')],
    expected: [period(null, '2024-06-30', 'no'), period('2024-07-01', null, 'undetermined')],
  },
  {
    title: 'a move back to what the neighbours say',
    now: [period(null, '2024-05-31', 'no'), period('2024-06-01', null, 'yes')],
    moves: [period('2024-06-01', null, 'no')],
    expected: [period(null, null, 'no')],
  },
] as const)
  t.test(title, async (t) => t.strictSame(rewindTimeline(now, moves), expected))

t.test('the answer of any day is that of every day, or none', async (t) => {
  t.equal(outcomeOfAnyDay([period(null, null, 'no')]), 'no')
  t.equal(
    outcomeOfAnyDay([period(null, '2024-01-01', 'no'), period('2024-01-02', null, 'yes')]),
    'undetermined',
  )
})

const FIRST = '2024-01-01'
const DAYS = 40
const outcome = fc.constantFrom<Outcome>('yes', 'no', 'undetermined')
/** A timeline as one answer a day; the first and the last go on for ever. */
const days = fc.array(outcome, { minLength: DAYS, maxLength: DAYS })

const toTimeline = (answers: readonly Outcome[]): OutcomePeriod[] =>
  rewindTimeline(
    answers.map((answer, index) =>
      period(
        index === 0 ? null : addDays(FIRST, index),
        index === DAYS - 1 ? null : addDays(FIRST, index),
        answer,
      ),
    ),
    [],
  )

/** The days where two timelines differ, with what the earlier one answers. */
const movesBetween = (before: readonly Outcome[], after: readonly Outcome[]) =>
  toTimeline(before).flatMap((one) =>
    toTimeline(after).flatMap((other) => {
      const latest =
        [one.validFrom, other.validFrom]
          .filter((day) => day !== null)
          .sort()
          .at(-1) ?? null
      const earliest = [one.validTo, other.validTo].filter((day) => day !== null).sort()[0] ?? null
      const isEmpty = latest !== null && earliest !== null && latest > earliest
      return isEmpty || one.outcome === other.outcome ? [] : [period(latest, earliest, one.outcome)]
    }),
  )

t.test('taking back all moves since gives any past timeline again', async () => {
  fc.assert(
    fc.property(fc.array(days, { minLength: 1, maxLength: 5 }), (history) => {
      const timelines = history.map(toTimeline)
      const now = timelines.at(-1) as OutcomePeriod[]
      for (let past = 0; past < history.length; past++) {
        const since = history
          .slice(past, -1)
          .flatMap((before, index) => movesBetween(before, history[past + index + 1] as Outcome[]))
        const rewound = JSON.stringify(rewindTimeline(now, since))
        if (rewound !== JSON.stringify(timelines[past])) return false
      }
      return true
    }),
  )
})
