import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import {
  appendStagedFacts,
  createFactStaging,
  type NewList,
  type StagedFact,
} from '../../src/database/fact-staging.ts'
import { countLostFacts, insertList, mergeStagedFacts } from '../../src/database/facts.ts'
import type { SourceId } from '../../src/domain/supplier/facts.ts'
import { openImport } from './staged-contracts.ts'

/** A statement on the legal unit `n` as a list makes it: listed, undated, without a name. */
export const fact = (n: number, changes: Partial<StagedFact> = {}): Omit<StagedFact, 'line'> => ({
  key: `unit-${n}`,
  siren: `00000000${n}`,
  siret: null,
  statement: {},
  name: null,
  isNameMasked: false,
  details: {},
  validFrom: null,
  validTo: null,
  ...changes,
})

export type ListOptions = Partial<Omit<NewList, 'importId' | 'source'>> & { source?: SourceId }

/** Imports a list, complete unless said otherwise; answers what became of its rows and what was lost. */
export const importList = (
  db: Db,
  listedOn: string,
  facts: readonly Omit<StagedFact, 'line'>[],
  options: ListOptions = {},
) =>
  db.transaction().execute(async (trx) => {
    const list = {
      source: 'ess-france',
      format: 'liste',
      isComplete: true,
      covers: 'ess',
      ...options,
    } as const
    await createFactStaging(trx)
    await appendStagedFacts(
      trx,
      facts.map((staged, index) => ({ ...staged, line: index + 2 })),
    )
    const lost = await countLostFacts(trx, list.source, list.format, listedOn)
    const newList = { ...list, listedOn, importId: await openImport(trx) }
    const merged = await mergeStagedFacts(trx, newList)
    await insertList(trx, newList)
    return { ...merged, lost }
  })

/** Facts of a unit in the formats of this prefix, oldest first: `[statement] from..to, seen first..last, closed`. A fact whose `to` precedes `from` never held. */
export async function listFacts(db: Db, n: number, formatPrefix: string): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select statement::text || ' ' || coalesce(valid_from::text, '') || '..' || coalesce(valid_to::text, '')
      || ' seen ' || first_seen_on || '..' || seen_on || coalesce(' closed ' || closed_on, '') as text
    from facts where siren = ${`00000000${n}`} and starts_with(format, ${formatPrefix}) order by id
  `.execute(db)
  return rows.map(({ text }) => text)
}
