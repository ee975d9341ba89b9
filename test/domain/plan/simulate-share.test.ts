import fc from 'fast-check'
import t from 'tap'
import { renewalNeeded, simulateShare } from '../../../src/domain/plan/simulate-share.ts'

const past = (yes: number, no: number, undetermined = 0) => ({
  yes: BigInt(yes),
  no: BigInt(no),
  undetermined: BigInt(undetermined),
})

t.test('forty contracts of which four are in the perimeter, ten of them to be awarded again', async (t) => {
  const renewal = { past: past(4, 36), renewed: 10n }
  // The thirty others keep one in ten: 3. Of the ten, a half is 5. (3 + 5) ÷ 40.
  t.strictSame(simulateShare(renewal, 5_000), { lower: 0.2, upper: 0.2 })
  t.strictSame(simulateShare(renewal, 1_000), { lower: 0.1, upper: 0.1 })
  t.strictSame(simulateShare(renewal, 0), { lower: 0.075, upper: 0.075 })
  // 15 % is six contracts: three more than the others bring, of ten.
  t.equal(renewalNeeded(renewal, 1_500), 3_000)
  t.equal(renewalNeeded(renewal, 750), 0, 'the rest suffices')
  t.equal(renewalNeeded(renewal, 751), 4, 'and not a hundredth of a point above')
  t.equal(renewalNeeded(renewal, 3_250), 10_000, 'all of them')
  t.equal(renewalNeeded(renewal, 3_251), 10_004, 'more than all of them')
})

t.test('undetermined suppliers of the past make it an interval', async (t) => {
  t.strictSame(simulateShare({ past: past(4, 32, 4), renewed: 20n }, 0), { lower: 0.05, upper: 0.1 })
})

t.test('nothing bought has no share; nothing renewed leaves the share and no way to move it', async (t) => {
  t.strictSame(simulateShare({ past: past(0, 0), renewed: 0n }, 5_000), { lower: null, upper: null })
  t.strictSame(simulateShare({ past: past(1, 3), renewed: 0n }, 5_000), { lower: 0.25, upper: 0.25 })
  t.equal(renewalNeeded({ past: past(1, 3), renewed: 0n }, 5_000), null)
})

t.test('more renewed than bought counts as all that is bought', async (t) => {
  t.strictSame(
    simulateShare({ past: past(1, 3), renewed: 9n }, 2_500),
    simulateShare({ past: past(1, 3), renewed: 4n }, 2_500),
  )
})

const amount = fc.bigInt(0n, 10n ** 13n)
const renewals = fc.record({
  past: fc.record({ yes: amount, no: amount, undetermined: amount }),
  renewed: amount,
})

t.test(
  'a share stays between 0 and 1, grows with the part supposed, and its bounds are in order',
  async () => {
    fc.assert(
      fc.property(renewals, fc.nat(10_000), fc.nat(10_000), (renewal, a, b) => {
        const [less, more] = [simulateShare(renewal, Math.min(a, b)), simulateShare(renewal, Math.max(a, b))]
        if (less.lower === null || less.upper === null || more.lower === null) return less.upper === null
        return less.lower >= 0 && less.lower <= less.upper && less.upper <= 1 && less.lower <= more.lower
      }),
    )
  },
)

t.test('what is needed reaches the target, and a hundredth of a point less does not', async () => {
  const small = fc.integer({ min: 0, max: 400 })
  fc.assert(
    fc.property(
      small,
      small,
      small,
      small,
      fc.integer({ min: 0, max: 10_000 }),
      (yes, no, unknown, renewed, target) => {
        const renewal = { past: past(yes, no, unknown), renewed: BigInt(renewed) }
        const needed = renewalNeeded(renewal, target)
        const total = yes + no + unknown
        if (needed === null) return total === 0 || renewed === 0
        // The same in fractions: ((total − again) × yes ÷ total + again × x) ÷ total, everything × total² × 10 000.
        const again = Math.min(renewed, total)
        const reached = (x: number) =>
          (total - again) * yes * 10_000 + again * x * total >= target * total * total
        return reached(needed) && (needed === 0 || !reached(needed - 1))
      },
    ),
  )
})
