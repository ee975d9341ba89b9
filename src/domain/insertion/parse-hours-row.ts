import { textOf } from '../contract/missing-marker.ts'
import { readBoolean, readInteger } from '../contract/parse-scalars.ts'
import { type IsoDate, parseDate } from '../dates/iso-date.ts'
import type { Period } from '../dates/period.ts'
import { parseOrganisationIdentifier } from '../identifiers/organisation-identifier.ts'
import { type Problem, problemOf } from '../problem/problem.ts'
import type { ProblemCode } from '../problem/problem-codes.ts'
import { MOST_HUNDREDTHS, parseHours } from './hours.ts'
import { parseHoursPeriod } from './hours-period.ts'
import type { HoursRecord } from './hours-record.ts'
import { parsePersonCode } from './person-code.ts'
import { findPersonalData } from './personal-data.ts'
import {
  readAfterwards,
  readAge,
  readEmploymentForm,
  readHiringForm,
  readPublics,
  readQualification,
  readSex,
} from './profile-words.ts'
import { RAW_HOURS_FIELDS, type RawHours, type RawHoursField } from './raw-hours.ts'

/** A statement to store, `null` when it was refused; `problems` says why, and flags what was kept with a doubt. */
export type ParsedHours = {
  record: HoursRecord | null
  statedOn: IsoDate | null
  problems: readonly Problem[]
}

/** What a problem shows in place of a value that may name someone. */
export const HIDDEN_VALUE = '(valeur non reprise : elle pourrait désigner une personne)'

/** A value is shown when it is numbers and marks: words, and numbers that identify someone, are not. */
export const showable = (value: string): string =>
  value === '' || (!/\p{L}{3}/u.test(value) && findPersonalData(value) === null) ? value : HIDDEN_VALUE

class HoursReader {
  readonly problems: Problem[] = []
  readonly #raw: RawHours

  constructor(raw: RawHours) {
    this.#raw = raw
  }

  text(field: RawHoursField): string | null {
    return textOf(this.#raw.fields[field])
  }

  flag(code: ProblemCode, field: RawHoursField): void {
    const column = this.#raw.columnNames[field] ?? RAW_HOURS_FIELDS[field]
    this.problems.push(problemOf(code, column, showable(this.text(field) ?? '')))
  }

  /** A word of a closed list; one that is none is flagged, and unknown. */
  word<T>(field: RawHoursField, read: (raw: string) => T | null): T | null {
    const text = this.text(field)
    const value = text === null ? null : read(text)
    if (text !== null && value === null) this.flag('hours-word-unknown', field)
    return value
  }

  count(field: 'people' | 'employmentContracts'): number | null {
    const { value, isUnreadable } = readInteger(this.text(field))
    const isUsable = value !== null && value >= 0
    if (isUnreadable || (value !== null && !isUsable)) this.flag('number-unreadable', field)
    return isUsable ? value : null
  }

  boolean(field: 'isQpv' | 'isValidated'): boolean | null {
    const text = this.text(field)
    if (text !== null && /^(x|valid[ée]e?s?|ok)$/i.test(text)) return true
    const { value, isUnreadable } = readBoolean(text)
    if (isUnreadable) this.flag('boolean-unreadable', field)
    return value
  }

  /** The first cell that surely identifies a person; the code of the person has its own check. */
  flagPersonalData(): boolean {
    const cells = [
      ...this.#raw.others,
      ...Object.entries(this.#raw.fields).map(([field, value]) => ({
        field: field as RawHoursField,
        column: this.#raw.columnNames[field as RawHoursField] ?? '',
        value: value ?? '',
      })),
    ]
    const found = cells.filter((cell) => {
      const kind = findPersonalData(cell.value)
      if (!('field' in cell)) return kind !== null
      if (cell.field === 'person') return false
      return kind === 'social-security-number' || (kind !== null && cell.field === 'employmentReference')
    })
    for (const { column } of found) this.problems.push(problemOf('personal-data-found', column, HIDDEN_VALUE))
    return found.length > 0
  }
}

/** The code of the person; `null`: the line is a total; `refused`: it cannot be used. */
function readPerson(reader: HoursReader, isByPerson: boolean): string | null | 'refused' {
  const text = reader.text('person')
  if (text === null && !isByPerson) return null
  const read = text === null ? null : parsePersonCode(text)
  if (read !== null && 'code' in read) return read.code
  if (read === null) reader.flag('person-missing', 'person')
  else reader.flag(read.refused === 'not-a-code' ? 'person-code-invalid' : 'person-identified', 'person')
  return 'refused'
}

