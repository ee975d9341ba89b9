import type { HolderMethod, Parts } from './share.ts'

/** What is answered of one holder, or of one contract. */
export type Outcome = keyof Parts<bigint>

/**
 * How one contract counts in number, from its holders' outcomes in the order of the source. `any-holder` (the national
 * method) and `equal-split`, which differs in value only: yes when one holder qualifies, undetermined when none does and
 * one is undetermined. `lead`: the first holder decides. Without holder: undetermined.
 */
export function outcomeOfContract(method: HolderMethod, outcomes: readonly Outcome[]): Outcome {
  const [lead] = outcomes
  if (lead === undefined) return 'undetermined'
  if (method === 'lead') return lead
  if (outcomes.includes('yes')) return 'yes'
  return outcomes.includes('undetermined') ? 'undetermined' : 'no'
}

/**
 * The part of an amount that follows each holder's own verdict under `equal-split`: equal parts in cents, the remainder
 * to the first. `[]` without holder. `100n, 3` → `34n, 33n, 33n`; a credit note keeps its sign.
 */
export function splitCents(amountCents: bigint, holders: number): bigint[] {
  if (holders < 1) return []
  const part = amountCents / BigInt(holders)
  const parts = Array.from({ length: holders }, () => part)
  parts[0] = amountCents - part * BigInt(holders - 1)
  return parts
}
