import { createHash } from 'node:crypto'
import type { MappingProfile, ProfileColumn } from '../database/mapping-profiles.ts'
import { AppError } from '../platform/errors.ts'
import { type ColumnPlan, listMissingNeeds, planColumns } from './column-plan.ts'
import {
  CONTRACT_COLUMNS,
  type ColumnTarget,
  nameOfTarget,
  parseTarget,
  titleOfTarget,
} from './contract-columns.ts'
import { normalizeName } from './field-aliases.ts'
import { keysOfHeader, type ReadingHints, recogniseColumns } from './recognise-columns.ts'

/** Names a layout: the same titles give the same name, in any order where none is repeated, whatever their case and accents. */
export function fingerprintOf(header: readonly string[]): string {
  const keys = keysOfHeader(header).filter((key) => key !== '' && !key.startsWith('#'))
  const isRepeating = keys.some((key) => key.includes('#'))
  const text = (isRepeating ? keys : keys.toSorted()).join('\n')
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** What each column holds, by the key of its title, as `planColumns` takes it. */
export function mappingOf({ columns }: Pick<MappingProfile, 'columns'>): Map<string, ColumnTarget | null> {
  const keys = keysOfHeader(columns.map(({ column }) => column))
  return new Map(
    columns.map(({ field }, index) => [keys[index] as string, field === null ? null : parseTarget(field)]),
  )
}

/** The profile that goes with a file of this layout: the buyer's, else the one that leaves the buyer to the file. */
export function chooseProfile(
  profiles: readonly MappingProfile[],
  buyer: string | null,
): MappingProfile | null {
  const general = profiles.find(({ buyerId }) => buyerId === null) ?? null
  if (buyer !== null) return profiles.find(({ buyerId }) => buyerId === buyer) ?? general
  return profiles.length === 1 ? (profiles[0] ?? null) : general
}

/** What says that a column holds nothing to read. */
export const IGNORED_WORDS = ['ignored', 'ignore', 'ignoree', 'aucun', 'rien']

/** What a person means by the name of a field: its stable name, its French title, or any title this field is known by. */
function resolveField(name: string): ColumnTarget | 'ignored' | null {
  const wanted = normalizeName(name)
  if (IGNORED_WORDS.includes(wanted)) return 'ignored'
  const exact = parseTarget(name.trim())
  if (exact) return exact
  const titled = Object.entries(CONTRACT_COLUMNS).find(([, title]) => normalizeName(title) === wanted)
  if (titled) return parseTarget(titled[0])
  const [reading] = recogniseColumns([name], { hasBuyer: true })
  return reading?.how === 'known' ? reading.target : null
}

const quoteAll = (names: readonly string[]) => names.map((name) => `« ${name} »`).join(', ')

/** A column of the file and what a person says it holds: `"Mt engagé" → "amount"`. */
export type ColumnChoice = { column: string; field: string }

function resolveChoices(header: readonly string[], choices: readonly ColumnChoice[], hints: ReadingHints) {
  const columns = recogniseColumns(header, hints)
  const keys = keysOfHeader(columns.map(({ column }) => column))
  const chosen = new Map<number, ColumnTarget | null>()
  for (const { column, field } of choices) {
    const written = columns.findIndex((reading) => reading.column === column.trim())
    const index = written >= 0 ? written : keys.indexOf(normalizeName(column))
    if (index < 0)
      throw new AppError(
        'profile-invalid',
        `Colonne « ${column} » absente du fichier. Ses colonnes : ${quoteAll(columns.map((reading) => reading.column))}.`,
      )
    const target = resolveField(field)
    if (target === null)
      throw new AppError(
        'profile-invalid',
        `Champ « ${field} » inconnu pour la colonne « ${column} ». Champs : ${Object.keys(CONTRACT_COLUMNS).join(', ')}, ou ignored.`,
      )
    chosen.set(index, target === 'ignored' ? null : target)
  }
  return { columns, chosen }
}

/**
 * What each column of a header holds once a person has had their say: the choices first, then what is recognised or guessed;
 * a field that was chosen for one column is taken from the others. Throws `profile-invalid`.
 */
export function mapColumns(
  header: readonly string[],
  choices: readonly ColumnChoice[],
  hints: ReadingHints = {},
): ProfileColumn[] {
  const { columns, chosen } = resolveChoices(header, choices, hints)
  const taken = new Set([...chosen.values()].flatMap((target) => (target ? [nameOfTarget(target)] : [])))
  return columns.map(({ target, index }) => {
    const choice = chosen.get(index)
    const column = (header[index] as string).trim()
    if (choice !== undefined) return { column, field: choice && nameOfTarget(choice) }
    const field = target && nameOfTarget(target)
    return { column, field: field !== null && taken.has(field) ? null : field }
  })
}

/** What each column of a table was taken for, guesses included, as a profile keeps it. */
export const columnsOfPlan = ({ header, columns }: ColumnPlan): ProfileColumn[] =>
  columns.map(({ target, index }) => ({
    column: (header[index] as string).trim(),
    field: target && nameOfTarget(target),
  }))

/** The plan a mapping gives for its header. Throws `profile-invalid` when it does not make a list of contracts. */
export function checkMapping(columns: readonly ProfileColumn[]): ColumnPlan {
  const plan = planColumns(
    columns.map(({ column }) => column),
    { mapping: mappingOf({ columns }) },
  )
  const missing = listMissingNeeds(plan)
  if (missing.length === 0) return plan
  throw new AppError(
    'profile-invalid',
    `Aucune colonne ne donne ${missing.join(', ni ')}. Associez-en une : --map "Titre de la colonne=champ". Colonnes du fichier : ${quoteAll(columns.map(({ column }) => column))}.`,
    { missing },
  )
}

/** The columns of a profile with the French titles of what they hold. */
export const describeColumns = (columns: readonly ProfileColumn[]) =>
  columns.map(({ column, field }) => {
    const target = field === null ? null : parseTarget(field)
    return { column, field, title: target && titleOfTarget(target) }
  })
