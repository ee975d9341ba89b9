import type { TaxBasis } from './tax-basis.ts'

/** The fields of a payment, by our name; the value is what messages call one whose column the file lacks. */
export const RAW_PAYMENT_FIELDS = {
  buyerId: 'SIRET acheteur',
  buyerName: 'Acheteur',
  entity: 'Entité acheteuse',
  supplierId: 'SIRET fournisseur',
  supplierName: 'Fournisseur',
  amount: 'Montant',
  paidOn: 'Date de paiement',
  period: 'Exercice',
  category: "Catégorie d'achat",
  account: 'Compte',
  contractReference: 'N° marché',
  reference: 'N° mandat',
  label: 'Libellé',
} as const
export type RawPaymentField = keyof typeof RAW_PAYMENT_FIELDS

/**
 * One line of an accounting export, its columns told apart but its values untouched. `taxBasis`: what the title of the
 * amount's column says. `columnNames`: how this file names a field; messages use it.
 */
export type RawPayment = {
  fields: Partial<Record<RawPaymentField, unknown>>
  taxBasis: TaxBasis
  columnNames: Partial<Record<RawPaymentField, string>>
}
