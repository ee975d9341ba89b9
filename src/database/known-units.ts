import { sql } from 'kysely'
import type { SourceId } from '../domain/supplier/facts.ts'
import type { Db } from './connect.ts'

/** SIREN handed over at once. */
const PAGE = 50_000

/**
 * The legal units that a list of a source and format says something useful of, whoever they are: suppliers and buyers of the
 * database, and units that the list already speaks of. In ascending order, a page at a time; one of several kinds comes once.
 */
export async function* listKnownUnits(trx: Db, source: SourceId, format: string): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const { rows } = await sql<{ siren: string }>`
      select siren from (
        (select distinct siren from suppliers where siren > ${after} order by siren limit ${PAGE}::integer)
        union
        (select distinct siren from buyers where siren > ${after} order by siren limit ${PAGE}::integer)
        union
        (select key from facts where source = ${source} and format = ${format} and closed_on is null and key > ${after}
          order by key limit ${PAGE}::integer)
      ) as known order by siren limit ${PAGE}::integer
    `.execute(trx)
    if (rows.length === 0) return
    yield rows.map(({ siren }) => siren)
    after = rows.at(-1)?.siren ?? after
  }
}
