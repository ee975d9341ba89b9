import type { Db } from '../database/connect.ts'
import { listLatestLists } from '../database/facts.ts'
import { findDataVersion } from '../database/imports.ts'
import { countWrites } from '../database/writes.ts'

/** The reference lists a figure rests on, each with its date. */
export type DataSource = {
  id: string
  title: string
  format: string
  listedOn: string
  isComplete: boolean
  entries: number
  file: string
}
export type DataSources = readonly DataSource[]

export const SOURCE_TITLES: Readonly<Record<string, string>> = {
  sirene: 'SIRENE, unités légales (INSEE)',
  'ess-france': 'Liste des entreprises de l’ESS (ESS France)',
  cress: 'Listes des chambres régionales de l’ESS (CRESS)',
  esus: 'Liste des entreprises agréées ESUS (direction générale du Trésor)',
  'company-search':
    'API Recherche d’entreprises (annuaire de l’État : SIRENE, ESS France, Le Marché de l’inclusion)',
  siae: 'Structures inclusives (Le Marché de l’inclusion, les emplois de l’inclusion)',
  handicap: 'Secteur du handicap (listes d’EA, d’EATT et d’ESAT)',
  finess: 'FINESS, répertoire des établissements sanitaires et sociaux',
}

type Sources = { sources: DataSources; asOf: string | null }

async function readSources(db: Db): Promise<Sources> {
  const [lists, version] = await Promise.all([listLatestLists(db), findDataVersion(db)])
  return {
    asOf: version?.toISOString() ?? null,
    sources: lists.map((list) => ({
      id: list.source,
      title: SOURCE_TITLES[list.source] ?? list.source,
      format: list.format,
      listedOn: list.listed_on,
      isComplete: list.is_complete,
      entries: list.fact_count,
      file: list.file_name,
    })),
  }
}

/** What each database said last, and after how many writes: every figure quotes it, and few change it. */
const keptSources = new WeakMap<Db, { writes: string; sources: Sources }>()

/**
 * The latest list of each source, and the instant of the last change of the data (`asOf`); never older than the last write. `writes`: how
 * many there are, when the caller has just counted them.
 */
export async function listSources(db: Db, writes?: string): Promise<Sources> {
  // A transaction that writes twice counts once: what it read first may be out of date.
  if (db.isTransaction) return readSources(db)
  const count = writes ?? (await countWrites(db))
  const kept = keptSources.get(db)
  if (kept?.writes === count) return kept.sources
  const sources = await readSources(db)
  keptSources.set(db, { writes: count, sources })
  return sources
}
