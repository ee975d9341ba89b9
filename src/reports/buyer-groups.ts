import {
  deleteBuyerGroup,
  findBuyerGroup,
  listBuyerGroups,
  listUnknownGroups,
  replaceBuyerGroups,
} from '../database/buyer-groups.ts'
import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { noteDataChange } from '../database/data-changes.ts'
import type { BuyerGroup } from '../domain/contract-filter/buyer-group.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'

export type GroupSummary = { id: string; title: string; members: number }

const noSuchGroup = (ids: readonly string[]) =>
  new AppError(
    'not-found',
    `Aucun groupe d’acheteurs n’a l’identifiant ${ids.map((id) => `« ${id} »`).join(', ')}. La liste est à GET /v1/buyer-groups, ou par la commande groups list.`,
  )

/** Refuses filters that name a group nobody made: it would silently be a figure of nothing. Throws `not-found`. */
export async function checkGroups(db: Db, { groups = [] }: Pick<ContractFilters, 'groups'>): Promise<void> {
  if (groups.length === 0) return
  const unknown = await listUnknownGroups(db, groups)
  if (unknown.length > 0) throw noSuchGroup(unknown)
}

/** A page of groups, and how many there are. */
export async function listGroupSummaries(
  db: Db,
  page: Page,
): Promise<{ groups: GroupSummary[]; total: number }> {
  const { rows, total } = await listBuyerGroups(db, page)
  return { groups: rows, total }
}

/** A group with its members. Throws `not-found`. */
export async function findGroup(db: Db, id: string): Promise<BuyerGroup> {
  const group = await findBuyerGroup(db, id)
  if (group) return group
  throw noSuchGroup([id])
}

/** Creates groups, or replaces those of the same ids, all or none. */
export async function saveGroups(db: Db, clock: Clock, groups: readonly BuyerGroup[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await replaceBuyerGroups(trx, groups)
    await noteDataChange(trx, 'buyer-groups', clock.now())
  })
}

/** Deletes a group; its members and their contracts stay. Throws `not-found`. */
export async function deleteGroup(db: Db, clock: Clock, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (!(await deleteBuyerGroup(trx, id))) throw noSuchGroup([id])
    await noteDataChange(trx, 'buyer-groups', clock.now())
  })
}
