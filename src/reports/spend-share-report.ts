import type { Db } from '../database/connect.ts'
import type { SpendQuery } from '../database/spend-scope.ts'
import { countSpend, type SpendContent, type SpendParts, sumSpend } from '../database/spend-shares.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { TAX_BASES, type TaxBasis } from '../domain/payment/tax-basis.ts'
import { type Parts, type ShareBounds, totalOf } from '../domain/share/share.ts'
import { boundsOf } from '../domain/share/share-bounds.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { checkGroups } from './buyer-groups.ts'
import { eurosOf, type Tally, tallyOf } from './share-report.ts'
import { type DataSources, listSources } from './sources.ts'
import { spendCaveatsOf } from './spend-caveats.ts'

/** What a share of what was paid is asked for; see `GET /v1/shares?basis=spent`. `taxBasis` `null`: the one that weighs most. */
export type SpendRequest = Omit<SpendQuery, 'plausibleFrom' | 'plausibleTo'>

/**
 * One figure with its parts. `value` is in euros, net of credit notes: the parts and `credits.value`, which is negative, add
 * up to the lines counted. The share is one of value: a number of accounting lines measures nothing.
 */
export type SpendFigure = {
  payments: Tally
  suppliers: Tally
  value: Tally
  share: { value: ShareBounds }
  /** Lines that are credit notes; suppliers whose credit notes exceed their payments, and their balance. */
  credits: { payments: number; suppliers: number; value: number }
  unidentified: { payments: number }
}

export type SpendContext = {
  method: {
    perimeter: string
    basis: 'spent'
    tax: TaxBasis
    credits: 'net-by-supplier'
    rulesVersion: number
  }
  filters: Pick<ContractFilters, 'buyers' | 'groups' | 'from' | 'to'>
  excluded: { undated: number; straddling: number; otherTax: { tax: TaxBasis; payments: number }[] }
  sources: DataSources
  caveats: readonly string[]
  /** Instant of the last change of the data; `null` when nothing was ever imported. */
  asOf: string | null
}

export type SpendReport = SpendFigure & SpendContext
export type SpendReportByYear = { rows: (SpendFigure & { key: string })[] } & SpendContext

const NOTHING: Parts<bigint> = { yes: 0n, no: 0n, undetermined: 0n }
const NO_SPEND: SpendParts = {
  year: null,
  payments: NOTHING,
  suppliers: NOTHING,
  cents: NOTHING,
  creditNotes: 0n,
  creditors: 0n,
  creditCents: 0n,
  unidentified: 0n,
  linkedByName: 0n,
}

/** No share where the credit notes left over reach what the others were paid. */
function figureOf(parts: SpendParts): SpendFigure {
  const { cents, creditCents } = parts
  const hasShare = totalOf(cents) > creditCents
  return {
    payments: tallyOf(parts.payments, Number),
    suppliers: tallyOf(parts.suppliers, Number),
    value: tallyOf(cents, eurosOf),
    share: { value: boundsOf(hasShare ? cents : NOTHING) },
    credits: {
      payments: Number(parts.creditNotes),
      suppliers: Number(parts.creditors),
      value: eurosOf(-creditCents),
    },
    unidentified: { payments: Number(parts.unidentified) },
  }
}

/** The basis that weighs most, whatever the sign of its amounts; of equals, the first of `TAX_BASES`. */
function heaviestBasis({ bases }: SpendContent): TaxBasis {
  const weightOf = (tax: TaxBasis) => bases.find(({ taxBasis }) => taxBasis === tax)?.weightCents ?? -1n
  return TAX_BASES.reduce((best, tax) => (weightOf(tax) > weightOf(best) ? tax : best))
}

async function reportFigures(db: Db, clock: Clock, request: SpendRequest, byYear: boolean) {
  await checkGroups(db, request)
  const query = { ...request, plausibleFrom: EARLIEST_PLAUSIBLE_DAY, plausibleTo: todayOf(clock) }
  const content = await countSpend(db, { ...query, taxBasis: null }, byYear)
  const tax = request.taxBasis ?? heaviestBasis(content)
  const parts = await sumSpend(db, { ...query, taxBasis: tax }, byYear)
  const rows = parts.map((row) => ({ key: String(row.year), ...figureOf(row) }))
  const linkedByName = Number(parts.reduce((sum, row) => sum + row.linkedByName, 0n))
  const { sources, asOf } = await listSources(db)
  const { perimeter, buyers, groups = [], from, to } = request
  const excluded = {
    undated: Number(content.undated),
    straddling: Number(content.straddling),
    otherTax: TAX_BASES.filter((basis) => basis !== tax).flatMap((basis) =>
      content.bases
        .filter(({ taxBasis }) => taxBasis === basis)
        .map(({ payments }) => ({ tax: basis, payments: Number(payments) })),
    ),
  }
  const context: SpendContext = {
    method: { perimeter, basis: 'spent', tax, credits: 'net-by-supplier', rulesVersion: RULES_VERSION },
    filters: { buyers, ...(groups.length > 0 && { groups }), from, to },
    excluded,
    sources,
    caveats: spendCaveatsOf(request, rows, { tax, excluded, linkedByName }, sources),
    asOf,
  }
  return { rows, context }
}

/** The share of what was paid that went to a perimeter, over the whole period, with what it was made of. Throws `not-found` for an unknown group. */
export async function reportSpendShare(db: Db, clock: Clock, request: SpendRequest): Promise<SpendReport> {
  const { rows, context } = await reportFigures(db, clock, request, false)
  const { key: _, ...figure } = rows[0] ?? { key: '', ...figureOf(NO_SPEND) }
  return { ...figure, ...context }
}

/** The same, one row for each calendar year that has payments. Credit notes are taken off the payments of their year. */
export async function reportSpendShareByYear(
  db: Db,
  clock: Clock,
  request: SpendRequest,
): Promise<SpendReportByYear> {
  const { rows, context } = await reportFigures(db, clock, request, true)
  return { rows, ...context }
}
