import type { Db } from '../database/connect.ts'
import { findDayOfFile } from '../database/facts.ts'
import { findDateIn } from '../domain/dates/find-date.ts'
import type { SourceId } from '../domain/supplier/facts.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { ReferenceList } from './read-reference-list.ts'

/** Where the day of a list was found: said by the caller, known for these bytes, in the file, in its name, or nowhere. */
export const LIST_DATE_ORIGINS = ['given', 'same-file', 'file', 'file-name', 'today'] as const
export type ListDateOrigin = (typeof LIST_DATE_ORIGINS)[number]

export type ListDate = { listedOn: string; listedOnFrom: ListDateOrigin }

/**
 * The day of a list: the one given; else that of the import of the same bytes; else the latest past day that its titles and the
 * rows above them name, or its name; else today. Throws `bad-usage` when the one given is to come.
 */
export async function findListDate(
  db: Db,
  clock: Clock,
  source: SourceId,
  file: InspectedFile,
  list: Pick<ReferenceList, 'above' | 'titles'>,
  given?: string,
): Promise<ListDate> {
  const today = todayOf(clock)
  if (given !== undefined && given > today)
    throw new AppError(
      'bad-usage',
      `La date de la liste, ${given}, est dans le futur. Donnez le jour où elle a été publiée ou extraite.`,
    )
  if (given !== undefined) return { listedOn: given, listedOnFrom: 'given' }
  const known = await findDayOfFile(db, source, file.digest)
  if (known !== null) return { listedOn: known, listedOnFrom: 'same-file' }
  const written = [...list.above, list.titles].map((cells) => cells.join(' | ')).join('\n')
  const inside = findDateIn(written, today)
  if (inside !== null) return { listedOn: inside, listedOnFrom: 'file' }
  const named = findDateIn(file.name, today)
  return named === null
    ? { listedOn: today, listedOnFrom: 'today' }
    : { listedOn: named, listedOnFrom: 'file-name' }
}
