import type { Db } from '../database/connect.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Parts } from '../domain/share/share.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { readSurroundings } from './figure-context.ts'
import { type CatalogueEntry, reportCatalogue } from './indicator-catalogue.ts'
import { type IndicatorReport, reportIndicator } from './indicator-report.ts'
import { figureOf, type ShareFigure } from './share-report.ts'

/** An indicator with its figure: all that it takes to quote it, without its sources, which a report gives once. */
export type ReportedIndicator = CatalogueEntry &
  ShareFigure &
  Pick<IndicatorReport, 'method' | 'excluded' | 'caveats'>

/** An indicator year by year. A year without contracts has no share. */
export type ReportedHistory = {
  id: string
  title: string
  perimeter: string | null
  years: (ShareFigure & HistoryYear)[]
}
type HistoryYear = { year: number; isProvisional: boolean }

/** Those that a history tells: the catalogue whole would drown the reader. */
const TOLD_BY_YEAR = [
  'ess-share',
  'esus-share',
  'inclusive-share',
  'social-consideration',
  'environmental-consideration',
  'reserved-contracts',
]

/** Years a history goes back, that of the report included. */
const YEARS_TOLD = 10

/** Every indicator of the catalogue over the contracts that the filters keep, in its order; those that wait for a choice are left out. */
export async function listReported(
  db: Db,
  clock: Clock,
  filters: ContractFilters,
): Promise<ReportedIndicator[]> {
  const reported: ReportedIndicator[] = []
  const surroundings = await readSurroundings(db, clock, filters)
  for (const entry of reportCatalogue().indicators) {
    if (entry.needsTerritory || entry.needsThreshold || entry.fields.length > 0) continue
    const request = { id: entry.id, filters }
    const { total, method, excluded, caveats } = await reportIndicator(db, clock, request, surroundings)
    reported.push({ ...entry, ...total, method, excluded, caveats })
  }
  return reported
}

const NOTHING: Parts<bigint> = { yes: 0n, no: 0n, undetermined: 0n }
const EMPTY = figureOf({ contracts: NOTHING, cents: NOTHING, outOfValue: 0n })

/** The main indicators year by year, up to this year, from the first of ten years that has contracts. */
export async function listHistories(
  db: Db,
  clock: Clock,
  buyer: string,
  year: number,
): Promise<ReportedHistory[]> {
  const filters = { buyers: [buyer], from: `${year - YEARS_TOLD + 1}-01-01`, to: `${year}-12-31` }
  const histories: ReportedHistory[] = []
  const surroundings = await readSurroundings(db, clock, filters)
  for (const id of TOLD_BY_YEAR) {
    const request = { id, filters, by: 'year' } as const
    const { indicator, method, rows } = await reportIndicator(db, clock, request, surroundings)
    const first = Number(rows[0]?.key ?? year)
    const years = Array.from({ length: year - first + 1 }, (_, index) => {
      const {
        key: _key,
        label: _label,
        ...figure
      } = rows.find(({ key }) => key === String(first + index)) ?? {
        key: '',
        label: '',
        ...EMPTY,
      }
      return { year: first + index, isProvisional: `${first + index}-12-31` >= todayOf(clock), ...figure }
    })
    histories.push({ id, title: indicator.title, perimeter: method.perimeter, years })
  }
  return histories
}
