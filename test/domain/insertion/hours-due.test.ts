import t from 'tap'
import { parseHours } from '../../../src/domain/insertion/hours.ts'
import {
  type DueEntry,
  hoursFromInvoice,
  hoursFromLabourShare,
  hoursInCleaning,
  sumHoursDue,
} from '../../../src/domain/insertion/hours-due.ts'

const MILLION = {
  amountCents: 1_000_000_00n,
  labourShareBasisPoints: 50_00,
  insertionRateBasisPoints: 5_00,
  hourlyCostCents: 30_00,
}

t.test('1 000 000 € × 50 % × 5 % ÷ 30 €/h = 833.33 h', async (t) => {
  t.equal(hoursFromLabourShare(MILLION), 833_33)
  t.equal(hoursFromLabourShare({ ...MILLION, hourlyCostCents: 25_00 }), 1_000_00)
  t.equal(
    hoursFromLabourShare({ ...MILLION, amountCents: 999_999_999_00n }),
    833_333_33,
    'the largest amount is exact',
  )
})

t.test('one hour for 2 000 € invoiced; a credit note takes hours back', async (t) => {
  const invoice = { centsPerHour: 2_000_00, invoice: 'F-1' }
  t.equal(hoursFromInvoice({ ...invoice, invoicedCents: 10_000_00n }), 5_00)
  t.equal(hoursFromInvoice({ ...invoice, invoicedCents: 1_999_99n }), 1_00)
  t.equal(hoursFromInvoice({ ...invoice, invoicedCents: -3_000_00n }), -1_50)
})

t.test('cleaning has no clause under 150 h, and one at 150 h', async (t) => {
  const cleaning = { ...MILLION, floorHundredths: 150_00 }
  t.equal(hoursInCleaning({ ...cleaning, amountCents: 180_000_00n }), 150_00)
  t.equal(hoursInCleaning({ ...cleaning, amountCents: 179_988_00n }), 0, '149.99 h')
})

const entry = (id: number, fields: Partial<DueEntry>): DueEntry => ({
  id: BigInt(id),
  effectiveOn: '2023-01-01',
  effect: 'total',
  hundredths: 0,
  replaces: null,
  ...fields,
})

t.test(
  'hours due on any past day: totals replace, additions add, corrections take the place of what they correct',
  async (t) => {
    const history = [
      entry(1, { hundredths: 800_00 }),
      entry(2, { effectiveOn: '2024-01-01', hundredths: 1_000_00 }),
      entry(3, { effectiveOn: '2024-06-01', effect: 'addition', hundredths: 50_00 }),
      entry(4, { effectiveOn: '2024-06-01', effect: 'addition', hundredths: 60_00, replaces: 3n }),
      entry(5, { effectiveOn: '2024-07-01', effect: 'addition', hundredths: 5_00 }),
    ]
    for (const [day, expected] of [
      ['2022-12-31', null],
      ['2023-01-01', 800_00],
      ['2023-12-31', 800_00],
      ['2024-01-01', 1_000_00],
      ['2024-06-01', 1_060_00],
      ['2025-01-01', 1_065_00],
    ] as const)
      t.equal(sumHoursDue(history, day), expected, day)
    t.equal(sumHoursDue(history.toReversed(), '2025-01-01'), 1_065_00, 'in any order')
  },
)

t.test('hours are read as people write them', async (t) => {
  for (const [text, expected] of [
    ['151,67', 151_67],
    ['7h30', 7_50],
    ['7h', 7_00],
    ['1 234,5 h', 1_234_50],
    ['35 heures', 35_00],
    ['0', 0],
    ['-2', -2_00],
    ['7h75', null],
    ['douze', null],
    ['', null],
  ] as const)
    t.equal(parseHours(text), expected, text)
})
