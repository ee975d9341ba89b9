import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import {
  countUnidentified,
  type DiversityQuery,
  type DiversitySums,
  listSuppliersFound,
  sumSuppliers,
  sumSuppliersByRow,
} from '../database/supplier-diversity.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import { type BreakdownId, isDatedBreakdown } from '../domain/contract-filter/breakdown.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { OUTSIDE_PHASES, type Phase } from '../domain/contract-filter/phase.ts'
import {
  type DiversityPart,
  FIRST_SUPPLIERS,
  newOf,
  SUPPLIER_DIVERSITY,
} from '../domain/indicator/supplier-diversity.ts'
import { type FrameworkMethod, totalOf } from '../domain/share/share.ts'
import { boundsOf } from '../domain/share/share-bounds.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { labelRows } from './breakdown-rows.ts'
import { checkGroups } from './buyer-groups.ts'
import { plural } from './caveats.ts'
import { contextOf, type FigureContext, sumWithSurroundings } from './figure-context.ts'
import { refusePhases } from './indicator-request.ts'
import { maskNames } from './mask-names.ts'
import { eurosOf, type Tally, tallyOf } from './share-report.ts'

export type DiversityRequest = {
  filters: ContractFilters
  perimeter: PerimeterId
  frameworks: FrameworkMethod
  by?: BreakdownId | undefined
  /** The rows of the breakdown by phase. */
  phases?: readonly Phase[] | undefined
}

export type DiversityMethod = {
  counts: 'suppliers'
  perimeter: string
  frameworks: FrameworkMethod
  amounts: 'latest-amendment'
  basis: 'notified'
  rulesVersion: number
}

/** How many suppliers, the new ones (`null` without a first day; undetermined where nothing dates their other contracts), their euros, and what the first ones hold. */
export type DiversityFigure = {
  suppliers: Tally
  newSuppliers: Tally | null
  value: Tally
  concentration: { first: number; suppliers: number; value: number; share: number | null }
}

/** The figure, whole and row by row; a supplier may be in several rows, which do not add up. */
export type DiversityReport = {
  indicator: { id: string; title: string; unit: string }
  by: BreakdownId | null
  rows: (DiversityFigure & { key: string; label: string })[]
  unidentified: { holders: number }
} & DiversityFigure &
  FigureContext<DiversityMethod>

const queryOf = (
  clock: Clock,
  { filters, perimeter, frameworks, by = undefined, phases = [] }: DiversityRequest,
): DiversityQuery => ({
  filters,
  perimeter,
  frameworks,
  by: by ?? null,
  phases,
  isDated: by !== undefined && isDatedBreakdown(by),
  plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
  plausibleTo: todayOf(clock),
})

const figureOf = (
  { suppliers, newSuppliers, perhapsNew, cents, first }: DiversitySums,
  hasFirstDay: boolean,
): DiversityFigure => ({
  suppliers: tallyOf(suppliers, Number),
  newSuppliers: hasFirstDay ? tallyOf(newOf(newSuppliers, perhapsNew, 'count'), Number) : null,
  value: tallyOf(cents, eurosOf),
  concentration: {
    first: FIRST_SUPPLIERS,
    suppliers: Number(first.suppliers),
    value: eurosOf(first.cents),
    share: boundsOf({ yes: first.cents, no: cents.yes - first.cents, undetermined: 0n }).lower,
  },
})

/** Whether a row has a first day, its own or that of the figure: without one nobody is new. */
const hasFirstDay = ({ filters, by }: DiversityRequest, key: string | null) =>
  filters.from !== null ||
  (key !== null && by !== undefined && isDatedBreakdown(by) && key !== OUTSIDE_PHASES)

const CAVEAT_OF_ROWS =
  'Un fournisseur compte dans chaque ligne où il a un marché : les lignes ne s’ajoutent pas au total.'

const caveatOfNovelty = (perhaps: number) =>
  `Pour ${plural(perhaps, 'fournisseur', 'fournisseurs')}, les seuls autres marchés de ces acheteurs sont sans date utilisable : nouveau ou non, rien ne le dit.`

/** Distinct suppliers of a perimeter over the contracts that the filters keep. Throws `bad-usage` and `too-many-rows`. */
export async function reportDiversity(
  db: Db,
  clock: Clock,
  request: DiversityRequest,
): Promise<DiversityReport> {
  const { filters, perimeter, frameworks, by, phases = [] } = request
  refusePhases(by, phases)
  await checkGroups(db, filters)
  const query = queryOf(clock, request)
  const sums = await sumSuppliers(db, query, FIRST_SUPPLIERS)
  const counted = await sumWithSurroundings(db, clock, {
    ...query,
    test: { of: 'holders', perimeter },
    holders: 'any-holder',
    by: by !== undefined && isDatedBreakdown(by) ? by : null,
  })
  const method: DiversityMethod = {
    counts: 'suppliers',
    perimeter,
    frameworks,
    amounts: 'latest-amendment',
    basis: 'notified',
    rulesVersion: RULES_VERSION,
  }
  const { id, title, unit } = SUPPLIER_DIVERSITY
  const rows = by === undefined ? [] : await sumSuppliersByRow(db, { ...query, by }, FIRST_SUPPLIERS)
  const perhaps = Number(totalOf(sums.perhapsNew))
  const unsaid = perhaps > 0 ? caveatOfNovelty(perhaps) : null
  const about = { method, filters, restsOnLists: true, unsaid }
  const context = contextOf(about, counted.sums, counted.surroundings)
  return {
    indicator: { id, title, unit },
    by: by ?? null,
    ...figureOf(sums, hasFirstDay(request, null)),
    rows:
      by === undefined
        ? []
        : await labelRows(
            db,
            by,
            rows.map(({ key, ...row }) => ({ key, ...figureOf(row, hasFirstDay(request, key)) })),
          ),
    unidentified: { holders: await countUnidentified(db, query) },
    ...context,
    caveats: by === undefined ? context.caveats : [CAVEAT_OF_ROWS, ...context.caveats],
  }
}

/** A supplier behind the figure: its contracts are at `GET /v1/contracts`, filter `supplier`. */
export type DiverseSupplier = {
  supplier: string
  siren: string | null
  name: string | null
  outcome: 'yes' | 'no' | 'undetermined'
  /** `null`: without a first day, or nothing dates its other contracts. */
  isNew: boolean | null
  contracts: number
  value: number
}

/** The suppliers behind a part of the figure, or of one of its rows (`key`), a page at a time; names of natural persons are masked. */
export async function listDiversity(
  db: Db,
  clock: Clock,
  request: DiversityRequest & { part: DiversityPart; key: string | null },
  page: Page,
): Promise<{ suppliers: DiverseSupplier[]; total: number }> {
  refusePhases(request.by, request.phases ?? [])
  await checkGroups(db, request.filters)
  const { rows, total } = await listSuppliersFound(db, queryOf(clock, request), request, page)
  const nameOf = await maskNames(db, rows)
  return {
    total,
    suppliers: rows.map((row) => ({
      supplier: row.supplier,
      siren: row.siren,
      name: nameOf(row),
      outcome: row.outcome,
      isNew: row.novelty === null || row.novelty === 'undetermined' ? null : row.novelty === 'new',
      contracts: Number(row.contracts),
      value: eurosOf(row.cents),
    })),
  }
}
