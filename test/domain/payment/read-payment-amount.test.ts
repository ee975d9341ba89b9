import fc from 'fast-check'
import t from 'tap'
import { readPaymentAmount } from '../../../src/domain/payment/read-payment-amount.ts'

t.test('an amount is read as accountants write it, credit notes negative', async (t) => {
  for (const [text, cents] of [
    ['15000.50', 1_500_050n],
    ['1 234,50', 123_450n],
    ['1 234,50 €', 123_450n],
    ['€ 1 234,50', 123_450n],
    ['1234', 123_400n],
    ['0,00', 0n],
    ['0,01', 1n],
    ['-1 234,50', -123_450n],
    ['- 1 234,50 €', -123_450n],
    ['−1 234,50', -123_450n],
    ['1 234,50-', -123_450n],
    ['1 234,50 -', -123_450n],
    ['1 234,50- €', -123_450n],
    ['(1 234,50)', -123_450n],
    ['(1 234,50 €)', -123_450n],
    ['(1 234,50) €', -123_450n],
    ['999 999 999,00', 99_999_999_900n],
    ['-999 999 999,00', -99_999_999_900n],
  ] as const)
    t.strictSame(readPaymentAmount(text), { cents, taxBasis: null }, text)
})

t.test('what the cell says of the tax is kept', async (t) => {
  t.strictSame(readPaymentAmount('120,00 € TTC'), { cents: 12_000n, taxBasis: 'including-tax' })
  t.strictSame(readPaymentAmount('(100,00) HT'), { cents: -10_000n, taxBasis: 'excluding-tax' })
})

t.test('an amount that is not there, or can be read in two ways, or in none, is told apart', async (t) => {
  for (const [text, problem] of [
    ['', 'payment-amount-missing'],
    [' ', 'payment-amount-missing'],
    ['NC', 'payment-amount-missing'],
    ['-', 'payment-amount-missing'],
    ['- €', 'payment-amount-missing'],
    [null, 'payment-amount-missing'],
    ['1.234', 'payment-amount-unreadable'],
    ['(1,234)', 'payment-amount-unreadable'],
    ['(-12)', 'payment-amount-unreadable'],
    ['-12-', 'payment-amount-unreadable'],
    ['(12', 'payment-amount-unreadable'],
    ['12 k€', 'payment-amount-unreadable'],
    ['gratuit', 'payment-amount-unreadable'],
    ['999 999 999,01', 'payment-amount-implausible'],
    ['(999 999 999,01)', 'payment-amount-implausible'],
    ['12345678901234', 'payment-amount-implausible'],
  ] as const)
    t.strictSame(readPaymentAmount(text), { problem }, String(text))
})

t.test('the three ways to write a credit note are the same amount, the opposite of the payment', async () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 99_999_999_900n }), (cents) => {
      const text = `${cents / 100n},${String(cents % 100n).padStart(2, '0')}`
      return [`-${text}`, `${text}-`, `(${text})`].every((written) => {
        const read = readPaymentAmount(written)
        return 'cents' in read && read.cents === -cents
      })
    }),
  )
})
