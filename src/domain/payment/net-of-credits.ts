import type { Parts } from '../share/share.ts'

/** What a supplier was paid by outcome once its credit notes are taken off, none negative; `creditCents`: what is left of them. */
export type NetPayments = { parts: Parts<bigint>; creditCents: bigint }

/** The part of `credit` that `part` bears, and the part then left. */
function bear(part: bigint, credit: bigint): { part: bigint; credit: bigint } {
  const borne = part < credit ? part : credit
  return { part: part - borne, credit: credit - borne }
}

/**
 * Takes the credit notes of one supplier off its payments to one buyer. `sums`: payments less credit notes, by the outcome
 * on the day of each. Where one outcome has more credit than payments, the excess is taken off the others: yes first, then
 * undetermined, so that a share is never overstated. Beyond, the supplier counts for nothing, and its credit is told apart.
 */
export function netOfCredits(sums: Parts<bigint>): NetPayments {
  const positive = (cents: bigint) => (cents > 0n ? cents : 0n)
  const credit = positive(-sums.yes) + positive(-sums.undetermined) + positive(-sums.no)
  const yes = bear(positive(sums.yes), credit)
  const undetermined = bear(positive(sums.undetermined), yes.credit)
  const no = bear(positive(sums.no), undetermined.credit)
  return {
    parts: { yes: yes.part, no: no.part, undetermined: undetermined.part },
    creditCents: no.credit,
  }
}
