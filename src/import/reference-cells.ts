import type { StagedFact } from '../database/fact-staging.ts'
import { type IsoDate, parseDate } from '../domain/dates/iso-date.ts'
import { parseOrganisationIdentifier } from '../domain/identifiers/organisation-identifier.ts'
import { isPlaceholder, isSiren } from '../domain/identifiers/siren.ts'
import { type Problem, problemOf } from '../domain/problem/problem.ts'

/** The cells of a row by the role their column plays; `columnOf` gives the title the file uses, for messages. */
export type ReferenceCells = { text: (role: string) => string | null; columnOf: (role: string) => string }

/**
 * A row as a fact, or refused; `unusableUnit` is the SIREN that a refused row names all the same. `isNotKept`: the row is of
 * another matter than the list (a hospital in FINESS), neither stored nor wrong.
 */
export type ParsedFact = {
  fact: Omit<StagedFact, 'line'> | null
  unusableUnit: string | null
  problems: Problem[]
  isNotKept?: boolean
}

export const NOT_KEPT: ParsedFact = { fact: null, unusableUnit: null, problems: [], isNotKept: true }

export const refuse = (...problems: Problem[]): ParsedFact => ({ fact: null, unusableUnit: null, problems })

/** The unit that a row names. `siret`: `null` when the row gives the SIREN only. */
export type Unit = { siren: string; siret: string | null; problems: Problem[] }

/** Refuses a row that names a unit all the same: the list is not silent about it, and its absence must not be read as a no. */
export const refuseNaming = ({ siren }: Unit, problem: Problem): ParsedFact => ({
  fact: null,
  unusableUnit: siren,
  problems: [problem],
})

/** The unit whose identifier stands in the column of `role`, mended where only one reading is possible. */
export function readUnit(cells: ReferenceCells, role: string): Unit | Problem {
  const raw = cells.text(role)
  const column = cells.columnOf(role)
  if (raw === null) return problemOf('siren-missing', column, null)
  if (isPlaceholder(raw.replace(/\D/g, ''))) return problemOf('siren-placeholder', column, raw)
  const parsed = parseOrganisationIdentifier(raw, null)
  const padded = /^\d{1,8}$/.test(raw) && isSiren(raw.padStart(9, '0')) ? raw.padStart(9, '0') : null
  if (typeof parsed === 'string' || parsed.siren === null) {
    if (padded === null) return problemOf('siren-invalid', column, raw)
    return { siren: padded, siret: null, problems: [problemOf('identifier-repaired', column, raw)] }
  }
  const problems = parsed.repaired ? [problemOf('identifier-repaired', column, raw)] : []
  return { siren: parsed.siren, siret: parsed.scheme === 'SIRET' ? parsed.identifier : null, problems }
}

export const isProblem = (read: Unit | Period | Problem): read is Problem => 'code' in read

/** The days a row says it holds. */
export type Period = { from: IsoDate | null; to: IsoDate | null }

/** The period that the columns `from` and `to` give; both `null` where the list has none. */
export function readPeriod(cells: ReferenceCells): Period | Problem {
  const days: Period = { from: null, to: null }
  for (const role of ['from', 'to'] as const) {
    const raw = cells.text(role)
    days[role] = raw === null ? null : parseDate(raw)
    if (raw !== null && days[role] === null)
      return problemOf('period-date-unreadable', cells.columnOf(role), raw)
  }
  if (days.from !== null && days.to !== null && days.to < days.from)
    return problemOf('dates-reversed', cells.columnOf('to'), cells.text('to'))
  return days
}

/** The filled cells among these roles, by role. */
export const details = (cells: ReferenceCells, ...roles: string[]) =>
  Object.fromEntries(
    roles.flatMap((role) => (cells.text(role) === null ? [] : [[role, cells.text(role) as string]])),
  )
