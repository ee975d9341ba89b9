import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Parts } from '../../../src/domain/share/share.ts'
import { boundsOf } from '../../../src/domain/share/share-bounds.ts'

const partsOf = (yes: bigint, no: bigint, undetermined: bigint): Parts<bigint> => ({ yes, no, undetermined })
const cents = fc.bigInt({ min: 0n, max: 10n ** 15n })
const parts = fc.tuple(cents, cents, cents).map(([yes, no, undetermined]) => partsOf(yes, no, undetermined))

t.test('the bounds of a share', async (t) => {
  for (const { title, of, expected } of [
    {
      title: 'undetermined counts as no below and as yes above',
      of: partsOf(20n, 60n, 20n),
      expected: { lower: 0.2, upper: 0.4, determined: 20 / 80 },
    },
    {
      title: 'nothing undetermined gives one figure',
      of: partsOf(1n, 2n, 0n),
      expected: { lower: 1 / 3, upper: 1 / 3, determined: 1 / 3 },
    },
    {
      title: 'all undetermined may be anything',
      of: partsOf(0n, 0n, 7n),
      expected: { lower: 0, upper: 1, determined: null },
    },
    {
      title: 'no contracts is not a share of zero',
      of: partsOf(0n, 0n, 0n),
      expected: { lower: null, upper: null, determined: null },
    },
    {
      title: 'no ESS contract is a share of zero',
      of: partsOf(0n, 9n, 0n),
      expected: { lower: 0, upper: 0, determined: 0 },
    },
    { title: 'all ESS is one', of: partsOf(9n, 0n, 0n), expected: { lower: 1, upper: 1, determined: 1 } },
    {
      title: 'credit notes above the payments leave no share to show',
      of: partsOf(120n, -20n, 0n),
      expected: { lower: null, upper: null, determined: null },
    },
  ])
    t.strictSame(boundsOf(of), expected, title)
})

t.test('amounts beyond what a number holds still divide', async (t) => {
  const huge = 10n ** 400n
  const { lower, upper, determined } = boundsOf(partsOf(huge, huge, 2n * huge))
  for (const [bound, exact] of [
    [lower, 0.25],
    [upper, 0.75],
    [determined, 0.5],
  ] as const)
    t.ok(bound !== null && Math.abs(bound - exact) < 1e-15, `${bound} is ${exact}`)
  t.strictSame(boundsOf(partsOf(huge, 0n, 0n)), { lower: 1, upper: 1, determined: 1 })
})

t.test('0 <= lower <= determined <= upper <= 1', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(parts, (of) => {
        const { lower, upper, determined } = boundsOf(of)
        if (lower === null || upper === null) {
          assert.equal(of.yes + of.no + of.undetermined, 0n)
          return
        }
        assert.ok(lower >= 0 && lower <= upper && upper <= 1)
        if (determined !== null) assert.ok(lower <= determined && determined <= upper)
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('never above 1, however large', async (t) => {
  const any = fc.bigInt({ min: 0n, max: 10n ** 40n })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(any, any, any, (yes, no, undetermined) => {
        const { lower, upper, determined } = boundsOf(partsOf(yes, no, undetermined))
        for (const bound of [lower, upper, determined])
          assert.ok(bound === null || (bound >= 0 && bound <= 1))
        assert.ok((lower ?? 0) <= (upper ?? 0))
      }),
    ),
  )
})
