import t from 'tap'
import { type PaymentDefaults, parsePayment } from '../../../src/domain/payment/parse-payment.ts'
import type { RawPayment } from '../../../src/domain/payment/raw-payment.ts'
import { codesOf, SUPPLIER, SUPPLIER_SIREN, TODAY, TOWN, TOWN_SIREN } from '../contract/raw-contract-of.ts'

const FIELDS = {
  buyerId: TOWN,
  supplierId: SUPPLIER,
  supplierName: 'Le Balai',
  amount: '1 200,00',
  paidOn: '15/03/2024',
}

/** A line that gives no problem at all, but for the `fields`. */
const read = (
  fields: RawPayment['fields'] = {},
  defaults: PaymentDefaults = {},
  taxBasis: RawPayment['taxBasis'] = 'excluding-tax',
) => parsePayment({ fields: { ...FIELDS, ...fields }, taxBasis, columnNames: {} }, defaults, TODAY)

t.test('a whole line is read without a problem', async (t) => {
  const { record, problems } = read({
    entity: 'Voirie',
    category: ' Nettoyage ',
    account: '6283',
    contractReference: '2023-07',
    reference: '1204',
    label: 'Vitres',
    buyerName: 'Port-Mirage',
  })
  t.strictSame(problems, [])
  t.strictSame(record, {
    buyerId: TOWN,
    buyerSiren: TOWN_SIREN,
    buyerName: 'Port-Mirage',
    entity: 'Voirie',
    supplier: { scheme: 'SIRET', identifier: SUPPLIER, siren: SUPPLIER_SIREN, name: 'Le Balai' },
    amountCents: 120_000n,
    taxBasis: 'excluding-tax',
    spentFrom: '2024-03-15',
    spentTo: '2024-03-15',
    category: 'Nettoyage',
    account: '6283',
    contractReference: '2023-07',
    reference: '1204',
    label: 'Vitres',
  })
})

t.test('a line is refused only when it cannot be used', async (t) => {
  for (const { title, fields, codes } of [
    { title: 'no buyer', fields: { buyerId: '' }, codes: ['buyer-missing'] },
    { title: 'no amount', fields: { amount: ' ' }, codes: ['payment-amount-missing'] },
    {
      title: 'a sum below the table: nothing but an amount',
      fields: Object.fromEntries(
        Object.keys(FIELDS).map((field) => [field, field === 'amount' ? '1 200,00' : '']),
      ),
      codes: ['total-row'],
    },
    { title: 'an unreadable amount', fields: { amount: '1.200' }, codes: ['payment-amount-unreadable'] },
    { title: 'a SIRET for an amount', fields: { amount: SUPPLIER }, codes: ['payment-amount-implausible'] },
    {
      title: 'neither buyer nor amount: both are told',
      fields: { buyerId: null, amount: null },
      codes: ['buyer-missing', 'payment-amount-missing'],
    },
    { title: 'a total', fields: { supplierId: '', supplierName: 'TOTAL GÉNÉRAL' }, codes: ['total-row'] },
    {
      title: 'a sub-total in another column',
      fields: { supplierId: '', supplierName: '', entity: 'Sous-total :' },
      codes: ['total-row'],
    },
  ]) {
    const { record, problems } = read(fields)
    t.equal(record, null, title)
    t.strictSame(codesOf(problems), codes, title)
  }
})

t.test('any other line is kept, its supplier undetermined where need be', async (t) => {
  for (const { title, fields, codes, supplier } of [
    {
      title: 'a name without identifier',
      fields: { supplierId: '' },
      codes: ['holder-identifier-missing'],
      supplier: { scheme: null, identifier: null, siren: null, name: 'Le Balai' },
    },
    {
      title: 'a wrong SIRET',
      fields: { supplierId: '11111111111111' },
      codes: ['holder-identifier-invalid'],
      supplier: { scheme: null, identifier: '11111111111111', siren: null, name: 'Le Balai' },
    },
    {
      title: 'a line that names nobody',
      fields: { supplierId: '', supplierName: '' },
      codes: ['supplier-missing'],
      supplier: { scheme: null, identifier: null, siren: null, name: null },
    },
    {
      title: 'a company called Total',
      fields: { supplierName: 'Total' },
      codes: [],
      supplier: { scheme: 'SIRET', identifier: SUPPLIER, siren: SUPPLIER_SIREN, name: 'Total' },
    },
    {
      title: 'a company whose name starts so',
      fields: { supplierId: '', supplierName: 'TOTAL ENERGIES' },
      codes: ['holder-identifier-missing'],
      supplier: { scheme: null, identifier: null, siren: null, name: 'TOTAL ENERGIES' },
    },
  ]) {
    const { record, problems } = read(fields)
    t.strictSame(record?.supplier, supplier, title)
    t.strictSame(codesOf(problems), codes, title)
  }
})

