import { readFile } from 'node:fs/promises'
import t from 'tap'
import { hideSmallGroups } from '../../../src/domain/insertion/hide-small-groups.ts'
import type { GroupLine } from '../../../src/domain/insertion/insertion-breakdown.ts'
import type { InsertionFacts } from '../../../src/domain/insertion/insertion-facts.ts'
import { INSERTION_INDICATORS } from '../../../src/domain/insertion/insertion-indicators.ts'
import { fixture } from '../../support/database.ts'

type Number = number | [number, number] | null
type Expected = {
  why: string
  value: Number
  atMost?: number
  parts: Record<string, Number>
  groups?: [string, number, number][]
}

const { facts: written, expected } = JSON.parse(
  await readFile(fixture('insertion-indicators/worked-example.json'), 'utf8'),
)
const cents = (euros: number | null) => (euros === null ? null : BigInt(euros) * 100n)
const toCents = ({ contracts, euros }: { contracts: number; euros: number }) => ({
  contracts,
  cents: cents(euros),
})

/** The example is written in hours and euros; the facts are in hundredths and cents. */
const facts = {
  ...written,
  clauses: written.clauses.map((clause: Record<string, number | null>) => ({
    ...clause,
    contractIds: [],
    dueHundredths: clause.dueHours === null ? null : (clause.dueHours ?? 0) * 100,
    doneHundredths: (clause.doneHours ?? 0) * 100,
    amountCents: cents(clause.amountEuros ?? null),
  })),
  statements: written.statements.map((statement: { hours: number }) => ({
    ...statement,
    hundredths: statement.hours * 100,
  })),
  contracts: {
    ...written.contracts,
    all: toCents(written.contracts.all),
    withClause: toCents(written.contracts.withClause),
  },
} as InsertionFacts

const numberOf = (value: Number) => (Array.isArray(value) ? value[0] / value[1] : value)

t.test('every indicator has its example', async (t) =>
  t.strictSame(INSERTION_INDICATORS.map(({ id }) => id).sort(), Object.keys(expected).sort()),
)

for (const { id, compute } of INSERTION_INDICATORS) {
  const { why, value, atMost, parts, groups }: Expected = expected[id]
  t.test(`${id}: ${why}`, async (t) => {
    const figure = compute(facts)
    t.equal(figure.value, numberOf(value))
    if (atMost !== undefined) t.equal(figure.atMost, atMost)
    t.strictSame(
      { ...figure.parts },
      Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, numberOf(part)])),
    )
    if (groups)
      t.strictSame(
        figure.groups?.map(({ key, hundredths, people }) => [key, (hundredths ?? 0) / 100, people]),
        groups,
      )
  })
}

t.test('without anything, nothing is divided by zero', async (t) => {
  const nothing: InsertionFacts = {
    ...facts,
    clauses: [],
    statements: [],
    employers: [],
    contracts: {
      all: { contracts: 0, cents: 0n },
      withClause: { contracts: 0, cents: 0n },
      aboveThreshold: null,
    },
  }
  for (const { id, compute } of INSERTION_INDICATORS) {
    const { value, parts = {} } = compute(nothing)
    t.ok(value === null || value === 0, id)
    for (const part of Object.values(parts)) t.ok(part === null || Number.isFinite(part), id)
  }
})

const line = (key: string, people: number): GroupLine => ({
  key,
  title: key,
  hundredths: people * 100,
  people,
  isHidden: false,
})
const shownOf = (lines: readonly GroupLine[]) => lines.map(({ people }) => people)

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
    title: 'two small groups hide each other',
    sizes: [1, 2, 20],
    people: 23,
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
  t.test(title, async (t) =>
    t.strictSame(
      shownOf(
        hideSmallGroups(
          sizes.map((size, index) => line(String(index), size)),
          { people, isPartition },
        ),
      ),
      expected,
    ),
  )
