import fc from 'fast-check'
import t from 'tap'
import { decideStandings, type RankedStatement } from '../../../src/domain/insertion/hours-statement.ts'

const statement = (id: number, fields: Partial<RankedStatement>): RankedStatement => ({
  id: BigInt(id),
  key: `key ${id}`,
  person: null,
  from: '2025-01-01',
  to: '2025-03-31',
  employer: null,
  effectiveOn: '2025-04-10',
  rank: BigInt(id),
  isWithdrawn: false,
  ...fields,
})

const standingsOf = (statements: readonly RankedStatement[]) => {
  const standings = decideStandings(statements)
  return statements.map(({ id }) => standings.get(id))
}

for (const { title, statements, expected } of [
  {
    title: 'the latest of those that state the same holds, by the day it was stated and then by arrival',
    statements: [
      statement(1, { key: 'k', effectiveOn: '2025-05-01' }),
      statement(2, { key: 'k', effectiveOn: '2025-04-01' }),
      statement(3, { key: 'k', effectiveOn: '2025-05-01', rank: 0n }),
    ],
    expected: ['counted', 'superseded', 'superseded'],
  },
  {
    title: 'hours withdrawn count no more, nor do those they corrected',
    statements: [statement(1, { key: 'k' }), statement(2, { key: 'k', isWithdrawn: true })],
    expected: ['superseded', 'withdrawn'],
  },
  {
    title: 'a total is set aside where a person tells hours of its period',
    statements: [statement(1, {}), statement(2, { person: 'P1', from: '2025-02-01', to: '2025-02-28' })],
    expected: ['set-aside', 'counted'],
  },
  {
    title: 'hours of a person withdrawn set nothing aside',
    statements: [statement(1, {}), statement(2, { person: 'P1', isWithdrawn: true })],
    expected: ['counted', 'withdrawn'],
  },
  {
    title: 'the day after the period of a total is not of it',
    statements: [statement(1, {}), statement(2, { person: 'P1', from: '2025-04-01', to: '2025-04-30' })],
    expected: ['counted', 'counted'],
  },
  {
    title: 'the total of another employer stays',
    statements: [statement(1, { employer: '1' }), statement(2, { person: 'P1', employer: '2' })],
    expected: ['counted', 'counted'],
  },
  {
    title: 'a total of the year yields to those of its months, which add up',
    statements: [
      statement(1, { from: '2025-01-01', to: '2025-12-31' }),
      statement(2, { from: '2025-01-01', to: '2025-01-31' }),
      statement(3, { from: '2025-02-01', to: '2025-02-28' }),
    ],
    expected: ['set-aside', 'counted', 'counted'],
  },
  {
    title: 'two totals of the same period are of two files or employers: both count',
    statements: [statement(1, {}), statement(2, {})],
    expected: ['counted', 'counted'],
  },
] as const)
  t.test(title, async (t) => t.strictSame(standingsOf(statements), expected))

const month = fc.integer({ min: 1, max: 9 }).map((number) => ({
  from: `2025-0${number}-01`,
  to: `2025-0${number}-28`,
}))
const period = fc.oneof(month, fc.constant({ from: '2025-01-01', to: '2025-06-30' }))
const arbitrary = fc
  .array(
    fc.record({
      key: fc.integer({ min: 1, max: 6 }).map(String),
      person: fc.constantFrom(null, 'P1', 'P2'),
      employer: fc.constantFrom(null, '1', '2'),
      effectiveOn: fc.constantFrom('2025-07-01', '2025-08-01'),
      isWithdrawn: fc.boolean(),
      period,
    }),
    { maxLength: 12 },
  )
  .map((rows) => rows.map(({ period, ...row }, index) => statement(index + 1, { ...row, ...period })))

t.test('what each statement is worth depends on the set, not on the order', async () => {
  fc.assert(
    fc.property(arbitrary, fc.infiniteStream(fc.nat()), (statements, order) => {
      const shuffled = statements
        .map((one) => ({ one, at: order.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      const [first, second] = [decideStandings(statements), decideStandings(shuffled)]
      return statements.every(({ id }) => first.get(id) === second.get(id))
    }),
    { numRuns: 200 },
  )
})

t.test('each key counts once at most, and persons always count', async () => {
  fc.assert(
    fc.property(arbitrary, (statements) => {
      const standings = decideStandings(statements)
      const counted = statements.filter(({ id }) => standings.get(id) === 'counted')
      const keys = counted.map(({ key }) => key)
      const isOnce = new Set(keys).size === keys.length
      return (
        isOnce && statements.every(({ id, person }) => person === null || standings.get(id) !== 'set-aside')
      )
    }),
    { numRuns: 200 },
  )
})
