import type { BuyerKind } from './buyer-kind.ts'
import type { SizeClass } from './size-class.ts'

/** What is known of a buyer that tells its like. */
export type BuyerTraits = { kind: BuyerKind; sizeClass: SizeClass; department: string; region: string }

/** Which buyers one is compared with: those that meet every criterion; empty: no restriction. `groups`: members of one of these. */
export type PeerCriteria = {
  kinds: readonly BuyerKind[]
  sizes: readonly SizeClass[]
  departments: readonly string[]
  regions: readonly string[]
  groups: readonly string[]
}

/** As asked: a value of the buyer itself is `same`, no restriction is `any`. */
export type PeerRequest = {
  kind: BuyerKind | 'same' | 'any' | null
  size: SizeClass | 'same' | null
  department: string | null
  region: string | null
  group: string | null
}

/** A criterion that the buyer itself should give, and that nothing says of it. */
export type UnknownTrait = 'kind' | 'size' | 'department' | 'region'

/**
 * The criteria that a request makes for a buyer. Nothing asked of the kind: its own, or any in a group, or when it is unknown. `unknown`:
 * what was asked to be the same and is not known; no criterion stands for it.
 */
export function resolvePeers(
  request: PeerRequest,
  buyer: BuyerTraits,
): { criteria: PeerCriteria; unknown: UnknownTrait[] } {
  const unknown: UnknownTrait[] = []
  const own = <T extends string>(trait: UnknownTrait, asked: T | 'same' | null, value: T): T[] => {
    if (asked === null) return []
    if (asked !== 'same') return [asked]
    if (value !== 'unknown') return [value]
    unknown.push(trait)
    return []
  }
  const byDefault = request.group === null && buyer.kind !== 'unknown' ? 'same' : 'any'
  const kind = request.kind ?? byDefault
  const criteria = {
    kinds: own('kind', kind === 'any' ? null : kind, buyer.kind),
    sizes: own('size', request.size, buyer.sizeClass),
    departments: own('department', request.department, buyer.department),
    regions: own('region', request.region, buyer.region),
    groups: request.group === null ? [] : [request.group],
  }
  return { criteria, unknown }
}
