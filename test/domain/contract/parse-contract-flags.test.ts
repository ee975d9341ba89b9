import t from 'tap'
import type { ContractRecord } from '../../../src/domain/contract/contract-record.ts'
import { parseContract } from '../../../src/domain/contract/parse-contract.ts'
import type { RawField } from '../../../src/domain/contract/raw-contract.ts'
import { codesOf, rawContractOf, TODAY } from './raw-contract-of.ts'

t.test('anything else is stored, and flagged', async (t) => {
  type Case = {
    fields: Partial<Record<RawField, unknown>>
    expected: Partial<ContractRecord>
    codes: string[]
  }
  for (const { fields, expected, codes } of [
    { fields: { sourceId: null }, expected: { sourceId: null, object: 'Nettoyage des locaux' }, codes: [] },
    { fields: { object: 'NC' }, expected: { sourceId: '2024-01', object: null }, codes: [] },
    { fields: { sourceId: ' 2024-01  ' }, expected: { sourceId: '2024-01' }, codes: [] },
    {
      fields: { amount: undefined },
      expected: { amountCents: null, amountFlag: 'missing' },
      codes: ['amount-missing'],
    },
    {
      fields: { amount: 'NC' },
      expected: { amountCents: null, amountFlag: 'missing' },
      codes: ['amount-missing'],
    },
    {
      fields: { amount: 'cent' },
      expected: { amountCents: null, amountFlag: 'unreadable' },
      codes: ['amount-unreadable'],
    },
    {
      fields: { amount: 1e17 },
      expected: { amountCents: null, amountFlag: 'above-maximum' },
      codes: ['amount-above-maximum'],
    },
    {
      fields: { amount: 199.99 },
      expected: { amountCents: 199_99n, amountFlag: 'below-minimum' },
      codes: ['amount-below-minimum'],
    },
    {
      fields: { amount: '000' },
      expected: { amountCents: 0n, amountFlag: 'below-minimum' },
      codes: ['amount-below-minimum', 'amount-without-comma'],
    },
    {
      fields: { amount: '0,00' },
      expected: { amountCents: 0n, amountFlag: 'below-minimum' },
      codes: ['amount-below-minimum'],
    },
    {
      fields: { amount: -5000 },
      expected: { amountCents: -5_000_00n, amountFlag: 'below-minimum' },
      codes: ['amount-below-minimum'],
    },
    {
      fields: { amount: '1 000 000 000 €' },
      expected: { amountCents: 10n ** 11n, amountFlag: 'above-maximum' },
      codes: ['amount-above-maximum'],
    },
    {
      fields: { amount: '1111111' },
      expected: { amountCents: 1_111_111_00n, amountFlag: 'placeholder' },
      codes: ['amount-placeholder'],
    },
    { fields: { notifiedOn: null }, expected: { notifiedOn: null }, codes: ['notification-date-missing'] },
    {
      fields: { notifiedOn: '2023-02-30' },
      expected: { notifiedOn: null },
      codes: ['notification-date-unreadable'],
    },
    {
      fields: { notifiedOn: '1989-12-31', publishedOn: null },
      expected: { notifiedOn: '1989-12-31' },
      codes: ['notification-date-implausible'],
    },
    {
      fields: { notifiedOn: '1990-01-01', publishedOn: null },
      expected: { notifiedOn: '1990-01-01' },
      codes: [],
    },
    { fields: { notifiedOn: TODAY, publishedOn: null }, expected: { notifiedOn: TODAY }, codes: [] },
    {
      fields: { notifiedOn: '2026-11-16', publishedOn: null },
      expected: { notifiedOn: '2026-11-16' },
      codes: ['notification-date-implausible'],
    },
    {
      fields: { publishedOn: 'bientôt' },
      expected: { publishedOn: null },
      codes: ['publication-date-unreadable'],
    },
    { fields: { publishedOn: '2024-03-12' }, expected: { publishedOn: '2024-03-12' }, codes: [] },
    {
      fields: { publishedOn: '2024-03-13' },
      expected: { publishedOn: '2024-03-13' },
      codes: ['published-late'],
    },
    {
      fields: { durationMonths: '12.5' },
      expected: { durationMonths: null },
      codes: ['duration-unreadable'],
    },
    { fields: { durationMonths: 'NC' }, expected: { durationMonths: null }, codes: [] },
    { fields: { durationMonths: 0 }, expected: { durationMonths: 0 }, codes: ['duration-implausible'] },
    { fields: { durationMonths: 365 }, expected: { durationMonths: 365 }, codes: ['duration-in-days'] },
    { fields: { amount: 1200 }, expected: { amountCents: 1_200_00n, amountFlag: null }, codes: [] },
    {
      fields: { amount: 1199.99 },
      expected: { amountCents: 1_199_99n, amountFlag: null },
      codes: ['amount-per-month-low'],
    },
    { fields: { amount: 199 }, expected: { amountFlag: 'below-minimum' }, codes: ['amount-below-minimum'] },
    { fields: { advance: 'peut-être' }, expected: { advance: null }, codes: ['boolean-unreadable'] },
    { fields: { offersReceived: 'trois' }, expected: { offersReceived: null }, codes: ['number-unreadable'] },
    { fields: { advanceRate: 'cinq' }, expected: { advanceRate: null }, codes: ['number-unreadable'] },
    { fields: { cpv: '45000000' }, expected: { cpv: '45000000' }, codes: [] },
    { fields: { cpv: '4500-7' }, expected: { cpv: '4500-7' }, codes: [] },
  ] satisfies Case[]) {
    const { record, problems } = parseContract(rawContractOf({ fields }), TODAY)
    const title = Object.entries(fields)
      .map(([field, value]) => `${field} ${value}`)
      .join(', ')
    t.match(record, expected, title)
    t.strictSame(codesOf(problems), codes, `${title}: problems`)
    t.ok(
      problems.every(({ isRejection }) => !isRejection),
      `${title}: nothing refuses`,
    )
  }
})

t.test('a concession may last 360 months', async (t) => {
  for (const [durationMonths, codes] of [
    [360, []],
    [361, ['duration-implausible']],
  ] as const) {
    const fields = { durationMonths, amount: 5_000_000 }
    const { record, problems } = parseContract(rawContractOf({ fields, isConcession: true }), TODAY)
    t.equal(record?.kind, 'concession')
    t.strictSame(codesOf(problems), codes, `${durationMonths} months`)
  }
})
