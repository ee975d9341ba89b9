import { parsePeriod } from '../domain/dates/period.ts'
import type { PaymentDefaults } from '../domain/payment/parse-payment.ts'
import { TAX_BASES } from '../domain/payment/tax-basis.ts'
import { AppError } from '../platform/errors.ts'
import { parseBuyer } from './table-reading.ts'

/** What the sender may say of a whole file of payments, as written. */
export type PaymentStatements = {
  buyer?: string | undefined
  period?: string | undefined
  tax?: string | undefined
}

function periodOf(text: string) {
  const period = parsePeriod(text)
  if (period) return period
  throw new AppError(
    'bad-usage',
    `Période « ${text} » : année (2024), mois (2024-03) ou jours (2024-01-01/2024-06-30) attendus.`,
  )
}

function taxOf(text: string) {
  const found = TAX_BASES.find((basis) => basis === text)
  if (found) return found
  throw new AppError('bad-usage', `Taxe « ${text} » : valeur attendue parmi ${TAX_BASES.join(', ')}.`)
}

/** What holds for the lines that do not say it themselves. Throws `bad-usage` when a statement cannot be used. */
export const paymentDefaultsOf = ({ buyer, period, tax }: PaymentStatements): PaymentDefaults => ({
  ...(buyer !== undefined && { buyerId: parseBuyer(buyer) }),
  ...(period !== undefined && { period: periodOf(period) }),
  ...(tax !== undefined && { taxBasis: taxOf(tax) }),
})
