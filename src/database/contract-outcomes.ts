import { byCertainty, byHolders, bySubcontracts, isLocal, verdictJoin } from './holder-outcomes.ts'
import { byInsertionClause } from './insertion-outcomes.ts'
import { byAgreements, byInclusiveList } from './national-outcomes.ts'
import type { OutcomeQuery, OutcomeSql } from './outcome-sql.ts'
import { BY_OFFERS, BY_USABLE_AMOUNT, byConsiderations, byField } from './record-outcomes.ts'

/** The outcome of contract `c` by the test of the figure. */
export function outcomeSql(query: OutcomeQuery): OutcomeSql {
  const { test } = query
  switch (test.of) {
    case 'holders':
      return byHolders(query, verdictJoin(query, test.perimeter))
    case 'certainty':
      return byCertainty(query, test.perimeter)
    case 'territory':
      return byHolders(query, isLocal(test.departments))
    case 'subcontracts':
      return bySubcontracts(query, test.perimeter)
    case 'field':
      return byField(test.field)
    case 'usable-amount':
      return BY_USABLE_AMOUNT
    case 'single-offer':
      return BY_OFFERS
    case 'considerations':
      return byConsiderations(test)
    case 'insertion-clause':
      return byInsertionClause(test)
    case 'esus-agreements':
      return byAgreements(query)
    case 'inclusive-list':
      return byInclusiveList(query)
  }
}
