import { type CanonicalTitle, canonicalTitle } from './canonical-title.ts'
import type { ColumnField } from './contract-columns.ts'
import {
  BARE_IDENTIFIERS,
  OWN_COLUMN_NAMES,
  PARTY_COLUMN_NAMES,
  PARTY_WORDS,
  UNUSED_COLUMN_NAMES,
} from './own-column-names.ts'

/** A name of the table. `preference`: the lowest is the best name of its field. */
export type OwnName = { field: ColumnField; isSure: boolean; preference: number; name: string }

const split = (names: string) => names.split(', ')

/** A title is looked for as it is written, then with its words in any order. */
const keysOf = ({ key, sortedKey }: CanonicalTitle) => [key, sortedKey]
const keysOfAll = (names: string) => split(names).flatMap((name) => keysOf(canonicalTitle(name)))

function indexNames(): ReadonlyMap<string, OwnName> {
  const partyNames = PARTY_WORDS.flatMap(([party, word]) =>
    PARTY_COLUMN_NAMES.map(
      ([part, names]) => [`${party}${part}`, 'sure', names.replaceAll('X', word)] as const,
    ),
  )
  const index = new Map<string, OwnName>()
  let preference = 0
  for (const [field, certainty, names] of [...OWN_COLUMN_NAMES, ...partyNames])
    for (const name of split(names)) {
      preference++
      for (const key of keysOf(canonicalTitle(name)))
        if (!index.has(key)) index.set(key, { field, isSure: certainty === 'sure', preference, name })
    }
  return index
}

/** Every name buyers give, by its canonical form. */
export const OWN_NAMES = indexNames()
const UNUSED_REASONS = new Map(
  UNUSED_COLUMN_NAMES.flatMap(([reason, names]) =>
    keysOfAll(names).map((key): [string, string] => [key, reason]),
  ),
)
const BARE = new Set(keysOfAll(BARE_IDENTIFIERS))
/** Canonical forms that must never be taken for a misspelt field. */
export const UNUSED_NAMES: ReadonlySet<string> = new Set([...UNUSED_REASONS.keys(), ...BARE])

/** What a title is in the table; `null` when it is in none of the lists. */
export function findOwnName(
  title: CanonicalTitle,
): { name: OwnName } | { unusedBecause: string } | { isBareIdentifier: true } | null {
  for (const key of keysOf(title)) {
    const unusedBecause = UNUSED_REASONS.get(key)
    if (unusedBecause !== undefined) return { unusedBecause }
    if (BARE.has(key)) return { isBareIdentifier: true }
    const name = OWN_NAMES.get(key)
    if (name) return { name }
  }
  return null
}
