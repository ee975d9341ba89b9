import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { readAmount } from '../../../src/domain/money/amount-flag.ts'
import { parseAmountCents } from '../../../src/domain/money/parse-amount.ts'

const NO_BREAK = '\u00a0'
const NARROW = '\u202f'
const THIN = '\u2009'

t.test('an amount is read in every form that files use', async (t) => {
  for (const { raw, cents } of [
    { raw: '153900', cents: 153_900_00n },
    { raw: '153900.5', cents: 153_900_50n },
    { raw: '153900,50', cents: 153_900_50n },
    { raw: '14 700,00', cents: 14_700_00n },
    { raw: `14${NO_BREAK}700,00`, cents: 14_700_00n },
    { raw: `1${NARROW}234${NARROW}567,89`, cents: 1_234_567_89n },
    { raw: `1${THIN}234${THIN}567.89`, cents: 1_234_567_89n },
    { raw: '40 000,00 €', cents: 40_000_00n },
    { raw: `40${NARROW}000,00${NO_BREAK}€`, cents: 40_000_00n },
    { raw: '40 000 € HT', cents: 40_000_00n },
    { raw: '40000 EUR', cents: 40_000_00n },
    { raw: '40 000 euros HT', cents: 40_000_00n },
    { raw: '40 000,00 € H.T.', cents: 40_000_00n },
    { raw: '40 000 (HT)', cents: 40_000_00n },
    { raw: '€ 40 000', cents: 40_000_00n },
    { raw: '1 euro', cents: 1_00n },
    { raw: '1.234,56', cents: 1_234_56n },
    { raw: '1.234.567', cents: 1_234_567_00n },
    { raw: '1.234.567,8', cents: 1_234_567_80n },
    { raw: '1,234.56', cents: 1_234_56n },
    { raw: '1,234,567.89', cents: 1_234_567_89n },
    { raw: '1,234,567', cents: 1_234_567_00n },
    { raw: "1'234'567.89", cents: 1_234_567_89n },
    { raw: '1.5e6', cents: 1_500_000_00n },
    { raw: '1.5E+06', cents: 1_500_000_00n },
    { raw: '12345e-2', cents: 123_45n },
    { raw: '+100', cents: 100_00n },
    { raw: '-14 700,00', cents: -14_700_00n },
    { raw: '-0.5', cents: -50n },
    { raw: '-1.234,56 €', cents: -1_234_56n },
    { raw: '0', cents: 0n },
    { raw: '007', cents: 7_00n },
    { raw: '0.1', cents: 10n },
  ])
    t.equal(parseAmountCents(raw), cents, raw)
})

t.test('half a cent is rounded away from zero, less is dropped, in decimal', async (t) => {
  for (const { raw, cents } of [
    { raw: '0.004', cents: 0n },
    { raw: '0.005', cents: 1n },
    { raw: '0.0049999999', cents: 0n },
    { raw: '1.005', cents: 101n },
    { raw: '-1.005', cents: -101n },
    { raw: '-0.004', cents: 0n },
    { raw: '199.995', cents: 200_00n },
    { raw: '199.99499', cents: 199_99n },
    { raw: '0.1e-1', cents: 1n },
  ])
    t.equal(parseAmountCents(raw), cents, raw)
})

t.test('one mark alone is the decimal mark, point or comma', async (t) => {
  t.equal(parseAmountCents('1,234'), 123n)
  t.equal(parseAmountCents('1.234'), 123n)
})

t.test('what is not one amount excluding tax is refused', async (t) => {
  for (const raw of [
    '',
    ' ',
    '€',
    'NC',
    'NaN',
    'Infinity',
    'quarante mille',
    '40 000 € TTC',
    '40 k€',
    '1.2 M€',
    '1.234.56',
    '1,234,56',
    '1.234,567.8',
    '12.34.567',
    '1,2,3',
    '40000.',
    '--5',
    '5-',
    'e5',
    '0x10',
    '١٢٣',
  ])
    t.equal(parseAmountCents(raw), null, `"${raw}"`)
})

t.test('a number that is no amount is refused, however long it is written', async (t) => {
  for (const raw of ['1e99999999999', '1e-99', '9'.repeat(60)]) t.equal(parseAmountCents(raw), null, raw)
  t.equal(parseAmountCents('1.0e17'), 10n ** 19n)
})

t.test('an amount that no budget holds is flagged, and not kept', async (t) => {
  for (const { raw, amountCents } of [
    { raw: '1.0e17', amountCents: null },
    { raw: '10000000000000.00', amountCents: 10n ** 15n },
    { raw: '10000000000000.01', amountCents: null },
  ])
    t.strictSame(readAmount(raw), { amountCents, amountFlag: 'above-maximum' }, raw)
  t.strictSame(readAmount('-10000000000000.01'), { amountCents: null, amountFlag: 'below-minimum' })
  for (const raw of ['250.000', '250,000', '1.234 €', '250.000 € HT', '250.000 euros', '€ 250.000'])
    t.strictSame(
      readAmount(raw),
      { amountCents: null, amountFlag: 'unreadable' },
      `${raw} can be read two ways`,
    )
  t.strictSame(readAmount(250.125), { amountCents: 250_13n, amountFlag: null }, 'a JSON number cannot')
  t.strictSame(readAmount('gratuit'), { amountCents: null, amountFlag: 'unreadable' })
  t.strictSame(readAmount('40 000,00'), { amountCents: 40_000_00n, amountFlag: null })
})

/** 123456789n → { sign: '', whole: '1234567', fraction: '89' } */
function partsOf(cents: bigint) {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return { sign: cents < 0n ? '-' : '', whole: digits.slice(0, -2), fraction: digits.slice(-2) }
}

const grouped = (whole: string, mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark)

const FORMS: Readonly<Record<string, (cents: bigint) => string>> = {
  'French spaces': (cents) => write(cents, ' ', ','),
  'no-break spaces': (cents) => write(cents, NO_BREAK, ','),
  'narrow spaces and euro sign': (cents) => `${write(cents, NARROW, ',')}${NO_BREAK}€`,
  'German points': (cents) => write(cents, '.', ','),
  'English commas': (cents) => write(cents, ',', '.'),
  'Swiss apostrophes': (cents) => write(cents, '’', '.'),
  'plain point': (cents) => write(cents, '', '.'),
  'plain comma': (cents) => write(cents, '', ','),
  'more decimals than cents': (cents) => `${write(cents, '', '.')}000`,
  'power of ten': (cents) => `${cents}e-2`,
  'number of JavaScript': (cents) => String(Number(cents) / 100),
}

function write(cents: bigint, groupMark: string, decimalMark: string): string {
  const { sign, whole, fraction } = partsOf(cents)
  return `${sign}${grouped(whole, groupMark)}${decimalMark}${fraction}`
}

t.test('cents written in any form are read as the same cents', async (t) => {
  const cents = fc.oneof(
    fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
    fc.bigInt({ min: -1_000_00n, max: 1_000_00n }),
  )
  for (const [name, form] of Object.entries(FORMS))
    t.doesNotThrow(
      () => fc.assert(fc.property(cents, (of) => assert.equal(parseAmountCents(form(of)), of, form(of)))),
      name,
    )
})

t.test('any text gives cents or nothing; it never throws', async (t) => {
  const almostAmounts = fc.stringMatching(/^[-+]?[0-9 .,'’eE€HT+-]{0,50}$/)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), almostAmounts), (text) => {
        const cents = parseAmountCents(text)
        assert.ok(cents === null || (cents >= -(10n ** 15n) && cents <= 10n ** 15n))
      }),
      { numRuns: 2000 },
    ),
  )
})
