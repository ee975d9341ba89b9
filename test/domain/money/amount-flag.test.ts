import t from 'tap'
import {
  flagAmount,
  LARGEST_PLAUSIBLE_CENTS,
  SMALLEST_PLAUSIBLE_CENTS,
} from '../../../src/domain/money/amount-flag.ts'

t.test('the plausible amounts are pinned', async (t) => {
  t.equal(SMALLEST_PLAUSIBLE_CENTS, 200n * 100n, '200 €')
  t.equal(LARGEST_PLAUSIBLE_CENTS, 999_999_999n * 100n, '999 999 999 €')
})

t.test('an amount is left out of value only for a reason', async (t) => {
  for (const { title, cents, expected } of [
    { title: '199,99 € is below the minimum', cents: 199_99n, expected: 'below-minimum' },
    { title: '200 € is usable', cents: 200_00n, expected: null },
    { title: '1 € is below the minimum', cents: 1_00n, expected: 'below-minimum' },
    { title: '0 € is below the minimum', cents: 0n, expected: 'below-minimum' },
    { title: 'a negative amount is below the minimum', cents: -40_000_00n, expected: 'below-minimum' },
    { title: 'an ordinary amount is usable', cents: 153_900_00n, expected: null },
    { title: '999 999 998,99 € is usable', cents: 999_999_998_99n, expected: null },
    {
      title: '999 999 999 € is not above the maximum, but fills a cell',
      cents: 999_999_999_00n,
      expected: 'placeholder',
    },
    { title: '999 999 999,01 € is above the maximum', cents: 999_999_999_01n, expected: 'above-maximum' },
    { title: '1 000 000 000 € is above the maximum', cents: 1_000_000_000_00n, expected: 'above-maximum' },
    { title: 'one digit six times is usable', cents: 111_111_00n, expected: null },
    { title: 'one digit seven times is a placeholder', cents: 1_111_111_00n, expected: 'placeholder' },
    { title: 'one digit nine times is a placeholder', cents: 222_222_222_00n, expected: 'placeholder' },
    { title: 'cents do not hide a placeholder', cents: 9_999_999_99n, expected: 'placeholder' },
    { title: 'other cents do not hide a placeholder', cents: 1_111_111_50n, expected: 'placeholder' },
    { title: 'seven digits, one of them different, are usable', cents: 1_111_112_00n, expected: null },
    { title: 'a run inside a longer amount is usable', cents: 21_111_111_00n, expected: null },
    { title: 'the cents are not part of the run', cents: 111_111_11n, expected: null },
    { title: 'zeros after another digit are usable', cents: 10_000_000_00n, expected: null },
    { title: '123 456 789 € is a placeholder', cents: 123_456_789_00n, expected: 'placeholder' },
    { title: '123 456 789,10 € is a placeholder', cents: 123_456_789_10n, expected: 'placeholder' },
    { title: '12 345 678 € is usable', cents: 12_345_678_00n, expected: null },
    { title: '123 456 788 € is usable', cents: 123_456_788_00n, expected: null },
    {
      title: '1 234 567 890 € is above the maximum first',
      cents: 1_234_567_890_00n,
      expected: 'above-maximum',
    },
  ] as const)
    t.equal(flagAmount(cents), expected, title)
})
