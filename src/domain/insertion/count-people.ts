import type { StatementFact } from './insertion-facts.ts'

/** A number known exactly, or between two bounds. */
export type Bounds = { atLeast: number; atMost: number }

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
  return {
    atLeast: sum(counts.map((values) => Math.max(0, ...values))),
    atMost: sum(counts.map((values) => sum(values))),
  }
}

/** People who worked: persons told apart by their codes, and those of totals between two bounds. */
export function countPeople(statements: readonly StatementFact[]): Bounds {
  const persons = new Set(statements.flatMap((statement) => personOf(statement) ?? [])).size
  const totals = boundTotals(
    statements.filter(({ person }) => person === null),
    ({ people }) => people,
  )
  return { atLeast: persons + totals.atLeast, atMost: persons + totals.atMost }
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
  const known = new Set(contracts).size
  return { atLeast: known + totals.atLeast, atMost: known + totals.atMost }
}

export const sumHundredths = (statements: readonly StatementFact[]): number =>
  sum(statements.map(({ hundredths }) => hundredths))
