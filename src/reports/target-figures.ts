import type { Db } from '../database/connect.ts'
import { listBuyerRecords, sumPeriods } from '../database/figure-periods.ts'
import type { FigureParts, FigureQuery } from '../database/indicators.ts'
import { sumSuppliers } from '../database/supplier-diversity.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Period } from '../domain/dates/period.ts'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import { testOf } from '../domain/indicator/indicator.ts'
import { findIndicator } from '../domain/indicator/indicators.ts'
import { FIRST_SUPPLIERS } from '../domain/indicator/supplier-diversity.ts'
import { isOfSuppliers, type Target } from '../domain/plan/target.ts'
import type { Parts } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'

/** What is counted of a target over a period: contracts and euros, and suppliers where it counts them. */
export type TargetFigure = FigureParts & {
  /** `perhapsNew`: those whose only other contracts have no usable day. */
  suppliers: { all: Parts<bigint>; new: Parts<bigint>; perhapsNew: Parts<bigint> } | null
}

/** The figures of one period: of all the buyers of the plan, and of each where they are several. */
export type PeriodFigures = { whole: TargetFigure; own: Map<string, TargetFigure> }

const NOTHING: Parts<bigint> = { yes: 0n, no: 0n, undetermined: 0n }
const EMPTY: TargetFigure = { contracts: NOTHING, cents: NOTHING, outOfValue: 0n, suppliers: null }

/** Suppliers are distinct: those of several buyers do not add up, and each buyer is a query of its own. */
const MOST_BUYERS_FOR_SUPPLIERS = 50

const add = (a: Parts<bigint>, b: Parts<bigint>): Parts<bigint> => ({
  yes: a.yes + b.yes,
  no: a.no + b.no,
  undetermined: a.undetermined + b.undetermined,
})

const addFigures = (a: TargetFigure, b: FigureParts): TargetFigure => ({
  contracts: add(a.contracts, b.contracts),
  cents: add(a.cents, b.cents),
  outOfValue: a.outOfValue + b.outOfValue,
  suppliers: null,
})

/** The filters of a target: its criteria, the buyers, and days that span the periods. */
const filtersOfTarget = (
  { filters }: Pick<Target, 'filters'>,
  buyers: readonly string[],
  { from, to }: Period,
): ContractFilters => ({ ...filters, buyers, from, to })

const spanOf = (periods: readonly Period[]): Period => ({
  from: periods.reduce((first, { from }) => (from < first ? from : first), '9999-12-31'),
  to: periods.reduce((last, { to }) => (to > last ? to : last), '0001-01-01'),
})

/** What a target says of what it counts. */
type Counting = Pick<Target, 'title' | 'measure' | 'indicator' | 'perimeter' | 'territory' | 'field'>

/** What makes a contract count; for a target of suppliers, being held by one of the perimeter. */
function testOfTarget(target: Counting): ContractTest {
  if (isOfSuppliers(target.measure)) return { of: 'holders', perimeter: perimeterOf(target) }
  const { perimeter, territory, field } = target
  const indicator = findIndicator(target.indicator)
  const test = indicator && testOf(indicator, { perimeter, territory, field, threshold: null })
  if (test) return test
  throw new AppError(
    'plan-invalid',
    `L’objectif « ${target.title} » porte sur l’indicateur « ${target.indicator} », que cette version ne sait pas compter ainsi. Corrigez le plan (plan show ID --document) et importez-le de nouveau.`,
  )
}

/** The perimeter of a target of suppliers: that of the law unless it says another. */
const perimeterOf = ({ perimeter }: Pick<Target, 'perimeter'>): PerimeterId => perimeter ?? 'ess'

/** What a target counts of these buyers over days that span its periods, for the engine. Throws `plan-invalid` for one that cannot be counted. */
export const queryOfTarget = (
  clock: Clock,
  target: Counting & Pick<Target, 'filters' | 'holders' | 'frameworks'>,
  buyers: readonly string[],
  span: Period,
): Omit<FigureQuery, 'by' | 'phases'> => ({
  filters: filtersOfTarget(target, buyers, span),
  test: testOfTarget(target),
  holders: target.holders ?? 'any-holder',
  frameworks: target.frameworks,
  plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
  plausibleTo: todayOf(clock),
})

/** Contracts by period, whole and for each member: a SIREN takes the records of all its establishments, a SIRET its own. */
async function countContracts(
  db: Db,
  clock: Clock,
  { target, members }: { target: Target; members: readonly string[] },
  periods: readonly Period[],
): Promise<PeriodFigures[]> {
  const query = queryOfTarget(clock, target, members, spanOf(periods))
  const rows = await sumPeriods(db, query, periods)
  const sirenOf = new Map(
    (await listBuyerRecords(db, members)).map(({ id: record, siren }) => [record, siren]),
  )
  return periods.map((_period, index) => {
    const ofPeriod = rows.filter(({ period }) => period === index)
    const sum = (kept: typeof rows) => kept.reduce<TargetFigure>(addFigures, EMPTY)
    const ownOf = (member: string) =>
      sum(ofPeriod.filter(({ buyer }) => buyer === member || sirenOf.get(buyer) === member))
    return {
      whole: sum(ofPeriod),
      own: new Map(members.length > 1 ? members.map((member) => [member, ownOf(member)]) : []),
    }
  })
}

async function countSuppliers(
  db: Db,
  clock: Clock,
  { target, buyers }: { target: Target; buyers: readonly string[] },
  period: Period,
): Promise<TargetFigure['suppliers']> {
  const query = {
    filters: filtersOfTarget(target, buyers, period),
    perimeter: perimeterOf(target),
    frameworks: target.frameworks,
    isDated: false,
    plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
    plausibleTo: todayOf(clock),
  }
  const { suppliers, newSuppliers, perhapsNew } = await sumSuppliers(db, query, FIRST_SUPPLIERS)
  return { all: suppliers, new: newSuppliers, perhapsNew }
}

/** What a target counts in each period, for all the buyers of its plan (`members`) and for each of several. */
export async function countTarget(
  db: Db,
  clock: Clock,
  { target, members }: { target: Target; members: readonly string[] },
  periods: readonly Period[],
): Promise<PeriodFigures[]> {
  if (periods.length === 0) return []
  const figures = await countContracts(db, clock, { target, members }, periods)
  if (!isOfSuppliers(target.measure)) return figures
  const counted: PeriodFigures[] = []
  for (const [index, period] of periods.entries()) {
    const { whole, own } = figures[index] ?? { whole: EMPTY, own: new Map<string, TargetFigure>() }
    const suppliers = await countSuppliers(db, clock, { target, buyers: members }, period)
    const shown = members.length <= MOST_BUYERS_FOR_SUPPLIERS ? [...own] : []
    const each = new Map<string, TargetFigure>()
    for (const [member, figure] of shown)
      each.set(member, {
        ...figure,
        suppliers: await countSuppliers(db, clock, { target, buyers: [member] }, period),
      })
    counted.push({ whole: { ...whole, suppliers }, own: each })
  }
  return counted
}
