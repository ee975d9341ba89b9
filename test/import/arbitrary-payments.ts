import fc from 'fast-check'

export const BUYERS = ['00001001700010', '00001002500013']
const SUPPLIERS = ['00002420800019', '00002000800017', '11111111111111', '']

/** A line of an export. Few values, so that identical lines meet. */
const line = fc.record({
  buyer: fc.constantFrom(...BUYERS),
  siret: fc.constantFrom(...SUPPLIERS),
  name: fc.constantFrom('A', 'B', ''),
  cents: fc.constantFrom(0, 1, 120_050, -120_050, 3_000),
  day: fc.constantFrom('2024-03-15', '2023-12-31', ''),
  reference: fc.constantFrom('1', '2', ''),
})
export type Line = typeof line extends fc.Arbitrary<infer L> ? L : never

export const paymentLines = fc.array(line, { minLength: 1, maxLength: 60 })

/** An accounting export of these lines; `buyerName` names every buyer, if it is given. */
export const toPaymentsCsv = (lines: readonly Line[], buyerName?: string): string =>
  [
    `SIRET acheteur;SIRET;Fournisseur;Montant payé;Date de paiement;N° mandat${buyerName ? ';Acheteur' : ''}`,
    ...lines.map(({ buyer, siret, name, cents, day, reference }) =>
      [
        buyer,
        siret,
        name,
        (cents / 100).toFixed(2).replace('.', ','),
        day,
        reference,
        ...(buyerName ? [buyerName] : []),
      ].join(';'),
    ),
    '',
  ].join('\n')
