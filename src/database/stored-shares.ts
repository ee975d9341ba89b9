import { type RawBuilder, sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { Period } from '../domain/dates/period.ts'
import type { Parts } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { UNDATED_YEAR } from './buyer-exclusions.ts'
import { placeOf } from './buyer-years.ts'
import type { Db } from './connect.ts'
import { isOneOf } from './contract-keys.ts'
import type { FigureParts, FigureQuery, FigureSums } from './indicators.ts'
import { keepingPlan } from './kept-plans.ts'
import { STORED_METHOD } from './stored-figures.ts'

// Shares of whole years by the default method, read from what is stored of buyers (`buyer_years`, `buyer_exclusions`): the very figures
// that counting their contracts would give, whatever their number.

/** A year of a buyer. */
type StoredYear = FigureParts & { buyer: string; year: number }

/** Calendar years, both included. */
type Span = { first: number; last: number }

const FIRST_YEAR = 1
const LAST_YEAR = 9999

/** The years of a period when they are whole, those to come aside; else `null`. */
function wholeYearsOf({ from, to }: { from: string | null; to: string | null }, today: string): Span | null {
  const isOpenBefore = from === null || from <= EARLIEST_PLAUSIBLE_DAY
  const isOpenAfter = to === null || to >= today
  if (!isOpenBefore && !from.endsWith('-01-01')) return null
  if (!isOpenAfter && !to.endsWith('-12-31')) return null
  return {
    first: isOpenBefore ? FIRST_YEAR : Number(from.slice(0, 4)),
    last: isOpenAfter ? LAST_YEAR : Number(to.slice(0, 4)),
  }
}

type Asked = Omit<FigureQuery, 'phases' | 'by'>

/** The perimeter of a figure that is stored but for its days and whatever its buyers: no other criterion, the default method. */
function storedPerimeterOf({ filters, test, holders, frameworks, plausibleFrom }: Asked): PerimeterId | null {
  const { buyers: _buyers, from: _from, to: _to, ...criteria } = filters
  const isWhole = Object.values(criteria).every((values) => values === undefined || values.length === 0)
  const isDefault = holders === 'any-holder' && frameworks === 'ceilings'
  const isStored = isWhole && isDefault && plausibleFrom === EARLIEST_PLAUSIBLE_DAY
  return isStored && test.of === 'holders' ? test.perimeter : null
}

/** Legal units by their SIREN, as figures are stored. */
const isOfUnits = ({ filters: { buyers } }: Asked) =>
  buyers.length > 0 && buyers.every((buyer) => /^\d{9}$/.test(buyer))

type ByPerimeter<N> = readonly N[]
type YearJson = [
  ...[buyer: string, year: number, contracts: number, cents: string, outOfValue: number],
  ...[
    yes: ByPerimeter<number>,
    no: ByPerimeter<number>,
    yesCents: ByPerimeter<string>,
    noCents: ByPerimeter<string>,
  ],
]
type ExclusionJson = [year: number, concessions: number, callOffs: number, undated: number]

/** What `storedJson` gives. */
export type StoredJson = { years: YearJson[] | null; exclusions: ExclusionJson[] | null }

/**
 * What is stored of the buyers that a condition on `buyer` keeps, `today`, as a query of one JSON; nothing when it was counted by another method, or
 * on a later day: it then tells nothing of today. What is still to come has no usable day yet.
 */
export function storedJson(isAsked: RawBuilder<boolean>, today: string): RawBuilder<StoredJson> {
  const isDue = sql`counts_from <= ${today}::date`
  return sql`
    select json_build_object('years', (
      select json_agg(json_build_array(buyer, year, contracts, cents::text, out_of_value, yes, no, yes_cents::text[], no_cents::text[]))
      from buyer_years where ${isAsked} and ${isDue}
    ), 'exclusions', (
      select json_agg(json_build_array(year, concessions, call_offs, undated))
      from (
        select year, concessions, call_offs, undated from buyer_exclusions where ${isAsked} and ${isDue}
        union all select ${sql.lit(UNDATED_YEAR)}, concessions, 0, call_offs from buyer_exclusions where ${isAsked} and not ${isDue}
        union all select ${sql.lit(UNDATED_YEAR)}, 0, 0, contracts from buyer_years where ${isAsked} and not ${isDue}
      ) as left_out
    )) as stored
    from stored_figures where name = 'buyer-years' and method = ${STORED_METHOD} and latest_day <= ${today}::date
  `
}

const splitOf = (total: number | string, yes = 0 as number | string, no = 0 as number | string) => ({
  yes: BigInt(yes),
  no: BigInt(no),
  undetermined: BigInt(total) - BigInt(yes) - BigInt(no),
})

/** What `storedJson` told, for a perimeter. */
function yearsOf({ years }: StoredJson, perimeter: PerimeterId, { first, last }: Span): StoredYear[] {
  const at = placeOf(perimeter) - 1
  return (years ?? [])
    .filter(([, year]) => year >= first && year <= last)
    .map(([buyer, year, contracts, cents, outOfValue, yes, no, yesCents, noCents]) => ({
      ...{ buyer, year, outOfValue: BigInt(outOfValue) },
      contracts: splitOf(contracts, yes[at], no[at]),
      cents: splitOf(cents, yesCents[at], noCents[at]),
    }))
}

const NOTHING: FigureParts = {
  contracts: { yes: 0n, no: 0n, undetermined: 0n },
  cents: { yes: 0n, no: 0n, undetermined: 0n },
  outOfValue: 0n,
}

const add = (a: Parts<bigint>, b: Parts<bigint>): Parts<bigint> => ({
  yes: a.yes + b.yes,
  no: a.no + b.no,
  undetermined: a.undetermined + b.undetermined,
})

const sumOf = (years: readonly FigureParts[]): FigureParts =>
  years.reduce(
    (sum, { contracts, cents, outOfValue }) => ({
      contracts: add(sum.contracts, contracts),
      cents: add(sum.cents, cents),
      outOfValue: sum.outOfValue + outOfValue,
    }),
    NOTHING,
  )

/** The perimeter and years that are stored of each buyer for a figure over a period; `null`: its contracts must be counted. */
export function storedYearsOf(query: Asked): ({ perimeter: PerimeterId } & Span) | null {
  const perimeter = storedPerimeterOf(query)
  const span = wholeYearsOf(query.filters, query.plausibleTo)
  return perimeter !== null && span !== null ? { perimeter, ...span } : null
}

/** The perimeter and years of a figure that what is stored may tell; `null`: its contracts must be counted. */
export function storedScopeOf(query: FigureQuery): ({ perimeter: PerimeterId } & Span) | null {
  const { filters, by } = query
  const isDated = by === 'year' || filters.from !== null || filters.to !== null
  const isByYear = by === null || by === 'year'
  return isOfUnits(query) && isDated && isByYear ? storedYearsOf(query) : null
}

async function readStored(db: Db, { filters, plausibleTo }: FigureQuery): Promise<StoredJson | null> {
  const query = sql<{ stored: StoredJson }>`${storedJson(isOneOf('buyer', filters.buyers), plausibleTo)}`
  const { rows } = await keepingPlan(query).execute(db)
  return rows[0]?.stored ?? null
}

/** The figure as stored; `null`: its contracts must be counted. `known`: what is stored of its buyers, when the caller has read it. */
export async function findStoredFigure(
  db: Db,
  query: FigureQuery,
  known?: StoredJson | null,
): Promise<FigureSums | null> {
  const scope = storedScopeOf(query)
  const stored = scope && (known === undefined ? await readStored(db, query) : known)
  if (scope === null || stored === null) return null
  const { by } = query
  const years = yearsOf(stored, scope.perimeter, scope)
  const byYear = Map.groupBy(years, ({ year }) => String(year))
  const countOf = (part: 1 | 2 | 3) =>
    BigInt(
      (stored.exclusions ?? [])
        .filter(([year]) => year === UNDATED_YEAR || (year >= scope.first && year <= scope.last))
        .reduce((sum, left) => sum + left[part], 0),
    )
  return {
    total: sumOf(years),
    rows:
      by === null
        ? []
        : [...byYear].map(([key, own]) => ({ key, ...sumOf(own) })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    excluded: { concession: countOf(1), undated: countOf(3), framework: 0n, 'call-off': countOf(2) },
  }
}

/** The years of each buyer within a period of the figure; `null`: its contracts must be counted. */
export function findStoredPeriod(
  stored: StoredJson,
  query: Asked,
  period: Period,
): (FigureParts & { buyer: string })[] | null {
  const found = storedYearsOf({ ...query, filters: { ...query.filters, ...period } })
  return found !== null && isOfUnits(query) ? yearsOf(stored, found.perimeter, found) : null
}
