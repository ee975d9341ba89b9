import type { CountedAnswer, CountedContract } from './counted-contract.ts'

/** A contract that counts otherwise: `before` `null`, it came; `after` `null`, it went; else its answers to `keys` changed. */
export type ContractChange = {
  id: string
  before: CountedContract | null
  after: CountedContract | null
  /** The figures it changes: indicators, and `plan/target`. */
  keys: string[]
}

const isSame = (a: CountedAnswer | undefined, b: CountedAnswer | undefined): boolean =>
  a === undefined || b === undefined ? a === b : a[0] === b[0] && a[1] === b[1]

/** Every contract that brings something else to a figure than it did. One whose day moved changes every figure it is in. */
export function compareContracts(
  before: readonly CountedContract[],
  after: readonly CountedContract[],
): ContractChange[] {
  const old = new Map(before.map((contract) => [contract.id, contract]))
  const fresh = new Map(after.map((contract) => [contract.id, contract]))
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id) => {
    const was = old.get(id) ?? null
    const is = fresh.get(id) ?? null
    const keys = [...new Set([...Object.keys(was?.answers ?? {}), ...Object.keys(is?.answers ?? {})])]
    const changed =
      was !== null && is !== null && was.countedOn !== is.countedOn
        ? keys
        : keys.filter((key) => !isSame(was?.answers[key], is?.answers[key]))
    return changed.length === 0 ? [] : [{ id, before: was, after: is, keys: changed }]
  })
}

/** The years whose figures a contract changes: that it left, and that it is in. */
export const yearsOfChange = ({ before, after }: ContractChange): number[] =>
  [...new Set([before, after].flatMap((contract) => (contract ? [contract.countedOn.slice(0, 4)] : [])))].map(
    Number,
  )
