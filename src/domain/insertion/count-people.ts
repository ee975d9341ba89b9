import type { StatementFact } from './insertion-facts.ts'

/** A number known exactly, or between two bounds; `atMost` `null`: hours were worked by people whose number is not said. */
export type Bounds = { atLeast: number; atMost: number | null }

/** Names a person: the same code given by two facilitators is two people. */
export const personOf = ({ scope, person }: StatementFact): string | null =>
  person === null ? null : `${scope} ${person}`

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Totals of one clause: no fewer than the largest, no more than all added, since the same people may come again. */
function boundTotals(
  statements: readonly StatementFact[],
  countOf: (statement: StatementFact) => number | null,
): Bounds {
  const byClause = Map.groupBy(statements, ({ clauseId }) => clauseId)
  const counts = [...byClause.values()].map((group) => group.map((statement) => countOf(statement) ?? 0))
  const isUnbounded = statements.some((statement) => statement.hundredths > 0 && countOf(statement) === null)
  return {
    atLeast: sum(counts.map((values) => Math.max(0, ...values))),
    atMost: isUnbounded ? null : sum(counts.map((values) => sum(values))),
  }
}

const plus = ({ atLeast, atMost }: Bounds, known: number): Bounds => ({
  atLeast: known + atLeast,
  atMost: atMost === null ? null : known + atMost,
})

/** People who worked: persons told apart by their codes, and those of totals between two bounds. */
export function countPeople(statements: readonly StatementFact[]): Bounds {
  const persons = new Set(statements.flatMap((statement) => personOf(statement) ?? [])).size
  const totals = boundTotals(
    statements.filter(({ person }) => person === null),
    ({ people }) => people,
  )
  return plus(totals, persons)
}

/**
 * Employment contracts: one for each reference, else for each person, employer, hiring form and form of contract, since two of the
 * same kind in a row look like one.
 */
export function countEmploymentContracts(statements: readonly StatementFact[]): Bounds {
  const contracts = statements.flatMap((statement) => {
    const person = personOf(statement)
    if (person === null) return []
    const { employerSiren, hiringForm, employmentForm, employmentReference } = statement
    return `${person} ${employmentReference ?? `${employerSiren} ${hiringForm} ${employmentForm}`}`
  })
  const totals = boundTotals(
    statements.filter(({ person }) => person === null),
    ({ employmentContracts }) => employmentContracts,
  )
  return plus(totals, new Set(contracts).size)
}

export const sumHundredths = (statements: readonly StatementFact[]): number =>
  sum(statements.map(({ hundredths }) => hundredths))
