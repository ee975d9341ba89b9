import type {
  ExportedHolder,
  ExportedOrganisation,
  ExportedVerdict,
} from '../contract-export/exported-contract.ts'
import type { IsoDate } from '../dates/iso-date.ts'
import { legalFamilyOf } from '../supplier/legal-categories.ts'
import { PERIMETERS } from '../supplier/perimeters.ts'
import { OUTCOME_WORDS } from '../supplier/verdict.ts'

/**
 * The list that org-id.guide registers for French units: it covers SIREN and SIRET, and replaces FR-INSEE, which is marked
 * deprecated there (read on 2026-11-23).
 */
export const FRENCH_SCHEME = 'FR-RCS'

export type Identifier = { scheme: string; id: string }
export type Classification = { scheme: string; id: string; description: string }
export type PartyReference = { id: string; name?: string }
export type Party = PartyReference & {
  identifier?: Identifier
  additionalIdentifiers?: Identifier[]
  roles: string[]
  details?: { classifications: Classification[] }
}

/** "Économie sociale et solidaire : oui au 2024-05-02 (Association)"; what is not known is said so. */
function classificationOf(
  { perimeter, outcome, rule }: ExportedVerdict,
  day: IsoDate | null,
): Classification {
  const when = day === null ? ', marché sans date de notification utilisable' : ` au ${day}`
  const why =
    outcome === 'undetermined'
      ? ' (ce qui est connu ne permet pas de répondre)'
      : rule === null
        ? ''
        : ` (${rule})`
  return {
    scheme: `SPASER-${perimeter}`,
    id: outcome,
    description: `${PERIMETERS[perimeter].title} : ${OUTCOME_WORDS[outcome]}${when}${why}`,
  }
}

const FAMILIES = {
  association: 'association',
  foundation: 'fondation',
  mutual: 'mutuelle',
  cooperative: 'coopérative',
} as const

function categoryOf(legalCategory: string): Classification {
  const family = legalFamilyOf(legalCategory)
  const description = `Catégorie juridique INSEE ${legalCategory}${family ? ` : ${FAMILIES[family]}` : ''}`
  return { scheme: 'INSEE-CJ', id: legalCategory, description }
}

/** What the organisation is called in the release, and its identifiers. `local`: its id where it has no usable identifier. */
export function partyOf(organisation: ExportedOrganisation, local: string, role: string): Party {
  const { scheme, identifier, siren, name } = organisation
  const named = name === null ? {} : { name }
  if (scheme === null || identifier === null) return { id: local, ...named, roles: [role] }
  if (siren === null)
    return {
      id: `${scheme}-${identifier}`,
      ...named,
      identifier: { scheme, id: identifier },
      roles: [role],
    }
  return {
    id: `${FRENCH_SCHEME}-${identifier}`,
    ...named,
    identifier: { scheme: FRENCH_SCHEME, id: siren },
    ...(identifier !== siren && { additionalIdentifiers: [{ scheme: FRENCH_SCHEME, id: identifier }] }),
    roles: [role],
  }
}

/** A supplier, classified on the day of its contract (extension organizationClassification). */
export function supplierOf(holder: ExportedHolder, local: string, day: IsoDate | null): Party {
  const classifications = holder.verdicts.map((verdict) => classificationOf(verdict, day))
  if (holder.legalCategory !== null) classifications.push(categoryOf(holder.legalCategory))
  return { ...partyOf(holder, local, 'supplier'), details: { classifications } }
}

/** One entry for each organisation: its roles put together, its classifications too where two contracts judge it on two days. */
export function gatherParties(parties: readonly Party[]): Party[] {
  const byId = new Map<string, Party>()
  for (const party of parties) {
    const known = byId.get(party.id)
    if (known === undefined) {
      byId.set(party.id, party)
      continue
    }
    const roles = [...new Set([...known.roles, ...party.roles])]
    const all = [...(known.details?.classifications ?? []), ...(party.details?.classifications ?? [])]
    const classifications = [...new Map(all.map((item) => [`${item.scheme} ${item.id}`, item])).values()]
    byId.set(party.id, {
      ...known,
      ...(known.name === undefined && party.name !== undefined && { name: party.name }),
      roles,
      ...(classifications.length > 0 && { details: { classifications } }),
    })
  }
  return [...byId.values()]
}

export const referenceTo = ({ id, name }: Party): PartyReference => ({
  id,
  ...(name !== undefined && { name }),
})
