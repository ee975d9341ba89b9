import type { Consideration, ConsiderationTopic } from '../contract/considerations.ts'
import type { PerimeterId } from '../supplier/verdict.ts'

/**
 * What makes a contract count "yes", "no" or "undetermined": the whole of what an indicator of shares counts. The database turns
 * it into SQL (`database/contract-outcomes.ts`); nothing else decides.
 *
 * - `holders`: the verdict of each holder on the day of the contract, put together by the method for joint awards.
 * - `considerations`: what the record says of one topic; a record that says nothing is undetermined.
 * - `esus-agreements`: the published national method. Yes when a holder with a valid SIRET has an agreement that ends strictly
 *   after the notification, whenever it began; else no. Undetermined only where no complete list of agreements is imported.
 * - `inclusive-list`: the published national method. Yes when a holder with a valid SIRET is of a company listed today, whatever
 *   the date of the contract; else no. Undetermined only where no complete inclusive list is imported.
 */
export type ContractTest =
  | { of: 'holders'; perimeter: PerimeterId }
  | { of: 'considerations'; topic: ConsiderationTopic; kind: Consideration | 'any' }
  | { of: 'esus-agreements' }
  | { of: 'inclusive-list' }
