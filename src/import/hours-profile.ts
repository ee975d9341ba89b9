import type { MappingProfile, ProfileColumn } from '../database/mapping-profiles.ts'
import { RAW_HOURS_FIELDS, type RawHoursField } from '../domain/insertion/raw-hours.ts'
import { AppError } from '../platform/errors.ts'
import { normalizeName } from './field-aliases.ts'
import { hoursFieldOfTitle, personalDataOfTitle } from './hours-aliases.ts'
import { describeHoursColumns, type HoursPlan, isHoursHeader, planHoursColumns } from './map-hours-row.ts'
import { type ColumnChoice, fingerprintOf, IGNORED_WORDS } from './mapping-profile.ts'
import { keysOfHeader } from './recognise-columns.ts'
import { type HoursMapping, needsAgreement } from './recognise-hours-columns.ts'
import type { TableHints } from './table-reading.ts'

/** How the columns of a table of hours are read, and by which profile. */
export type HoursReading = { plan: HoursPlan; profile: MappingProfile | null }

const asField = (name: string): RawHoursField | null =>
  Object.hasOwn(RAW_HOURS_FIELDS, name) ? (name as RawHoursField) : null

function mappingOf(columns: readonly ProfileColumn[]): HoursMapping {
  const keys = keysOfHeader(columns.map(({ column }) => column))
  return new Map(
    columns.map(({ field }, index) => [keys[index] as string, field === null ? null : asField(field)]),
  )
}

/** The profile of this layout: the facilitator's, else the buyer's, else the one of nobody in particular, else the only one. */
function chooseProfile(
  header: readonly string[],
  { profiles, buyer, facilitator }: TableHints,
): MappingProfile | null {
  const ofHours = profiles.filter(({ kind }) => kind === 'hours')
  if (ofHours.length === 0) return null
  const fingerprint = fingerprintOf(header)
  const found = ofHours.filter((profile) => profile.fingerprint === fingerprint)
  const named = (text: string | null) => text?.toLowerCase() ?? null
  const ofFacilitator = found.filter(
    (profile) => profile.facilitator !== null && named(profile.facilitator) === named(facilitator),
  )
  const ofBuyer = (list: readonly MappingProfile[]) =>
    list.find(({ buyerId }) => buyerId !== null && buyerId === buyer) ??
    list.find(({ buyerId }) => buyerId === null)
  const general = found.filter((profile) => profile.facilitator === null)
  const isAnyones = facilitator === null && buyer === null && found.length === 1
  return ofBuyer(ofFacilitator) ?? ofBuyer(general) ?? (isAnyones ? (found[0] ?? null) : null)
}

/** What the titles of a table hold: by the profile of this layout if there is one, else recognised one by one; `null`: not hours. */
export function readHoursTitles(header: readonly string[], hints: TableHints): HoursReading | null {
  const profile = chooseProfile(header, hints)
  const plan = planHoursColumns(header, profile && mappingOf(profile.columns))
  return isHoursHeader(plan) ? { plan, profile } : null
}

/** Throws `mapping-to-confirm` when a guess that matters was not agreed to: nothing of the file is then read further. */
export function refuseHoursGuesses(
  name: string,
  { plan }: HoursReading,
  { isGuessAllowed }: TableHints,
): void {
  if (isGuessAllowed || !plan.columns.some(needsAgreement)) return
  const guesses = describeHoursColumns(plan).filter(({ needsConfirmation }) => needsConfirmation)
  const lines = guesses.map(({ column, title, reason }) => `  - « ${column} » : ${title} (${reason})`)
  throw new AppError(
    'mapping-to-confirm',
    `Le relevé « ${name} » a des colonnes devinées (${guesses.length}) dont dépendent les heures ; rien n’a été importé :\n${lines.join('\n')}\nPour les confirmer et les retenir : import FICHIER --accept-guesses ; pour les corriger : profile save FICHIER --kind hours --map "Titre de la colonne=champ".`,
    { guesses },
  )
}

/** What each column of a table was taken for, guesses included, as a profile keeps it. */
export const hoursColumnsOf = ({ columns }: HoursPlan): ProfileColumn[] =>
  columns.map(({ column, field }) => ({ column, field }))

/** What a person means by the name of a field: its stable name, its French title, or any title this field is known by. */
function resolveField(name: string): RawHoursField | 'ignored' | null {
  const wanted = normalizeName(name)
  if (IGNORED_WORDS.includes(wanted)) return 'ignored'
  const titled = Object.entries(RAW_HOURS_FIELDS).find(([, title]) => normalizeName(title) === wanted)
  return asField(name.trim()) ?? (titled ? asField(titled[0]) : (hoursFieldOfTitle(name)?.field ?? null))
}

function fieldOfChoice({ column, field }: ColumnChoice): RawHoursField | null {
  const found = resolveField(field)
  if (found === null)
    throw new AppError(
      'profile-invalid',
      `Champ « ${field} » inconnu pour la colonne « ${column} ». Champs : ${Object.keys(RAW_HOURS_FIELDS).join(', ')}, ou ignored.`,
    )
  if (found !== 'ignored' && personalDataOfTitle(column) !== null)
    throw new AppError(
      'profile-invalid',
      `La colonne « ${column} » désigne des personnes : aucun profil ne la fait lire. Retirez-la du fichier, et désignez chaque personne par un code.`,
    )
  return found === 'ignored' ? null : found
}

/** The columns of a header by what a person chose, then by what is recognised or guessed; a field chosen for one is taken from the others. */
function choose(header: readonly string[], choices: readonly ColumnChoice[]): ProfileColumn[] | null {
  const keys = keysOfHeader(header)
  const chosen = new Map<number, RawHoursField | null>()
  for (const choice of choices) {
    const written = header.findIndex((title) => title.trim() === choice.column.trim())
    const index = written >= 0 ? written : keys.indexOf(normalizeName(choice.column))
    if (index < 0) return null
    chosen.set(index, fieldOfChoice(choice))
  }
  const taken = new Set(chosen.values())
  return hoursColumnsOf(planHoursColumns(header)).map(({ column, field }, index) => {
    const own = chosen.get(index)
    if (own !== undefined) return { column, field: own }
    return { column, field: field !== null && taken.has(field as RawHoursField) ? null : field }
  })
}

/** Whether a row of titles makes a table of hours once a person has had their say. Throws `profile-invalid` for a field that is none. */
export function isHoursOnceChosen(header: readonly string[], choices: readonly ColumnChoice[]): boolean {
  const columns = choose(header, choices)
  return columns !== null && isHoursHeader(planHoursColumns(header, mappingOf(columns)))
}

/** What the columns of a table of hours hold, by a person's choices. Throws `profile-invalid` when they do not make one. */
export function mapHoursColumns(
  header: readonly string[],
  choices: readonly ColumnChoice[],
): ProfileColumn[] {
  const columns = choose(header, choices)
  if (columns !== null && isHoursHeader(planHoursColumns(header, mappingOf(columns)))) return columns
  throw new AppError(
    'profile-invalid',
    `Ces colonnes ne font pas un relevé d’heures : il y faut des heures, et une personne ou une période, et chaque colonne de --map doit être dans le fichier. Associez-les : --map "Titre de la colonne=hours". Champs : profile fields --kind hours.`,
  )
}

/** The columns of a profile with the French titles of what they hold. */
export const describeHoursProfile = (columns: readonly ProfileColumn[]) =>
  columns.map(({ column, field }) => {
    const known = field === null ? null : asField(field)
    return { column, field, title: known && RAW_HOURS_FIELDS[known] }
  })
