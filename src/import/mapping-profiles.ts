import type { Db } from '../database/connect.ts'
import {
  deleteMappingProfile,
  findMappingProfile,
  listAllMappingProfiles,
  listMappingProfiles,
  type MappingProfile,
  type ProfileKind,
  upsertMappingProfile,
} from '../database/mapping-profiles.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { hasBuyerColumn } from './column-plan.ts'
import { describeHoursProfile, hoursColumnsOf, mapHoursColumns } from './hours-profile.ts'
import { inspectFile } from './inspect-file.ts'
import type { HoursPlan } from './map-hours-row.ts'
import {
  type ColumnChoice,
  checkMapping,
  columnsOfPlan,
  describeColumns,
  fingerprintOf,
  mapColumns,
} from './mapping-profile.ts'
import { readHoursTitlesOf } from './open-hours-file.ts'
import { isDecpJson, isJsonTable } from './open-json-table.ts'
import { refuseNamedSheets } from './open-table.ts'
import { readTableTitles } from './read-contract-table.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'
import { parseBuyer, type ReadTable, type TableHints } from './table-reading.ts'
import { isZip } from './workbook-zip.ts'

/** A profile as it is shown: its columns carry the French titles of what they hold. */
const describe = ({ fingerprint: _, columns, createdAt, ...profile }: MappingProfile) => ({
  ...profile,
  columns: profile.kind === 'hours' ? describeHoursProfile(columns) : describeColumns(columns),
  createdAt: createdAt.toISOString(),
})

export type DescribedProfile = ReturnType<typeof describe>

/** What a person says when saving a profile. `choices` win over what is recognised; the rest is taken as it is understood. */
export type NewProfile = {
  kind: ProfileKind
  /** Whose tables of hours it is for; `null`: anyone's. */
  facilitator: string | null
  header: readonly string[]
  choices: readonly ColumnChoice[]
  name: string
  buyer: string | null
  createdBy: string | null
}

/** A page of profiles, by number, and how many there are. */
export async function listDescribedProfiles(db: Db, page: { limit: number; offset: number }) {
  const { profiles, total } = await listMappingProfiles(db, page)
  return { profiles: profiles.map(describe), total }
}

const noSuchProfile = (id: number) =>
  new AppError('not-found', `Aucun profil de colonnes n'a le numéro ${id}.`)

/** The profile of this number. Throws `not-found`. */
export async function getProfile(db: Db, id: number): Promise<DescribedProfile> {
  const profile = await findMappingProfile(db, id)
  if (profile === null) throw noSuchProfile(id)
  return describe(profile)
}

/** Deletes the profile of this number. Throws `not-found`. */
export async function deleteProfile(db: Db, id: number): Promise<void> {
  if (!(await deleteMappingProfile(db, id))) throw noSuchProfile(id)
}

/**
 * Saves what the columns of a layout hold, in place of what was said of the same layout and buyer. Throws `profile-invalid`
 * when the columns do not make a list of contracts, or a table of hours.
 */
export async function saveProfile(
  db: Db,
  clock: Clock,
  { kind, facilitator, header, choices, name, buyer, createdBy }: NewProfile,
): Promise<{ profile: DescribedProfile; isNew: boolean }> {
  if (kind === 'contracts' && facilitator !== null)
    throw new AppError(
      'bad-usage',
      'Un facilitateur ne dit rien d’un tableau de marchés : retirez-le, ou donnez kind=hours.',
    )
  const columns =
    kind === 'hours'
      ? mapHoursColumns(header, choices)
      : mapColumns(header, choices, { hasBuyer: buyer !== null })
  if (kind === 'contracts') checkMapping(columns)
  const { profile, isNew } = await db.transaction().execute((trx) =>
    upsertMappingProfile(trx, {
      kind,
      facilitator: facilitator?.trim() || null,
      name,
      fingerprint: fingerprintOf(header),
      buyerId: buyer === null ? null : parseBuyer(buyer),
      columns,
      createdBy,
      createdAt: clock.now(),
    }),
  )
  return { profile: describe(profile), isNew }
}

const anyTable = (sheet: string | null): TableHints => ({
  buyer: null,
  facilitator: null,
  sheets: sheet === null ? [] : [sheet],
  profiles: [],
  isGuessAllowed: true,
})

/** The titles of a table, on this sheet if one is named, to save a profile of it. Throws when it cannot be read, or is no table. */
export async function readTitlesOf(
  path: string,
  name: string,
  { kind, choices, sheet = null }: Pick<NewProfile, 'kind' | 'choices'> & { sheet?: string | null },
): Promise<readonly string[]> {
  const file = await inspectFile(path, name)
  refuseUnsupported(file)
  refuseNamedSheets(file, sheet === null ? [] : [sheet])
  if (kind === 'hours') return readHoursTitlesOf(file, choices, sheet)
  const isRecords = /^\s*</.test(file.headText) || (isJsonTable(file) && isDecpJson(file))
  if (isZip(file) || !isRecords) return readTableTitles(file, anyTable(sheet))
  throw new AppError(
    'format-unknown',
    `Le fichier « ${name} » n'est pas un tableau : un profil de colonnes n'y sert à rien, ses champs disent ce qu'ils sont.`,
  )
}

/** What an import may be told of a table: the sheets to read, the buyer of rows that name none, and that guesses are right. */
export type TableOptions = {
  sheets?: readonly string[] | undefined
  buyer?: string | undefined
  facilitator?: string | undefined
  acceptGuesses?: boolean | undefined
  author?: string | null
}

/** The hints for reading a table, from the options and the profiles saved before. */
export async function hintsFor(
  db: Db,
  { sheets = [], buyer, facilitator, isDryRun, acceptGuesses }: TableOptions & { isDryRun?: boolean },
): Promise<TableHints> {
  return {
    buyer: buyer === undefined ? null : parseBuyer(buyer),
    facilitator: facilitator?.trim() || null,
    sheets,
    profiles: await listAllMappingProfiles(db),
    isGuessAllowed: Boolean(isDryRun || acceptGuesses),
  }
}

/** Saves the guesses a person agreed to, so that they are not asked again; a table without any is left alone. */
export async function rememberGuesses(
  trx: Db,
  clock: Clock,
  fileName: string,
  { sheet, plan, profile, buyer }: ReadTable,
  author: string | null,
): Promise<MappingProfile | null> {
  if (profile !== null || !plan.columns.some(({ how }) => how === 'guessed')) return null
  const saved = await upsertMappingProfile(trx, {
    kind: 'contracts',
    facilitator: null,
    name: sheet === null ? fileName : `${fileName}, feuille ${sheet}`,
    fingerprint: fingerprintOf(plan.header),
    buyerId: hasBuyerColumn(plan) ? null : buyer,
    columns: columnsOfPlan(plan),
    createdBy: author,
    createdAt: clock.now(),
  })
  return saved.profile
}

/** The same of a table of hours, for its facilitator where one was named. */
export async function rememberHoursGuesses(
  trx: Db,
  clock: Clock,
  fileName: string,
  plan: HoursPlan,
  { facilitator, author = null }: TableOptions,
): Promise<MappingProfile | null> {
  if (!plan.columns.some(({ how }) => how === 'guessed')) return null
  const saved = await upsertMappingProfile(trx, {
    kind: 'hours',
    facilitator: facilitator?.trim() || null,
    name: fileName,
    fingerprint: fingerprintOf(plan.header),
    buyerId: null,
    columns: hoursColumnsOf(plan),
    createdBy: author,
    createdAt: clock.now(),
  })
  return saved.profile
}
