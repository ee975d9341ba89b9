import fc from 'fast-check'
import t from 'tap'
import { netOfCredits } from '../../../src/domain/payment/net-of-credits.ts'

const parts = ([yes, undetermined, no]: readonly [bigint, bigint, bigint]) => ({ yes, undetermined, no })

for (const { title, sums, expected, credit } of [
  { title: 'payments alone stay as they are', sums: [5n, 2n, 3n], expected: [5n, 2n, 3n], credit: 0n },
  {
    title: 'an excess of credit is taken off what counts yes first',
    sums: [5n, 2n, -3n],
    expected: [2n, 2n, 0n],
    credit: 0n,
  },
  { title: 'then off what is undetermined', sums: [5n, 4n, -7n], expected: [0n, 2n, 0n], credit: 0n },
  { title: 'then off what counts no', sums: [-6n, 4n, 3n], expected: [0n, 0n, 1n], credit: 0n },
  {
    title: 'credit that equals the payments leaves nothing',
    sums: [5n, 0n, -5n],
    expected: [0n, 0n, 0n],
    credit: 0n,
  },
  { title: 'one cent beyond is told apart', sums: [5n, 0n, -6n], expected: [0n, 0n, 0n], credit: 1n },
  { title: 'credit alone is told apart', sums: [0n, -4n, 0n], expected: [0n, 0n, 0n], credit: 4n },
] as const)
  t.test(title, async (t) => {
    t.strictSame(netOfCredits(parts(sums)), { parts: parts(expected), creditCents: credit })
  })

t.test('no part is negative, none grows, and nothing is lost', async () => {
  const cents = fc.bigInt({ min: -1_000n, max: 1_000n })
  fc.assert(
    fc.property(cents, cents, cents, (yes, no, undetermined) => {
      const { parts: net, creditCents } = netOfCredits({ yes, no, undetermined })
      const values = [net.yes, net.no, net.undetermined, creditCents]
      const total = net.yes + net.no + net.undetermined
      return (
        values.every((value) => value >= 0n) &&
        total - creditCents === yes + no + undetermined &&
        (total === 0n || creditCents === 0n) &&
        net.yes <= (yes > 0n ? yes : 0n)
      )
    }),
  )
})
