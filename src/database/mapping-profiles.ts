import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** What one column of a layout holds, by the name of its target; `null`: it is ignored. */
export type ProfileColumn = { column: string; field: string | null }

/** What a table with a profile holds. */
export const PROFILE_KINDS = ['contracts', 'hours'] as const
export type ProfileKind = (typeof PROFILE_KINDS)[number]

/**
 * What the columns of one layout hold, as a person said it. `buyerId`: the buyer of rows that name none; `facilitator`: whose tables
 * of hours it is for (`null`: anyone's).
 */
export type MappingProfile = {
  id: number
  kind: ProfileKind
  facilitator: string | null
  name: string
  fingerprint: string
  buyerId: string | null
  columns: readonly ProfileColumn[]
  createdBy: string | null
  createdAt: Date
}

type Row = {
  id: number
  kind: ProfileKind
  facilitator: string | null
  name: string
  fingerprint: string
  buyer_id: string | null
  columns: readonly ProfileColumn[]
  created_by: string | null
  created_at: Date
}

const toProfile = ({ buyer_id, created_by, created_at, ...row }: Row): MappingProfile => ({
  ...row,
  buyerId: buyer_id,
  createdBy: created_by,
  createdAt: created_at,
})

/** Every profile, by number: one per layout and buyer, a few dozen for a department. */
export async function listAllMappingProfiles(db: Db): Promise<MappingProfile[]> {
  const rows = await db.selectFrom('mapping_profiles').selectAll().orderBy('id').execute()
  return rows.map(toProfile)
}

/** A page of profiles, by number, and how many there are. */
export async function listMappingProfiles(db: Db, page: { limit: number; offset: number }) {
  const rows = await db
    .selectFrom('mapping_profiles')
    .selectAll()
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const { total } = await db
    .selectFrom('mapping_profiles')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  return { profiles: rows.map(toProfile), total: Number(total) }
}

/** The profile of this number; `null` when there is none. */
export async function findMappingProfile(db: Db, id: number): Promise<MappingProfile | null> {
  const row = await db.selectFrom('mapping_profiles').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toProfile(row) : null
}

/** Stores a profile in place of the one of the same layout, buyer and facilitator, whose number it keeps. `isNew`: there was none. */
export async function upsertMappingProfile(
  db: Db,
  profile: Omit<MappingProfile, 'id'>,
): Promise<{ profile: MappingProfile; isNew: boolean }> {
  const values = {
    name: profile.name,
    columns: JSON.stringify(profile.columns),
    created_by: profile.createdBy,
    created_at: profile.createdAt,
  }
  const known = await db
    .updateTable('mapping_profiles')
    .set(values)
    .where('fingerprint', '=', profile.fingerprint)
    .where('kind', '=', profile.kind)
    .where('buyer_id', 'is not distinct from', profile.buyerId)
    .where(sql<boolean>`lower(facilitator) is not distinct from lower(${profile.facilitator}::text)`)
    .returningAll()
    .executeTakeFirst()
  if (known) return { profile: toProfile(known), isNew: false }
  const row = await db
    .insertInto('mapping_profiles')
    .values({
      ...values,
      kind: profile.kind,
      facilitator: profile.facilitator,
      fingerprint: profile.fingerprint,
      buyer_id: profile.buyerId,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { profile: toProfile(row), isNew: true }
}

/** Whether there was a profile of this number; there is none any more. */
export async function deleteMappingProfile(db: Db, id: number): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('mapping_profiles').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}
