import { PERSONAL_DATA_TITLES } from '../domain/insertion/personal-data.ts'
import { describePlace, placeOfLine } from '../domain/problem/file-line.ts'
import { AppError } from '../platform/errors.ts'
import { hoursFieldOfTitle } from './hours-aliases.ts'
import { type HoursReading, isHoursOnceChosen, readHoursTitles, refuseHoursGuesses } from './hours-profile.ts'
import type { InspectedFile } from './inspect-file.ts'
import { type HoursPlan, isSurelyHoursHeader } from './map-hours-row.ts'
import type { ColumnChoice } from './mapping-profile.ts'
import { type FoundTitles, type OpenTable, openTable } from './open-table.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'
import { selectAlike } from './select-sheets.ts'
import type { TableHints } from './table-reading.ts'

/** A table of hours, opened: its columns are understood before the first line is read. */
export type HoursFile = OpenTable<HoursReading>

/** Titles are given back only when they are known ones: where no header was found, a row of people may stand for it. */
function notHours(name: string, found: readonly FoundTitles[]): AppError {
  const known = found.flatMap(({ titles }) => titles).filter((title) => hoursFieldOfTitle(title) !== null)
  const list = known.map((title) => `« ${title.trim()} »`).join(', ') || 'aucun'
  return new AppError(
    'format-unknown',
    `Le fichier « ${name} » n’est pas un relevé d’heures d’insertion. Colonnes attendues au moins, dans les 30 premières lignes : heures réalisées, et code de la personne ou période. Titres reconnus : ${list}. Le modèle se télécharge : clauses template. Rien n’a été importé.`,
    { found: known },
  )
}

const fieldsOfReading = ({ plan }: HoursReading): string[] => [...plan.fields.keys()]

/**
 * Opens a table of hours, at the titles that a profile or known words make surely of hours, else at the first that may be. Throws an
 * `AppError` in French, `mapping-to-confirm` when a guess that matters was not agreed to.
 */
export async function openHoursFile(file: InspectedFile, hints: TableHints): Promise<HoursFile> {
  refuseUnsupported(file)
  const read = (is: (reading: HoursReading) => boolean) => (titles: readonly string[]) => {
    const reading = readHoursTitles(titles, hints)
    return reading !== null && is(reading) ? reading : null
  }
  const choice = { named: hints.sheets, select: selectAlike(fieldsOfReading) }
  const sure = await openTable(
    file,
    read(({ profile, plan }) => profile !== null || isSurelyHoursHeader(plan)),
    choice,
  )
  const any = read(() => true)
  const table = 'header' in sure ? sure : await openTable(file, any, choice)
  if ('found' in table) throw notHours(file.name, table.found)
  for (const { header } of table.tables) refuseHoursGuesses(file.name, header, hints)
  return table
}

/** The titles of a table of hours, on this sheet if one is named, once a person has said what some hold. Throws `format-unknown`, and `profile-invalid` for a field that is none. */
export async function readHoursTitlesOf(
  file: InspectedFile,
  choices: readonly ColumnChoice[],
  sheet: string | null,
): Promise<readonly string[]> {
  const recognise = (titles: readonly string[]) => (isHoursOnceChosen(titles, choices) ? titles : null)
  const table = await openTable(file, recognise, { named: sheet === null ? [] : [sheet] })
  if ('found' in table) throw notHours(file.name, table.found)
  return table.titles
}

/** Notes the columns that identify people as rows go by, then refuses the file with all of them at once, and none of what they hold. */
export class PersonalColumns {
  readonly #filled = new Map<
    string,
    { kind: HoursPlan['personal'][number]['kind']; line: number; count: number }
  >()

  look(plan: HoursPlan, line: number, cells: readonly (string | undefined)[]): void {
    for (const { index, column, kind } of plan.personal) {
      const value = (cells[index] ?? '').trim()
      // A year of birth alone names nobody.
      if (value === '' || (kind === 'birth-date' && /^(19|20)\d{2}$/.test(value))) continue
      const known = this.#filled.get(column)
      if (known) known.count++
      else this.#filled.set(column, { kind, line, count: 1 })
    }
  }

  /** `sheets`: those read of a workbook. */
  refuse(name: string, sheets: readonly string[] | null): void {
    if (this.#filled.size === 0) return
    const columns = [...this.#filled].map(([column, found]) => ({
      column,
      ...found,
      ...placeOfLine(sheets, found.line),
    }))
    const lines = columns.map(
      ({ column, kind, count, ...place }) =>
        `  - « ${column} » : ${PERSONAL_DATA_TITLES[kind]}, ${count} ${count > 1 ? 'cellules' : 'cellule'}, la première ${describePlace(place)}`,
    )
    throw new AppError(
      'personal-data',
      `Le fichier « ${name} » a des colonnes qui désignent des personnes ; rien n’a été importé, rien n’en est gardé :\n${lines.join('\n')}\nRetirez ces colonnes, et désignez chaque personne par un code sans nom ni date de naissance (P-017), toujours le même.`,
      { columns },
    )
  }
}
