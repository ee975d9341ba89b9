import { isContractHeader, planColumns } from './column-plan.ts'
import { isSurelyHoursHeader, planHoursColumns } from './map-hours-row.ts'
import { isPaymentHeader, isSurelyPaymentHeader, planPaymentColumns } from './map-payment-row.ts'

/** What a sheet of contracts is told to be. */
export const CONTRACTS = 'c’est une liste de marchés'

/** What a sheet that is not read looks like by its titles, in French; `null`: none of the tables that are imported. */
export function describeKind(titles: readonly string[]): string | null {
  const payments = planPaymentColumns(titles)
  if (isSurelyPaymentHeader(payments)) return 'c’est un tableau de dépenses'
  if (isSurelyHoursHeader(planHoursColumns(titles))) return 'c’est un relevé d’heures'
  if (isContractHeader(planColumns(titles, { hasBuyer: true }))) return CONTRACTS
  return isPaymentHeader(payments) ? 'c’est peut-être un tableau de dépenses' : null
}
