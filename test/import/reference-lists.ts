import { sql } from 'kysely'
import type { Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import type { SourceId } from '../../src/domain/supplier/facts.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference, type ReferenceOptions } from '../../src/import/import-reference.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { openFile } from './temporary-file.ts'

/** Legal units of the demonstration, each with the SIRET of one establishment. */
export const UNITS = [
  '00002420800019',
  '00002427300013',
  '00002434900011',
  '00002441400013',
  '00002448900015',
  '00002455400016',
  '00002462000015',
  '00002469500017',
  '00002476000019',
  '00002483600017',
] as const
export const sirenOf = (siret: string) => siret.slice(0, 9)

/** The national list of ESS France, with these legal units. */
export const essFrance = (sirets: readonly string[]): string =>
  [
    "SIREN,Nom ou raison sociale de l'entreprise,Famille juridique de l'entreprise",
    ...sirets.map((siret) => `${sirenOf(siret)},STRUCTURE ${sirenOf(siret)},Association`),
    '',
  ].join('\n')

/** A SIRENE extract: SIRET, legal category and ESS flag of each legal unit. */
export const sirene = (rows: readonly (readonly [siret: string, category: string, flag: string])[]): string =>
  [
    'siren,economieSocialeSolidaireUniteLegale,categorieJuridiqueUniteLegale',
    ...rows.map(([siret, category, flag]) => `${sirenOf(siret)},${flag},${category}`),
  ].join('\n')

export const esus = (rows: readonly (readonly [siret: string, from: string, to: string])[]): string =>
  [
    'SIREN;Date de décision;Date de fin',
    ...rows.map(([siret, from, to]) => `${sirenOf(siret)};${from};${to}`),
  ].join('\n')

export const siae = (rows: readonly (readonly [siret: string, kind: string, isActive?: string])[]): string =>
  [
    'siret,kind,is_active',
    ...rows.map(([siret, kind, isActive = 'True']) => `${siret},${kind},${isActive}`),
  ].join('\n')

/** A database, and what imports lists and contracts written on the spot into it. */
export async function openLists(t: Test) {
  const { db } = await openTestDatabase(t)
  const writeList = await openFile(t, 'liste.csv')
  const writeContracts = await openFile(t, 'marches.json')
  return {
    db,
    list: async (source: SourceId, content: string, options: ReferenceOptions = {}) =>
      importReference(db, FIXED_CLOCK, source, await writeList(content), options),
    /** One contract for each supplier. */
    contracts: async (sirets: readonly string[]) => {
      const marches = sirets.map((id) => ({
        id: `M-${id}`,
        acheteur: { id: '00001001700010' },
        objet: 'Toiture',
        montant: 5000,
        dateNotification: '2024-06-01',
        titulaires: [{ typeIdentifiant: 'SIRET', id }],
      }))
      return importContracts(db, FIXED_CLOCK, await writeContracts(JSON.stringify({ marches })))
    },
  }
}

/** The answer for a supplier on a day, with the rule that gave it: "yes ess-by-esus", "undetermined". */
export async function verdictOf(db: Db, siret: string, perimeter: string, day: string): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select concat_ws(' ', v.outcome, v.rule) as text from suppliers s join verdicts v on v.profile_id = s.profile_id
    where s.identifier = ${siret} and v.perimeter = ${perimeter} and ${day}::date between v.valid_from and v.valid_to
  `.execute(db)
  return rows.map(({ text }) => text).join(' / ')
}
