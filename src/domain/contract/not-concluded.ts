import type { Problem } from '../problem/problem.ts'
import { problemOf } from '../problem/problem.ts'
import { textOf } from './missing-marker.ts'
import type { RawContract } from './raw-contract.ts'

/** Natures of acts that change or share out a contract which has a row of its own: "Avenant n° 2", "Acte de sous-traitance". */
const OTHER_ACT =
  /^(?:avenants?|modifications?|(?:(?:d[ée]claration|actes?)(?: sp[ée]ci(?:al|aux))? de )?sous[- ]?traitance|dc4|(?:d[ée]cisions? de )?reconductions?)(?!\p{L})/iu

/** What is written where the holder goes when there is none: "INFRUCTUEUX", "Lot déclaré sans suite", "Non attribué". */
const NOBODY =
  /^(?:lots?(?: (?:n ?(?:° ?)?)?\d+)?[ :–-]+|march[ée] |proc[ée]dure |offres? |class[ée]e? |d[ée]clar[ée]e? |d[ée]claration d['’ ]){0,5}(?:infructueu(?:x|se)|infructuosit[ée]|sans suite|non[- ](?:attribu|pourvu)[ée]?e?|abandon(?:n[ée]e?)?|en cours d['’ ](?:attribution|analyse)|[àa] attribuer|aucune offre|pas d['’ ]offres?)(?!\p{L})/iu

/**
 * Why a row of a table is no contract concluded; `null` when it is one, or may be. The object is not looked at: "Relance du lot
 * déclaré sans suite" is a contract.
 */
export function findNotConcluded(raw: RawContract, holderColumn: string): Problem | null {
  const nature = textOf(raw.fields.nature)
  if (nature !== null && OTHER_ACT.test(nature))
    return problemOf('not-a-contract', raw.columnNames.nature ?? 'nature', nature)
  if (raw.holders.some(({ identifier }) => textOf(identifier) !== null)) return null
  const names = raw.holders.map(({ name }) => textOf(name)).filter((name) => name !== null)
  return names.length > 0 && names.every((name) => NOBODY.test(name))
    ? problemOf('not-awarded', holderColumn, names[0])
    : null
}
