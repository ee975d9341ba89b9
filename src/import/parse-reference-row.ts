import type { StagedFact } from '../database/fact-staging.ts'
import { problemOf } from '../domain/problem/problem.ts'
import type { StructureKind } from '../domain/supplier/facts.ts'
import { parseStructureKind } from '../domain/supplier/parse-structure-kind.ts'
import {
  details,
  isProblem,
  NOT_KEPT,
  type ParsedFact,
  type Period,
  type ReferenceCells,
  readPeriod,
  readUnit,
  refuse,
  refuseNaming,
  type Unit,
} from './reference-cells.ts'

/** Sole traders (legal category 1000) and units that refuse diffusion: their names are personal data. */
const MASKED_DIFFUSION = /^[PN]$/i

/** What INSEE writes in place of what a unit does not let be known. */
const NOT_DIFFUSED = '[ND]'

function readSireneName(cells: ReferenceCells): string | null {
  const [name, first, last] = ['name', 'firstName', 'lastName'].map((role) => {
    const text = cells.text(role)
    return text === NOT_DIFFUSED ? null : text
  })
  return name ?? ([first, last].filter(Boolean).join(' ') || null)
}

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
      name: readSireneName(cells),
      isNameMasked: isSoleTrader || MASKED_DIFFUSION.test(cells.text('diffusion') ?? ''),
      details: details(cells, 'activity', 'activityNomenclature', 'activity2025', 'employees'),
      validFrom: null,
      validTo: null,
    },
  }
}

/** A row of a list of ESS enterprises: being listed is all that it says. */
export function parseListing(cells: ReferenceCells): ParsedFact {
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
  if (isProblem(period)) return refuseNaming(unit, period)
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

/** The kind of a structure; `OPCS` is a facilitator, which sells nothing. */
function readKind(cells: ReferenceCells): StructureKind | 'OPCS' | null {
  const written = cells.text('kind')
  if (written === null) return null
  return written.trim().toUpperCase() === 'OPCS' ? 'OPCS' : parseStructureKind(written)
}

const structureOf = (
  unit: Unit,
  structureKind: StructureKind,
  { from, to }: Period,
  more: Pick<StagedFact, 'name' | 'details'>,
): ParsedFact => ({
  problems: unit.problems,
  unusableUnit: null,
  fact: {
    key: [unit.siret ?? unit.siren, structureKind, from ?? '', to ?? ''].join('|'),
    siren: unit.siren,
    siret: unit.siret ?? unit.siren,
    statement: { structureKind },
    isNameMasked: false,
    validFrom: from,
    validTo: to,
    ...more,
  },
})

export function parseStructure(cells: ReferenceCells): ParsedFact {
  const kind = readKind(cells)
  if (kind === 'OPCS') return refuse(problemOf('facilitator-ignored', cells.columnOf('kind'), kind))
  const unit = readUnit(cells, 'siret')
  if (isProblem(unit)) return refuse(unit)
  if (kind === null)
    return refuseNaming(unit, problemOf('kind-unknown', cells.columnOf('kind'), cells.text('kind')))
  const period = readPeriod(cells)
  if (isProblem(period)) return refuseNaming(unit, period)
  const isDated = period.from !== null || period.to !== null
  if (!isDated && /^(false|non|0)$/i.test(cells.text('isActive') ?? ''))
    return refuseNaming(
      unit,
      problemOf('structure-inactive', cells.columnOf('isActive'), cells.text('isActive')),
    )
  const states = cells.text('states')
  if (states !== null && !states.split('|').includes('VALIDE'))
    return refuse(problemOf('convention-cancelled', cells.columnOf('states'), states))
  return structureOf(unit, kind, period, {
    name: cells.text('name'),
    details: details(cells, 'department', 'city'),
  })
}

/**
 * Categories of establishment in FINESS that are structures of the handicap sector: 246 ESAT, 247 adapted enterprise. The
 * register lists every ESAT; that it lists every adapted enterprise was not checked.
 */
const FINESS_CATEGORIES: Readonly<Record<string, StructureKind>> = { '246': 'ESAT', '247': 'EA' }

/** A row of FINESS: an establishment of any category, of which two matter here. */
export function parseFiness(cells: ReferenceCells): ParsedFact {
  const kind = FINESS_CATEGORIES[cells.text('category') ?? '']
  if (kind === undefined) return NOT_KEPT
  const unit = readUnit(cells, 'siret')
  if (isProblem(unit)) return refuse(unit)
  return structureOf(
    unit,
    kind,
    { from: null, to: null },
    {
      name: cells.text('name'),
      details: details(cells, 'finess', 'category', 'categoryName', 'department'),
    },
  )
}
