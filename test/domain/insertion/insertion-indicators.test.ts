import fc from 'fast-check'
import t from 'tap'
import { CONTRACTS_WITH_HOURS } from '../../../src/domain/insertion/contract-indicators.ts'
import { hideLine, hideTable, SMALLEST_SHOWN } from '../../../src/domain/insertion/hide-small-groups.ts'
import type { ClauseFact, StatementFact } from '../../../src/domain/insertion/insertion-facts.ts'
import {
  findInsertionIndicator,
  INSERTION_INDICATORS,
} from '../../../src/domain/insertion/insertion-indicators.ts'
import { runs } from '../../support/database.ts'

t.test('each indicator has one id, and is found by it', async (t) => {
  const ids = INSERTION_INDICATORS.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length)
  for (const indicator of INSERTION_INDICATORS) t.equal(findInsertionIndicator(indicator.id), indicator)
  t.equal(findInsertionIndicator('insertion-nothing'), null)
})

t.test('each rests on a dated text and says what it leaves out and takes for granted', async (t) => {
  for (const { id, references, exclusions, assumptions } of INSERTION_INDICATORS)
    t.ok(references.length > 0 && exclusions.length > 0 && assumptions.length > 0, id)
})

t.test('without anything, nothing is divided by zero', async (t) => {
  const nothing = {
    clauses: [],
    workedOutside: [],
    statements: [],
    employers: [],
    fullTimeHours: 1607,
  } as const
  for (const { id, compute } of INSERTION_INDICATORS) {
    const { value, parts = {} } = compute(nothing)
    t.ok(value === null || value === 0, id)
    for (const part of Object.values(parts)) t.ok(part === null || Number.isFinite(part), id)
  }
})

t.test('clauses with hours are among those that run and those worked outside their dates', async (t) => {
  const clause = (id: number): ClauseFact => ({
    ...{ id, bases: [], beneficiaries: [], state: 'on-track', dueHundredths: null, doneHundredths: 0 },
    contracts: [],
  })
  const statement = { hundredths: 100, clauseId: 2 } as StatementFact
  const idle = { ...statement, clauseId: 4, hundredths: 0 }
  const facts = { statements: [statement, { ...statement, clauseId: 3 }, idle], employers: [] }
  const { value, parts } = CONTRACTS_WITH_HOURS.compute({
    ...facts,
    ...{ clauses: [clause(1)], workedOutside: [clause(2), clause(3), clause(4)], fullTimeHours: 1607 },
  })
  t.equal(value, 2, 'more than the one that runs')
  t.strictSame(parts, { running: 1, workedOutside: 2 }, 'a statement of no hour is not worked')
})

const shown = (cells: readonly number[], people: number, isPartition: boolean) =>
  hideLine({ cells, people, isPartition }, []).map((isHidden, index) => (isHidden ? null : cells[index]))

for (const { title, sizes, people, isPartition, expected } of [
  { title: 'five people are shown', sizes: [5, 20], people: 25, isPartition: true, expected: [5, 20] },
  {
    title: 'four are not, nor what would tell them by subtraction',
    sizes: [4, 20, 9],
    people: 33,
    isPartition: true,
    expected: [null, 20, null],
  },
  {
    title: 'two small groups of fewer than five together hide a third one',
    sizes: [1, 2, 20, 10],
    people: 33,
    isPartition: true,
    expected: [null, null, 20, null],
  },
  {
    title: 'two small groups of five together hide each other',
    sizes: [3, 2, 20],
    people: 25,
    isPartition: true,
    expected: [null, null, 20],
  },
  { title: 'nobody is not a small group', sizes: [0, 20], people: 20, isPartition: true, expected: [0, 20] },
  {
    title: 'of groups that overlap, one that leaves out fewer than five is hidden',
    sizes: [18, 10],
    people: 20,
    isPartition: false,
    expected: [null, 10],
  },
  {
    title: 'one that everybody is in leaves nobody out',
    sizes: [20, 10],
    people: 20,
    isPartition: false,
    expected: [20, 10],
  },
  {
    title: 'among fewer than five people nothing is shown',
    sizes: [4, 0],
    people: 4,
    isPartition: true,
    expected: [null, null],
  },
] as const)
  t.test(title, async (t) => t.strictSame(shown(sizes, people, isPartition), expected))

t.test('in a table, neither a row nor a column gives a small cell away', async (t) => {
  const cells = [
    [10, 3],
    [12, 20],
    [22, 23],
  ]
  const marks = hideTable({ cells, people: [13, 32, 45], isPartition: true }, [])
  t.strictSame(marks, [
    [true, true],
    [true, true],
    [false, false],
  ])
})

const table = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const columnOf = (rows: readonly (readonly number[])[], index: number) => rows.map((row) => row[index] ?? 0)

t.test('what is hidden along a row or a column is never one cell, nor fewer than five people', async () => {
  fc.assert(
    fc.property(table, (rows) => {
      const whole = (rows[0] ?? []).map((_, index) => sum(columnOf(rows, index)))
      const cells = [...rows, whole]
      const marks = hideTable({ cells, people: cells.map(sum), isPartition: true }, [])
      const isSafe = (line: readonly number[], hidden: readonly boolean[]) => {
        const behind = line.filter((count, index) => hidden[index] && count > 0)
        const seen = line.filter((_, index) => !hidden[index])
        const isShown = seen.every((count) => count === 0 || count >= SMALLEST_SHOWN)
        return isShown && (behind.length === 0 || sum(behind) >= SMALLEST_SHOWN || sum(line) < SMALLEST_SHOWN)
      }
      const columns = whole.map(
        (_, index) => [columnOf(rows, index), marks.slice(0, -1).map((row) => row[index] ?? false)] as const,
      )
      return (
        cells.every((row, index) => isSafe(row, marks[index] ?? [])) &&
        columns.every(([column, hidden]) => isSafe(column, hidden)) &&
        whole.every(
          (count, index) =>
            !marks.at(-1)?.[index] || count === 0 || marks.slice(0, -1).some((row) => row[index]),
        )
      )
    }),
    { numRuns: runs(2_000, 2_000) },
  )
})
