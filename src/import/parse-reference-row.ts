import type { StagedFact } from '../database/facts.ts'
import { type IsoDate, parseDate } from '../domain/dates/iso-date.ts'
import { parseOrganisationIdentifier } from '../domain/identifiers/organisation-identifier.ts'
import { isSiren } from '../domain/identifiers/siren.ts'
import { type Problem, problemOf } from '../domain/problem/problem.ts'

/** The cells of a row by the role their column plays; `columnOf` gives the title the file uses, for messages. */
export type ReferenceCells = { text: (role: string) => string | null; columnOf: (role: string) => string }

/** A row as a fact, or refused; `unusableUnit` is the SIREN that a refused row names all the same. */
export type ParsedFact = {
  fact: Omit<StagedFact, 'line'> | null
  unusableUnit: string | null
  problems: Problem[]
}

const refuse = (...problems: Problem[]): ParsedFact => ({ fact: null, unusableUnit: null, problems })

/** Refuses a row that names a unit all the same: the list is not silent about it, and its absence must not be read as a no. */
const refuseNaming = ({ siren }: Unit, problem: Problem): ParsedFact => ({
  fact: null,
  unusableUnit: siren,
  problems: [problem],
})

/** A run of digits typed to fill a cell, such as `12345678912345`. */
const isPlaceholder = (digits: string) => digits.startsWith('12345678') || /^(\d)\1+$/.test(digits)

type Unit = { siren: string; siret: string | null; problems: Problem[] }

function readUnit(cells: ReferenceCells, role: string): Unit | Problem {
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

const isProblem = (unit: Unit | Problem): unit is Problem => 'code' in unit

type ReadPeriod = { from: IsoDate | null; to: IsoDate | null } | Problem

function readPeriod(cells: ReferenceCells): ReadPeriod {
  const days: Record<'from' | 'to', IsoDate | null> = { from: null, to: null }
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

const isPeriodProblem = (period: ReadPeriod): period is Problem => 'code' in period

const details = (cells: ReferenceCells, ...roles: string[]) =>
  Object.fromEntries(
    roles.flatMap((role) => (cells.text(role) === null ? [] : [[role, cells.text(role) as string]])),
  )

/** Sole traders (legal category 1000) and units that refuse diffusion: their names are personal data. */
const MASKED_DIFFUSION = /^[PN]$/i

export function parseSirene(cells: ReferenceCells): ParsedFact {
  const unit = readUnit(cells, 'siren')
  if (isProblem(unit)) return refuse(unit)
  const flag = cells.text('essFlag')?.toUpperCase() ?? null
  if (flag !== null && flag !== 'O' && flag !== 'N')
    return refuse(problemOf('ess-flag-unknown', cells.columnOf('essFlag'), flag))
  const legalCategory = cells.text('legalCategory')
  const isSoleTrader = legalCategory === '1000'
  return {
    problems: unit.problems,
    unusableUnit: null,
    fact: {
      key: unit.siren,
      siren: unit.siren,
      siret: null,
      statement: { legalCategory, essFlag: flag },
      name:
        cells.text('name') ??
        ([cells.text('firstName'), cells.text('lastName')].filter(Boolean).join(' ') || null),
      isNameMasked: isSoleTrader || MASKED_DIFFUSION.test(cells.text('diffusion') ?? ''),
      details: details(cells, 'activity', 'activityNomenclature', 'activity2025'),
      validFrom: null,
      validTo: null,
    },
  }
}

export function parseEssFrance(cells: ReferenceCells): ParsedFact {
  const unit = readUnit(cells, 'siren')
  if (isProblem(unit)) return refuse(unit)
  return {
    problems: unit.problems,
    unusableUnit: null,
    fact: {
      key: unit.siren,
      siren: unit.siren,
      siret: null,
      statement: {},
      name: cells.text('name'),
      isNameMasked: false,
      details: details(cells, 'family', 'department'),
      validFrom: null,
      validTo: null,
    },
  }
}

export function parseEsus(cells: ReferenceCells): ParsedFact {
  const unit = readUnit(cells, 'siren')
  if (isProblem(unit)) return refuse(unit)
  const period = readPeriod(cells)
  if (isPeriodProblem(period)) return refuseNaming(unit, period)
  if (period.to === null) return refuseNaming(unit, problemOf('end-date-missing', cells.columnOf('to'), null))
  return {
    problems: unit.problems,
    unusableUnit: null,
    fact: {
      key: [unit.siren, period.from ?? '', period.to].join('|'),
      siren: unit.siren,
      siret: null,
      statement: {},
      name: cells.text('name'),
      isNameMasked: false,
      details: details(cells, 'department'),
      validFrom: period.from,
      validTo: period.to,
    },
  }
}

const STRUCTURE_KINDS = new Set(['EI', 'AI', 'ACI', 'ETTI', 'EITI', 'GEIQ', 'SEP', 'EA', 'EATT', 'ESAT'])

export function parseStructure(cells: ReferenceCells): ParsedFact {
  const kind = cells.text('kind')?.toUpperCase() ?? null
  if (kind === 'OPCS') return refuse(problemOf('facilitator-ignored', cells.columnOf('kind'), kind))
  const unit = readUnit(cells, 'siret')
  if (isProblem(unit)) return refuse(unit)
  if (kind === null || !STRUCTURE_KINDS.has(kind))
    return refuseNaming(unit, problemOf('kind-unknown', cells.columnOf('kind'), kind))
  const period = readPeriod(cells)
  if (isPeriodProblem(period)) return refuseNaming(unit, period)
  const isDated = period.from !== null || period.to !== null
  if (!isDated && /^(false|non|0)$/i.test(cells.text('isActive') ?? ''))
    return refuseNaming(
      unit,
      problemOf('structure-inactive', cells.columnOf('isActive'), cells.text('isActive')),
    )
  const states = cells.text('states')
  if (states !== null && !states.split('|').includes('VALIDE'))
    return refuse(problemOf('convention-cancelled', cells.columnOf('states'), states))
  return {
    problems: unit.problems,
    unusableUnit: null,
    fact: {
      key: [unit.siret ?? unit.siren, kind, period.from ?? '', period.to ?? ''].join('|'),
      siren: unit.siren,
      siret: unit.siret ?? unit.siren,
      statement: { structureKind: kind },
      name: cells.text('name'),
      isNameMasked: false,
      details: details(cells, 'department', 'city'),
      validFrom: period.from,
      validTo: period.to,
    },
  }
}