t.test('a wrong SIRET of the buyer is kept as written, with the SIREN it holds', async (t) => {
  const wrong = `${TOWN_SIREN}00099`
  const { record, problems } = read({ buyerId: wrong })
  t.match(record, { buyerId: wrong, buyerSiren: TOWN_SIREN })
  t.strictSame(codesOf(problems), ['buyer-identifier-invalid'])
})

const YEAR = { from: '2024-01-01', to: '2024-12-31' }
const DEFAULT_PERIOD = { period: { from: '2022-01-01', to: '2022-06-30' } }

for (const { title, fields, defaults = {}, expected, codes = [] } of [
  {
    title: 'the day counts before the year of the accounts',
    fields: { period: '2023' },
    expected: ['2024-03-15', '2024-03-15'],
  },
  {
    title: 'the year serves where no day is written',
    fields: { paidOn: '', period: '2024' },
    expected: [YEAR.from, YEAR.to],
  },
  {
    title: 'a column of dates may hold months',
    fields: { paidOn: '2024-02' },
    expected: ['2024-02-01', '2024-02-29'],
  },
  {
    title: 'an unreadable day is told, and the year serves',
    fields: { paidOn: '31/02/2024', period: 'Exercice 2024' },
    expected: [YEAR.from, YEAR.to],
    codes: ['payment-date-unreadable'],
  },
  {
    title: 'what is said of the file serves last',
    fields: { paidOn: null, period: null },
    defaults: DEFAULT_PERIOD,
    expected: ['2022-01-01', '2022-06-30'],
  },
  {
    title: 'what is said of the file does not replace what it says itself',
    fields: {},
    defaults: DEFAULT_PERIOD,
    expected: ['2024-03-15', '2024-03-15'],
  },
  {
    title: 'nothing is no date, told',
    fields: { paidOn: 'NC' },
    expected: [null, null],
    codes: ['payment-date-missing'],
  },
  {
    title: 'unreadable alone is told once',
    fields: { paidOn: 'hier' },
    expected: [null, null],
    codes: ['payment-date-unreadable'],
  },
  {
    title: 'the day of the import is not in the future',
    fields: { paidOn: TODAY },
    expected: [TODAY, TODAY],
  },
  {
    title: 'the day after is, kept and told',
    fields: { paidOn: '2026-11-16' },
    expected: ['2026-11-16', '2026-11-16'],
    codes: ['payment-date-implausible'],
  },
  {
    title: 'so is the last day of 1989',
    fields: { paidOn: '1989-12-31' },
    expected: ['1989-12-31', '1989-12-31'],
    codes: ['payment-date-implausible'],
  },
  {
    title: 'the year under way is no future',
    fields: { paidOn: '', period: '2026' },
    expected: ['2026-01-01', '2026-12-31'],
  },
])
  t.test(title, async (t) => {
    const { record, problems } = read(fields, defaults)
    t.strictSame([record?.spentFrom, record?.spentTo], expected)
    t.strictSame(codesOf(problems), codes)
  })

t.test('the tax is what the cell says, else the column, else the sender', async (t) => {
  const taxOf = (...args: Parameters<typeof read>) => read(...args).record?.taxBasis
  const sender = { taxBasis: 'including-tax' } as const
  t.equal(taxOf({ amount: '12 € TTC' }, {}, 'excluding-tax'), 'including-tax')
  t.equal(taxOf({}, sender, 'excluding-tax'), 'excluding-tax')
  t.equal(taxOf({}, sender, 'unknown'), 'including-tax')
  t.equal(taxOf({}, {}, 'unknown'), 'unknown')
})

t.test('the buyer of the line counts before that of the sender', async (t) => {
  const sender = { buyerId: '00001001700010' }
  t.equal(read({}, sender).record?.buyerId, TOWN)
  t.equal(read({ buyerId: 'NC' }, sender).record?.buyerId, '00001001700010')
})
