import t, { type Test } from 'tap'
import type { PaymentOptions } from '../../src/import/import-payments.ts'
import { importPayments } from '../../src/import/import-payments.ts'
import { listPaymentSummaries } from '../../src/reports/payment-report.ts'
import {
  reportSpendShare,
  reportSpendShareByYear,
  type SpendRequest,
} from '../../src/reports/spend-share-report.ts'
import { esus, openLists, sirene, UNITS } from '../import/reference-lists.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK } from '../support/database.ts'

const [ESS, COMPANY, AGREED, UNKNOWN] = UNITS
const BUYER = '00001001700010'
const OTHER_BUYER = '00001002500013'
const REQUEST: SpendRequest = { buyers: [], perimeter: 'ess', from: null, to: null, taxBasis: null }

/** An association, a company that SIRENE says is not of the ESS, one agreed ESUS in the first half of 2024, one unknown. */
async function openSpend(t: Test) {
  const { db, list } = await openLists(t)
  await list(
    'sirene',
    sirene([
      [ESS, '9220', 'O'],
      [COMPANY, '5710', 'N'],
      [AGREED, '5710', 'N'],
    ]),
  )
  await list('esus', esus([[AGREED, '2024-01-01', '2024-06-30']]), { listedOn: '2026-11-01' })
  const write = await openFile(t, 'depenses.csv')
  /** Lines of buyer, SIRET, name, when and amount. */
  const spend = async (lines: readonly string[], amount = 'Montant HT', options: PaymentOptions = {}) =>
    importPayments(
      db,
      FIXED_CLOCK,
      await write([`SIRET acheteur;SIRET;Fournisseur;Date mandat;${amount}`, ...lines].join('\n')),
      options,
    )
  const share = (request: Partial<SpendRequest> = {}) =>
    reportSpendShare(db, FIXED_CLOCK, { ...REQUEST, ...request })
  return { db, spend, share }
}

const line = (siret: string, when: string, amount: string, buyer = BUYER) =>
  [buyer, siret, 'X', when, amount].join(';')

t.test('a figure has its lines, suppliers, euros and bounds, and says how it was made', async (t) => {
  const { spend, share } = await openSpend(t)
  await spend([
    line(ESS, '2024-03-01', '100,10'),
    line(ESS, '2024-04-01', '100,00'),
    line(COMPANY, '2024-03-01', '299,90'),
    line(UNKNOWN, '2024-03-01', '500,00'),
  ])
  t.match(await share(), {
    payments: { yes: 2, no: 1, undetermined: 1, total: 4 },
    suppliers: { yes: 1, no: 1, undetermined: 1, total: 3 },
    value: { yes: 200.1, no: 299.9, undetermined: 500, total: 1000 },
    share: { value: { lower: 0.2001, upper: 0.7001, determined: 0.4002 } },
    credits: { payments: 0, suppliers: 0, value: 0 },
    unidentified: { payments: 0 },
    method: { perimeter: 'ess', basis: 'spent', tax: 'excluding-tax', credits: 'net-by-supplier' },
    excluded: { undated: 0, straddling: 0, otherTax: [] },
    asOf: '2026-11-23T10:00:00.000Z',
  })
})

t.test('nothing paid is not a share of zero', async (t) => {
  const { spend, share } = await openSpend(t)
  await spend([line(ESS, '2024-03-01', '0,00')])
  t.match((await share()).share.value, { lower: null, upper: null, determined: null })
  t.match(await share({ buyers: ['999999999'] }), {
    payments: { total: 0 },
    suppliers: { total: 0 },
    value: { total: 0 },
    share: { value: { lower: null, upper: null, determined: null } },
  })
})

t.test('a credit note is taken off the payments of its supplier to the same buyer', async (t) => {
  const { spend, share } = await openSpend(t)
  await spend([
    line(ESS, '2024-03-01', '100,00'),
    line(ESS, '2024-04-01', '-40,00'),
    line(COMPANY, '2024-03-01', '240,00'),
    line(COMPANY, '2024-03-01', '-300,00', OTHER_BUYER),
  ])
  const report = await share()
  t.match(report, {
    value: { yes: 60, no: 240, total: 300 },
    credits: { payments: 2, suppliers: 1, value: -300 },
  })
  t.match(report.share.value, { lower: null }, 'credits reach the payments: no share')
  t.match(report.caveats.join('\n'), /1 fournisseur a plus d’avoirs que de paiements.*\n.*pas de part/)
  t.match((await share({ buyers: ['000010017'] })).share.value, { lower: 0.2, upper: 0.2 })
  await spend([line(COMPANY, '2024-05-01', '0,01')])
  t.match((await share()).share.value, { lower: 60 / 300.01 }, 'one cent more, and there is one')
})

t.test('a credit note after the end of an agreement is taken off what counted for it', async (t) => {
  const { spend, share } = await openSpend(t)
  await spend([
    line(AGREED, '2024-06-30', '100,00'),
    line(AGREED, '2024-07-01', '-30,00'),
    line(COMPANY, '2024-03-01', '30,00'),
  ])
  t.match((await share({ perimeter: 'esus' })).value, { yes: 70, no: 30, total: 100 })
  t.match(await share({ perimeter: 'esus', from: '2024-07-01' }), {
    value: { total: 0 },
    credits: { suppliers: 1, value: -30 },
  })
})

