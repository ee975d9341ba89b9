import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Suppliers by their names. `isApproximate`: none holds every word asked for; these come near, the nearest first. */
export type NameMatches = { ids: number[]; isApproximate: boolean }

/** Below this likeness (0 to 1) two names have little in common: "petit songe" and "petits songes" are at 0.7. */
const SMALLEST_LIKENESS = 0.5
/** Names looked at beyond the page: nobody reads further among approximations. */
const MOST_APPROXIMATIONS = 200

/** Words of a name, compared as `plain_name` writes it. */
const WORDS = (name: string) =>
  sql`select word from regexp_split_to_table(plain_name(${name}), '[^[:alnum:]]+') as word where word <> ''`

/**
 * The suppliers one of whose names holds every word, wherever and without accents nor capitals; when there is none, those whose
 * names come near. Masked names are not looked at: whoever guesses one would be told so.
 */
export async function findByName(db: Db, name: string): Promise<NameMatches> {
  const exact = await sql<{ id: number }>`
    with holding as materialized (
      select distinct n.supplier_id from supplier_names n
      where n.plain like all (array(select '%' || word || '%' from (${WORDS(name)}) as words)) and exists (${WORDS(name)})
    )
    select s.id from suppliers s join holding on holding.supplier_id = s.id where not s.is_name_masked
  `.execute(db)
  if (exact.rows.length > 0) return { ids: exact.rows.map(({ id }) => id), isApproximate: false }
  const near = await sql<{ id: number }>`
    with likenesses as materialized (
      select n.supplier_id, word_similarity(asked.plain, n.plain) as likeness
      from (select string_agg(word, ' ') as plain from (${WORDS(name)}) as words) as asked, supplier_names n
    )
    select s.id from (
      select supplier_id, max(likeness) as likeness from likenesses where likeness >= ${SMALLEST_LIKENESS} group by supplier_id
    ) as near join suppliers s on s.id = near.supplier_id
    where not s.is_name_masked order by near.likeness desc, s.id limit ${MOST_APPROXIMATIONS}
  `.execute(db)
  return { ids: near.rows.map(({ id }) => id), isApproximate: true }
}

/** The names of these suppliers, those of lists first. */
export async function listNames(
  db: Db,
  ids: readonly number[],
): Promise<{ supplierId: number; name: string }[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('supplier_names')
    .select(['supplier_id', 'name'])
    .where('supplier_id', 'in', ids)
    .orderBy('is_listed', 'desc')
    .orderBy('name')
    .execute()
  return rows.map(({ supplier_id, name }) => ({ supplierId: supplier_id, name }))
}

/** A name of each of these legal units, that of a list first, and whether it is personal data. */
export async function listNamesOfUnits(
  db: Db,
  sirens: readonly string[],
): Promise<Map<string, { name: string; isMasked: boolean }>> {
  const { rows } = await sql<{ siren: string; name: string; is_masked: boolean }>`
    select distinct on (s.siren) s.siren, n.name,
      exists (select from suppliers m where m.siren = s.siren and m.is_name_masked) as is_masked
    from suppliers s join supplier_names n on n.supplier_id = s.id
    where s.siren = any(${sirens as string[]}::text[])
    order by s.siren, n.is_listed desc, n.name
  `.execute(db)
  return new Map(rows.map(({ siren, name, is_masked }) => [siren, { name, isMasked: is_masked }]))
}
