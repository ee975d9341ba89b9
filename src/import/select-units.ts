import type { Db } from '../database/connect.ts'
import { listKnownUnits } from '../database/known-units.ts'
import { isSiren } from '../domain/identifiers/siren.ts'
import { legalFamilyOf } from '../domain/supplier/legal-categories.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { ReferenceList } from './read-reference-list.ts'
import { SirenSet } from './siren-set.ts'

/** What to keep of a national register: every row, or what is known or useful. */
export const KEEP_CHOICES = ['all', 'useful'] as const
export type KeepChoice = (typeof KEEP_CHOICES)[number]

/** Some 1.5 million units: a larger file of SIRENE is the national one, of which most units never sell to anybody here. */
export const LARGEST_KEPT_WHOLE_BYTES = 256 * 1024 * 1024

/** What is kept of a list when nobody says. Only SIRENE is ever cut. */
export function defaultKeep({ format }: ReferenceList['header'], { byteSize }: InspectedFile): KeepChoice {
  return format.source === 'sirene' && byteSize > LARGEST_KEPT_WHOLE_BYTES ? 'useful' : 'all'
}

/** Whether a row, as its cells are written, serves nothing here. */
export type IsUseless = (cells: readonly string[]) => boolean

/**
 * Tells the rows of SIRENE that serve nothing: a sound SIREN that is no supplier's nor buyer's nor already spoken of, not marked `O`,
 * of no legal family of the ESS. Decided on four cells: 27 million rows go by. Anything unusual is left to be read in full.
 */
export async function findUselessUnits(trx: Db, { header, titles }: ReferenceList): Promise<IsUseless> {
  const { format, columns } = header
  const known = new SirenSet()
  for await (const sirens of listKnownUnits(trx, format.source, format.id)) known.append(sirens)
  const [siren = -1, flag = -1, category = -1] = ['siren', 'essFlag', 'legalCategory'].map(
    (role) => columns.get(role)?.[0],
  )
  const width = titles.length
  return (cells) => {
    if (cells.length !== width || legalFamilyOf(cells[category] as string) !== null) return false
    if (cells[flag] !== '' && cells[flag] !== 'N') return false
    const number = cells[siren] as string
    return isSiren(number) && !known.has(number)
  }
}
