/** Whether an amount paid holds the VAT. Amounts of two bases are never added up. */
export const TAX_BASES = ['excluding-tax', 'including-tax', 'unknown'] as const
export type TaxBasis = (typeof TAX_BASES)[number]
