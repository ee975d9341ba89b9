import type { Db } from '../database/connect.ts'
import { findGroupOf, listTags, replaceTags } from '../database/contract-tags.ts'
import { noteDataChange } from '../database/data-changes.ts'
import { NONE_KEY, UNKNOWN_KEY } from '../domain/contract-filter/contract-filters.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'

/** Every tag with how many contracts have it, in the order of a French dictionary whatever the engine sorts by. */
export async function reportTags(db: Db): Promise<{ tag: string; contracts: number }[]> {
  return (await listTags(db)).sort((a, b) => a.tag.localeCompare(b.tag, 'fr'))
}

/** Replaces the tags of a contract: they follow it through its corrections. Throws `not-found`, and `bad-usage` for a reserved word. */
export async function saveTags(
  db: Db,
  clock: Clock,
  contractId: string,
  tags: readonly string[],
): Promise<void> {
  const reserved = tags.find((tag) => tag === NONE_KEY || tag === UNKNOWN_KEY)
  if (reserved !== undefined)
    throw new AppError(
      'bad-usage',
      `« ${reserved} » ne peut pas être une étiquette : ce mot désigne les marchés qui n’en ont pas. Choisissez-en un autre.`,
    )
  await db.transaction().execute(async (trx) => {
    const group = await findGroupOf(trx, contractId)
    if (group === null)
      throw new AppError(
        'not-found',
        `Aucun marché n’a l’identifiant ${contractId}. La liste est à GET /v1/contracts.`,
      )
    await replaceTags(trx, group, tags)
    await noteDataChange(trx, 'tags', clock.now())
  })
}
