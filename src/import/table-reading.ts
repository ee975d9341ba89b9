import type { MappingProfile } from '../database/mapping-profiles.ts'
import { parseOrganisationIdentifier } from '../domain/identifiers/organisation-identifier.ts'
import { AppError } from '../platform/errors.ts'
import { type ColumnPlan, hasBuyerColumn, isContractHeader, planColumns } from './column-plan.ts'
import { needsConfirmation } from './column-reading.ts'
import { nameOfTarget, titleOfTarget } from './contract-columns.ts'
import type { LedgerColumn } from './ledger.ts'
import { chooseProfile, fingerprintOf, mappingOf } from './mapping-profile.ts'

/** How the columns of a table are read: what they hold, by which profile, and who buys where the rows do not say. */
export type TableReading = {
  plan: ColumnPlan
  profile: MappingProfile | null
  buyer: string | null
}

/** How one table of a file is read, and the sheet it stands on; `null` for a file that is no workbook. */
export type ReadTable = TableReading & { sheet: string | null }

/** What the person who imports says of the table, and what was said of such tables before. */
export type TableHints = {
  buyer: string | null
  /** Whose tables of hours these are. */
  facilitator: string | null
  /** The sheets of a workbook to read; none: those that may be. */
  sheets: readonly string[]
  profiles: readonly MappingProfile[]
  /** Guesses that matter are taken as they are: nothing is written, or the person agrees. */
  isGuessAllowed: boolean
}

/** The identifier of a buyer given by hand. Throws `bad-usage` when no organisation has it. */
export function parseBuyer(text: string): string {
  const parsed = parseOrganisationIdentifier(text, null)
  if (typeof parsed === 'object') return parsed.identifier
  throw new AppError(
    'bad-usage',
    `Acheteur « ${text} » : SIRET (14 chiffres) ou SIREN (9 chiffres) attendu ; celui-ci ne passe pas le contrôle.`,
  )
}

/** What each column was taken for, as the ledger tells it. */
export const describeReading = ({ columns }: ColumnPlan): LedgerColumn[] =>
  columns.map((reading) => ({
    column: reading.column,
    field: reading.target && nameOfTarget(reading.target),
    title: reading.target && titleOfTarget(reading.target),
    how: reading.how,
    needsConfirmation: needsConfirmation(reading),
    reason: reading.reason,
  }))

/** "« Mt HT » = Montant initial HT ; « Date » = Date de notification (deviné)" */
const summarise = (columns: readonly LedgerColumn[]) =>
  columns
    .filter(({ title }) => title !== null)
    .map(({ column, title, how }) => `« ${column} » = ${title}${how === 'guessed' ? ' (deviné)' : ''}`)
    .join(' ; ')

/** "Le fichier « a.xlsx », feuille « 2019 », ", or "Le fichier « a.csv » ". */
const subjectOf = (name: string, sheet: string | null) =>
  sheet === null ? `Le fichier « ${name} »` : `Le fichier « ${name} », feuille « ${sheet} »,`

function refuseWithoutBuyer(
  name: string,
  { sheet, plan }: ReadTable,
  profiles: readonly MappingProfile[],
  isFirst: boolean,
): never {
  const columns = describeReading(plan)
  const named = isFirst ? '' : ` --sheet "${sheet}"`
  const buyers = profiles.flatMap(({ buyerId }) => buyerId ?? [])
  const known =
    buyers.length > 1 ? ` Plusieurs profils existent pour ces colonnes : acheteurs ${buyers.join(', ')}.` : ''
  throw new AppError(
    'buyer-needed',
    `${subjectOf(name, sheet)} ne donne pas le SIRET de l'acheteur. Rien n'a été importé. Donnez-le : import FICHIER --buyer SIRET ; pour qu'il soit retenu les fois suivantes : profile save FICHIER${named} --buyer SIRET.${known}\nColonnes comprises : ${summarise(columns)}.`,
    { buyers, columns },
  )
}

/** The guesses of all the tables of a file at once, each with its sheet where there are several. */
function refuseGuesses(name: string, tables: readonly ReadTable[], buyer: string | null): never {
  const isWhole = tables.length === 1
  const guesses = tables.flatMap(({ sheet, plan }) =>
    describeReading(plan)
      .filter((column) => column.needsConfirmation)
      .map((column) => ({ ...column, ...(!isWhole && { sheet }) })),
  )
  const lines = guesses.map(
    ({ column, title, reason, sheet }) =>
      `  - ${sheet === undefined ? '' : `feuille « ${sheet} », `}« ${column} » : ${title} (${reason})`,
  )
  const sheet = isWhole || guesses[0]?.sheet === tables[0]?.sheet ? '' : ` --sheet "${guesses[0]?.sheet}"`
  throw new AppError(
    'mapping-to-confirm',
    `Le fichier « ${name} » a des colonnes devinées (${guesses.length}) dont dépendent les chiffres ; rien n'a été importé :\n${lines.join('\n')}\nPour les confirmer et les retenir : import FICHIER --accept-guesses${buyer === null ? '' : ` --buyer ${buyer}`} ; pour les corriger : profile save FICHIER${sheet} --map "Titre de la colonne=champ".`,
    { guesses },
  )
}

const profilesOf = (header: readonly string[], { profiles: ofAllKinds }: TableHints) => {
  const profiles = ofAllKinds.filter(({ kind }) => kind === 'contracts')
  if (profiles.length === 0) return []
  const fingerprint = fingerprintOf(header)
  return profiles.filter((profile) => profile.fingerprint === fingerprint)
}

/**
 * What the titles of a table hold: by the profile of this layout if there is one, else recognised one by one; `null` when they
 * are not those of a list of contracts.
 */
export function readTitles(header: readonly string[], hints: TableHints): TableReading | null {
  const profile = chooseProfile(profilesOf(header, hints), hints.buyer)
  const buyer = hints.buyer ?? profile?.buyerId ?? null
  const plan = planColumns(header, { hasBuyer: buyer !== null, mapping: profile && mappingOf(profile) })
  return isContractHeader(plan) ? { plan, profile, buyer } : null
}

/** The first table of each layout: those under the same titles are read alike. */
export function listLayouts(tables: readonly ReadTable[]): ReadTable[] {
  const firsts = new Map<string, ReadTable>()
  for (const table of tables) {
    const fingerprint = fingerprintOf(table.plan.header)
    if (!firsts.has(fingerprint)) firsts.set(fingerprint, table)
  }
  return [...firsts.values()]
}

/**
 * Throws `buyer-needed` when nothing says who buys, `mapping-to-confirm` when a guess that matters was not agreed to: nothing
 * of the file is then read further.
 */
export function checkReading(name: string, tables: readonly ReadTable[], hints: TableHints): void {
  const unowned = tables.find(({ plan, buyer }) => buyer === null && !hasBuyerColumn(plan))
  if (unowned)
    refuseWithoutBuyer(name, unowned, profilesOf(unowned.plan.header, hints), unowned === tables[0])
  const layouts = listLayouts(tables)
  if (!hints.isGuessAllowed && layouts.some(({ plan }) => plan.columns.some(needsConfirmation)))
    refuseGuesses(name, layouts, hints.buyer)
}
