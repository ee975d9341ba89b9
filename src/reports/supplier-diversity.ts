import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { type DiversityQuery, listSuppliersFound, sumSuppliers } from '../database/supplier-diversity.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { FIRST_SUPPLIERS, SUPPLIER_DIVERSITY } from '../domain/indicator/supplier-diversity.ts'
import type { FrameworkMethod } from '../domain/share/share.ts'
import { boundsOf } from '../domain/share/share-bounds.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { checkGroups } from './buyer-groups.ts'
import { contextOf, type FigureContext, sumWithSurroundings } from './figure-context.ts'
import { maskNames } from './mask-names.ts'
import { eurosOf, type Tally, tallyOf } from './share-report.ts'

export type DiversityRequest = {
  filters: ContractFilters
  perimeter: PerimeterId
  frameworks: FrameworkMethod
}

export type DiversityMethod = {
  counts: 'suppliers'
  perimeter: string
  frameworks: string
  amounts: 'latest-amendment'
  basis: 'notified'
  rulesVersion: number
}

/** How many suppliers, the new ones (`null` without a first day), their euros, and what the first ones hold. */
export type DiversityReport = {
  indicator: { id: string; title: string; unit: string }
  suppliers: Tally
  newSuppliers: Tally | null
  value: Tally
  concentration: { first: number; suppliers: number; value: number; share: number | null }
  unidentified: { holders: number }
} & FigureContext<DiversityMethod>

const queryOf = (clock: Clock, { filters, perimeter, frameworks }: DiversityRequest): DiversityQuery => ({
  filters,
  perimeter,
  frameworks,
  isDated: false,
  plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
  plausibleTo: todayOf(clock),
})

/** Distinct suppliers of a perimeter over the contracts that the filters keep. */
export async function reportDiversity(
  db: Db,
  clock: Clock,
  request: DiversityRequest,
): Promise<DiversityReport> {
  const { filters, perimeter, frameworks } = request
  await checkGroups(db, filters)
  const query = queryOf(clock, request)
  const sums = await sumSuppliers(db, query, FIRST_SUPPLIERS)
  const figure = { test: { of: 'holders', perimeter }, holders: 'any-holder', by: null } as const
  const counted = await sumWithSurroundings(db, clock, { ...query, ...figure })
  const method: DiversityMethod = {
    counts: 'suppliers',
    perimeter,
    frameworks,
    amounts: 'latest-amendment',
    basis: 'notified',
    rulesVersion: RULES_VERSION,
  }
  const { first, cents } = sums
  const { id, title, unit } = SUPPLIER_DIVERSITY
  return {
    indicator: { id, title, unit },
    suppliers: tallyOf(sums.suppliers, Number),
    newSuppliers: filters.from === null ? null : tallyOf(sums.newSuppliers, Number),
    value: tallyOf(cents, eurosOf),
    concentration: {
      first: FIRST_SUPPLIERS,
      suppliers: Number(first.suppliers),
      value: eurosOf(first.cents),
      share: boundsOf({ yes: first.cents, no: cents.yes - first.cents, undetermined: 0n }).lower,
    },
    unidentified: { holders: Number(sums.unidentified) },
    ...contextOf({ method, filters, restsOnLists: true, unsaid: null }, counted.sums, counted.surroundings),
  }
}

/** A supplier behind the figure: its contracts are at `GET /v1/contracts`, filter `supplier`. */
export type DiverseSupplier = {
  supplier: string
  siren: string | null
  name: string | null
  outcome: 'yes' | 'no' | 'undetermined'
  isNew: boolean | null
  contracts: number
  value: number
}

/** The suppliers behind a part of the figure, a page at a time; names of natural persons are masked. */
export async function listDiversity(
  db: Db,
  clock: Clock,
  request: DiversityRequest & { part: 'yes' | 'no' | 'undetermined' | 'new' },
  page: Page,
): Promise<{ suppliers: DiverseSupplier[]; total: number }> {
  await checkGroups(db, request.filters)
  const isNew = request.part === 'new'
  const asked = { outcome: request.part === 'new' ? ('yes' as const) : request.part, isNew }
  const { rows, total } = await listSuppliersFound(db, queryOf(clock, request), asked, page)
  const nameOf = await maskNames(db, rows)
  return {
    total,
    suppliers: rows.map((row) => ({
      supplier: row.supplier,
      siren: row.siren,
      name: nameOf(row),
      outcome: row.outcome,
      isNew: request.filters.from === null ? null : row.is_new,
      contracts: Number(row.contracts),
      value: eurosOf(row.cents),
    })),
  }
}
