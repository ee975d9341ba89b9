import type { Db } from '../database/connect.ts'
import { listLatestLists } from '../database/facts.ts'
import { findDataVersion } from '../database/imports.ts'

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

/** The latest list of each source, and the instant of the last change of the data (`asOf`). */
export async function listSources(db: Db): Promise<{ sources: DataSources; asOf: string | null }> {
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
