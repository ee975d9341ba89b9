import type { Consideration, ConsiderationTopic } from '../contract/considerations.ts'
import type { PerimeterId } from '../supplier/verdict.ts'
import type { RecordedField } from './recorded-field.ts'

/**
 * What makes a contract count "yes", "no" or "undetermined": the whole of what an indicator of shares counts. The database turns
 * it into SQL (`database/contract-outcomes.ts`); nothing else decides.
 *
 * - `holders`: the verdict of each holder on the day of the contract, put together by the method for joint awards.
 * - `certainty`: yes when those verdicts decide the contract, whatever they decide; no when it stays undetermined.
 * - `territory`: the department of each holder, put together in the same way; not known is undetermined.
 * - `subcontracts`: the verdict of each subcontractor on the day of its act; contracts without any act are left aside. Yes when one
 *   is; the euros are those of the acts, each following its own subcontractor.
 * - `considerations`: what the record says of one topic; a record that says nothing is undetermined.
 * - `single-offer`: yes when one offer was received, no when several were; a record that does not say, or says none, is undetermined.
 * - `field`: yes when the record fills a field, else no. `usable-amount`: the same of an amount that can enter a value.
 * - `esus-agreements`: the published national method. Yes when a holder with a valid SIRET has an agreement that ends strictly
 *   after the notification, whenever it began; else no. Undetermined only where no complete list of agreements is imported.
 * - `insertion-clause`: yes when an insertion clause in force is recorded on the contract; undetermined when the record announces
 *   one (reserved, social clause) and none is recorded; else no. `minimum`: only contracts of that amount (cents) or more, notified
 *   since that day, are looked at: those where the clause is due.
 * - `inclusive-list`: the published national method. Yes when a holder with a valid SIRET is of a company listed today, whatever
 *   the date of the contract; else no. Undetermined only where no complete inclusive list is imported.
 */
export type ContractTest =
  | { of: 'holders' | 'certainty' | 'subcontracts'; perimeter: PerimeterId }
  | { of: 'territory'; departments: readonly string[] }
  | { of: 'considerations'; topic: ConsiderationTopic; kind: Consideration | 'any' }
  | { of: 'field'; field: RecordedField }
  | { of: 'single-offer' }
  | { of: 'usable-amount' }
  | { of: 'insertion-clause'; minimum: { cents: bigint; from: string } | null }
  | { of: 'esus-agreements' }
  | { of: 'inclusive-list' }

/** Whether the figure changes when a reference list of suppliers does. */
export const restsOnLists = ({ of }: ContractTest): boolean =>
  !['considerations', 'field', 'single-offer', 'usable-amount', 'insertion-clause'].includes(of)