/** The hours of a line, and whether they are validated: a column of validated hours says both. */
function readHours(reader: HoursReader): { hundredths: number; isValidated: boolean | null } | null {
  const [declared, validated] = [reader.text('hours'), reader.text('validatedHours')]
  const field = declared === null ? 'validatedHours' : 'hours'
  const written = declared ?? validated
  if (written === null) {
    reader.flag('hours-missing', 'hours')
    return null
  }
  const hundredths = parseHours(written)
  if (hundredths === null || hundredths < 0 || hundredths > MOST_HUNDREDTHS) {
    reader.flag('hours-unreadable', field)
    return null
  }
  const said = reader.boolean('isValidated')
  if (validated === null) return { hundredths, isValidated: said }
  return { hundredths, isValidated: said ?? parseHours(validated) === hundredths }
}

function readDay(reader: HoursReader, field: 'from' | 'to' | 'statedOn'): IsoDate | null {
  const text = reader.text(field)
  const day = text === null ? null : parseDate(text)
  if (text !== null && day === null)
    reader.flag(field === 'statedOn' ? 'stated-day-unreadable' : 'hours-period-unreadable', field)
  return day
}

/** The period of a line: its first and last day, else the month, quarter or year it names, else that of the whole file. */
function readPeriod(reader: HoursReader, whole: Period | null): Period | null {
  const [from, to] = [readDay(reader, 'from'), readDay(reader, 'to')]
  if (from !== null && to !== null && from <= to) return { from, to }
  if (from !== null && to !== null) {
    reader.flag('dates-reversed', 'to')
    return null
  }
  const [written, year] = [reader.text('period'), reader.text('year')]
  const text = written ?? year
  const period = text === null ? null : parseHoursPeriod(text, year)
  if (text !== null && period === null) {
    reader.flag('hours-period-unreadable', written === null ? 'year' : 'period')
    return null
  }
  if (period === null && whole === null) reader.flag('hours-period-missing', 'period')
  return period ?? whole
}

function readEmployer(reader: HoursReader): string | null {
  const text = reader.text('employerId')
  if (text === null) return null
  const parsed = parseOrganisationIdentifier(text, null)
  const siren = typeof parsed === 'object' ? parsed.siren : null
  if (siren === null) reader.flag('employer-identifier-invalid', 'employerId')
  return siren
}

/** The reference of the employment contract: a code, as that of a person is. */
function readReference(reader: HoursReader): string | null {
  const text = reader.text('employmentReference')
  const read = text === null ? null : parsePersonCode(text)
  if (read === null || 'code' in read) return read?.code ?? null
  reader.flag('employment-reference-ignored', 'employmentReference')
  return null
}

/** "Total", "Sous-total", "TOTAL GÉNÉRAL" where a contract or a person is expected. */
const TOTAL = /^(sous[- ]?)?total( g[ée]n[ée]ral)?\b/i

/**
 * Turns one line into hours to store, or refuses it: no hours, no period, a person who is named, a total of other lines.
 * `whole`: the period of the file, for lines that give none.
 */
export function parseHoursRow(raw: RawHours, whole: Period | null): ParsedHours {
  const reader = new HoursReader(raw)
  const refused = { record: null, statedOn: null, problems: reader.problems }
  if (reader.flagPersonalData()) return refused
  const total = (['contractReference', 'clauseId', 'person', 'period'] as const).find((field) =>
    TOTAL.test(reader.text(field) ?? ''),
  )
  if (total !== undefined) {
    reader.flag('total-row', total)
    return refused
  }
  const person = readPerson(reader, raw.isByPerson)
  const hours = readHours(reader)
  const period = readPeriod(reader, whole)
  if (person === 'refused' || hours === null || period === null) return refused
  const { publics, unread } = readPublics(reader.text('publics') ?? '')
  if (unread.length > 0) reader.flag('hours-word-unknown', 'publics')
  const record: HoursRecord = {
    person,
    ...period,
    ...hours,
    people: person === null ? reader.count('people') : null,
    employmentContracts: person === null ? reader.count('employmentContracts') : null,
    publics,
    hiringForm: reader.word('hiringForm', readHiringForm),
    employerSiren: readEmployer(reader),
    employmentForm: reader.word('employmentForm', readEmploymentForm),
    employmentReference: readReference(reader),
    isQpv: reader.boolean('isQpv'),
    sex: reader.word('sex', readSex),
    ageBand: reader.word('age', readAge),
    qualification: reader.word('qualification', readQualification),
    afterwards: reader.word('afterwards', readAfterwards),
  }
  const statedOn = readDay(reader, 'statedOn')
  // A line refused for one thing is not half stored: its first or last day may be unreadable beside a period that is not.
  if (reader.problems.some(({ isRejection }) => isRejection)) return refused
  return { record, statedOn, problems: reader.problems }
}