t.test('known by its year or month alone, the verdict must hold all along', async (t) => {
  for (const { when, outcome } of [
    { when: '2024-06-30', outcome: 'yes' },
    { when: '2024-07-01', outcome: 'no' },
    { when: '2024-06', outcome: 'yes' },
    { when: '2024-07', outcome: 'no' },
    { when: '2024', outcome: 'undetermined' },
    { when: '2023', outcome: 'no' },
    { when: '', outcome: 'undetermined' },
    { when: '2026-11-24', outcome: 'undetermined' },
  ] as const)
    await t.test(`paid ${when || 'some day'}: ${outcome}`, async (t) => {
      const { spend, share } = await openSpend(t)
      await spend([line(AGREED, when, '12,00')])
      t.equal((await share({ perimeter: 'esus' })).payments[outcome], 1)
    })
})

t.test('a payment that may fall outside the period is left out, and counted', async (t) => {
  const { db, spend, share } = await openSpend(t)
  await spend([
    line(ESS, '2024-01-01', '1,00'),
    line(ESS, '2024-03', '2,00'),
    line(ESS, '2024', '4,00'),
    line(ESS, '2023', '8,00'),
    line(ESS, '', '16,00'),
    line(ESS, '2099-01-01', '32,00'),
  ])
  for (const { from, to, total, undated, straddling } of [
    { from: null, to: null, total: 63, undated: 0, straddling: 0 },
    { from: '2024-01-01', to: '2024-12-31', total: 7, undated: 2, straddling: 0 },
    { from: '2024-01-02', to: '2024-12-31', total: 2, undated: 2, straddling: 1 },
    { from: '2024-03-01', to: '2024-03-31', total: 2, undated: 2, straddling: 1 },
    { from: '2024-03-02', to: '2024-03-31', total: 0, undated: 2, straddling: 2 },
    { from: '2023-12-31', to: null, total: 7, undated: 2, straddling: 1 },
    { from: null, to: '2022-12-31', total: 0, undated: 2, straddling: 0 },
  ])
    t.match(
      await share({ from, to }),
      { value: { total }, excluded: { undated, straddling } },
      `${from} to ${to}`,
    )
  const byYear = await reportSpendShareByYear(db, FIXED_CLOCK, REQUEST)
  t.match(
    byYear.rows.map(({ key, value }) => [key, value.total]),
    [
      ['2023', 8],
      ['2024', 7],
    ],
  )
  t.match(byYear.excluded, { undated: 2, straddling: 0 })
})

t.test(
  'amounts of two taxes are never added up: the heavier one counts unless another is asked',
  async (t) => {
    const { spend, share } = await openSpend(t)
    await spend([line(ESS, '2024-03-01', '10,00'), line(COMPANY, '2024-03-01', '10,00')])
    await spend([line(ESS, '2024-03-01', '-21,00')], 'Montant TTC')
    await spend([line(ESS, '2024-03-01', '5,00')], 'Montant')
    const report = await share()
    t.match(report, {
      method: { tax: 'including-tax' },
      excluded: {
        otherTax: [
          { tax: 'excluding-tax', payments: 2 },
          { tax: 'unknown', payments: 1 },
        ],
      },
    })
    t.match(report.caveats.join('\n'), /2 dépenses en montants hors taxes : hors du chiffre/)
    t.match(await share({ taxBasis: 'excluding-tax' }), {
      value: { total: 20 },
      share: { value: { lower: 0.5 } },
    })
    const unknown = await share({ taxBasis: 'unknown' })
    t.match(unknown.value, { total: 5 })
    t.match(unknown.caveats.join('\n'), /ne disent pas si les montants sont hors taxes/)
  },
)

t.test('what the sender says of the tax goes with the figure', async (t) => {
  const { spend, share } = await openSpend(t)
  await spend([line(ESS, '2024-03-01', '10,00')], 'Montant', { tax: 'including-tax' })
  const report = await share()
  t.equal(report.method.tax, 'including-tax')
  t.match(report.caveats.join('\n'), /toutes taxes comprises/)
})

t.test(
  'a line without identifier is undetermined, a supplier by its name; nobody is no supplier',
  async (t) => {
    const { db, spend, share } = await openSpend(t)
    await spend([
      `${BUYER};;Le Balai;2024-03-01;10,00`,
      `${BUYER};;LE BALAI;2024-03-02;-4,00`,
      `${BUYER};;;2024-03-01;3,00`,
      `${BUYER};11111111111111;Faux;2024-03-01;2,00`,
    ])
    const report = await share()
    t.match(report, {
      payments: { undetermined: 4, total: 4 },
      suppliers: { undetermined: 2, total: 2 },
      value: { undetermined: 11, total: 11 },
      unidentified: { payments: 4 },
    })
    t.match(report.caveats.join('\n'), /4 dépenses n’ont pas d’identifiant/)
    const { total } = await listPaymentSummaries(
      db,
      FIXED_CLOCK,
      { ...REQUEST, supplier: null, outcome: 'undetermined' },
      { limit: 1, offset: 0 },
    )
    t.equal(total, report.payments.undetermined, 'the figure opens')
  },
)
