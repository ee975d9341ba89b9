import type { RawContract, RawOrganisation } from '../domain/contract/raw-contract.ts'
import { parseOrganisationIdentifier } from '../domain/identifiers/organisation-identifier.ts'

/** Two SIREN and what parts them are longer than this. */
const LONGEST_ALONE = 18

const SEPARATOR = /\s*[/;,|+&\n]\s*|\s+(?:[-–—]|et)\s+/i

const partsOf = (cell: string) =>
  cell
    .replace(/[^\S\n]+/g, ' ')
    .split(SEPARATOR)
    .filter((part) => part.trim() !== '')

const sirenOf = (identifier: unknown): string | null => {
  const parsed = typeof identifier === 'string' ? parseOrganisationIdentifier(identifier, null) : null
  return typeof parsed === 'object' ? (parsed?.siren ?? null) : null
}

/**
 * The identifiers that a cell holds, two at least, every one of them right; `null` otherwise, and where one is the buyer's, who is
 * no holder. A SIREN beside its own SIRET is one.
 */
function identifiersIn(cell: string, buyerSiren: string | null): string[] | null {
  const parsed = partsOf(cell).map((part) => parseOrganisationIdentifier(part, null))
  const found = parsed.filter((identifier) => typeof identifier === 'object')
  if (found.length < 2 || found.length < parsed.length) return null
  if (buyerSiren !== null && found.some(({ siren }) => siren === buyerSiren)) return null
  const establishments = found.filter(({ scheme }) => scheme === 'SIRET').map(({ siren }) => siren)
  const kept = found.filter(({ scheme, siren }) => scheme === 'SIRET' || !establishments.includes(siren))
  return [...new Set(kept.map(({ identifier }) => identifier))]
}

const isLong = ({ identifier }: RawOrganisation) =>
  typeof identifier === 'string' && identifier.length > LONGEST_ALONE

/** Each holder of a cell; its name too where there are as many, else the whole name stays with the first. */
function splitHolder(holder: RawOrganisation, buyerSiren: string | null): RawOrganisation[] {
  const { identifier, name } = holder
  const identifiers = isLong(holder) ? identifiersIn(String(identifier), buyerSiren) : null
  if (identifiers === null) return [holder]
  if (identifiers.length === 1) return [{ ...holder, identifier: identifiers[0] }]
  const names = typeof name === 'string' ? partsOf(name) : []
  const nameAt = (at: number) => (names.length === identifiers.length ? names[at] : at === 0 ? name : null)
  return identifiers.map((one, at) => ({ scheme: holder.scheme, identifier: one, name: nameAt(at) }))
}

/** What became of a cell that held several identifiers: `count` is 1 for a SIRET beside its own SIREN. */
type SplitCell = { written: unknown; count: number }

/** A record whose holders written in one cell are told apart, and the cells that held several. `buyer`: who buys where it does not say. */
export function splitHolders(
  raw: RawContract,
  buyer: string | null = null,
): { raw: RawContract; split: readonly SplitCell[] } {
  if (!raw.holders.some(isLong)) return { raw, split: [] }
  const buyerSiren = sirenOf(raw.fields.buyerId) ?? sirenOf(buyer)
  const parts = raw.holders.map((holder) => ({ holder, parts: splitHolder(holder, buyerSiren) }))
  const split = parts.filter(({ holder, parts }) => parts[0] !== holder)
  const cells = split.map(({ holder, parts }) => ({ written: holder.identifier, count: parts.length }))
  return { raw: { ...raw, holders: parts.flatMap(({ parts }) => parts) }, split: cells }
}
