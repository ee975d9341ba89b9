import { findBuyer } from '../database/buyers.ts'
import type { Db } from '../database/connect.ts'
import { listPlanIdsOf } from '../database/plans.ts'
import { USUAL_FULL_TIME_HOURS } from '../domain/insertion/insertion-facts.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { plural } from './caveats.ts'
import { type EssFamily, type EssSupplier, listEssSuppliers } from './ess-suppliers.ts'
import { type IndicatorRow, reportIndicator } from './indicator-report.ts'
import { chooseClauses } from './insertion-clauses.ts'
import { type InsertionReport, reportInsertion } from './insertion-report.ts'
import {
  listHistories,
  listReported,
  type ReportedHistory,
  type ReportedIndicator,
} from './reported-indicators.ts'
import { reportScoreboard, type Scoreboard } from './scoreboard.ts'
import { type DataSources, listSources } from './sources.ts'

/** What a yearly report is asked for. `buyer`: SIREN or SIRET; `plan` `null`: every plan that binds it in the year. */
export type BuyerReportRequest = { buyer: string; year: number; plan: string | null }

/**
 * A plan with its rows for the periods begun by the end of the year. `isJoint`: the figures are those of all its buyers together; the
 * one of the report follows, alone, as the only one of `buyers`.
 */
export type ReportedPlan = Pick<Scoreboard, 'plan' | 'rows'> & { isJoint: boolean }

/** All that a buyer publishes of a year, each figure with its parts, its method and what it leaves out. */
export type BuyerReport = {
  buyer: { id: string; name: string | null }
  year: number
  period: { from: string; to: string }
  /** The year is not over: every figure can still change. */
  isProvisional: boolean
  madeOn: string
  /** Instant of the last change of the data; `null` when nothing was ever imported. */
  asOf: string | null
  rulesVersion: number
  sources: DataSources
  indicators: ReportedIndicator[]
  /** The ESS share by category of purchase. */
  categories: IndicatorRow[]
  histories: ReportedHistory[]
  plans: ReportedPlan[]
  /** `null`: no insertion clause is known of this buyer. */
  insertion: InsertionReport | null
  families: EssFamily[]
  suppliers: EssSupplier[]
  caveats: string[]
}

const CHANGED =
  'Les données ont changé pendant la rédaction du rapport (un import s’est terminé entre-temps) : il mêlerait deux états. Demandez-le de nouveau.'

async function listReportedPlans(
  db: Db,
  clock: Clock,
  { buyer, plan }: BuyerReportRequest,
  period: { from: string; to: string },
): Promise<ReportedPlan[]> {
  const ids = plan === null ? await listPlanIdsOf(db, buyer, period) : [plan]
  const reported: ReportedPlan[] = []
  for (const id of ids) {
    const board = await reportScoreboard(db, clock, id)
    if (board === null) throw new AppError('not-found', `Aucun plan n’a l’identifiant « ${id} ».`)
    if (!board.plan.buyers.some((bound) => bound === buyer || bound === buyer.slice(0, 9)))
      throw new AppError(
        'bad-usage',
        `Le plan « ${id} » ne lie pas l’acheteur ${buyer}. Acheteurs de ce plan : ${board.plan.buyers.join(', ')}.`,
      )
    const isOwn = (bound: string) => bound === buyer || bound === buyer.slice(0, 9)
    const rows = board.rows
      .filter((row) => row.period.from <= period.to)
      .map((row) => ({ ...row, buyers: row.buyers.filter((own) => isOwn(own.buyer)).slice(0, 1) }))
    reported.push({ plan: board.plan, rows, isJoint: board.plan.buyers.length > 1 })
  }
  return reported
}

async function reportClauses(
  db: Db,
  clock: Clock,
  buyer: string,
  { from, to }: { from: string; to: string },
): Promise<InsertionReport | null> {
  const scope = { buyers: [buyer], states: [], bases: [], on: todayOf(clock), thresholds: {} }
  const clauses = await chooseClauses(db, clock, { ...scope, from: null, to: null })
  if (clauses.length === 0) return null
  return reportInsertion(db, clock, {
    buyers: [buyer],
    from,
    to,
    fullTimeHours: USUAL_FULL_TIME_HOURS,
    isInternal: false,
    thresholdCents: null,
  })
}

function caveatsOf(report: Omit<BuyerReport, 'caveats'>): string[] {
  const { isProvisional, year, indicators, plans, suppliers } = report
  const counted = indicators[0]?.contracts.total ?? 0
  const own = [
    ...(isProvisional ? [`L’année ${year} n’est pas finie : tous les chiffres sont provisoires.`] : []),
    ...(counted === 0
      ? [
          `Aucun marché notifié en ${year} n’est connu pour cet acheteur : il n’y a pas de part (ce n’est pas 0 %). Vérifiez que ses données essentielles ont été importées.`,
        ]
      : []),
    ...plans
      .filter(({ isJoint }) => isJoint)
      .map(
        ({ plan }) =>
          `Plan « ${plan.title} » : ses objectifs se mesurent sur ${plural(plan.buyers.length, 'acheteur', 'acheteurs')} réunis ; la part de celui-ci est donnée à côté.`,
      ),
    ...(suppliers.length > 0
      ? [
          'Un marché à plusieurs titulaires de l’ESS figure en entier chez chacun d’eux : la somme des fournisseurs peut dépasser le total de l’ESS.',
        ]
      : []),
  ]
  return [...new Set([...own, ...indicators.flatMap(({ caveats }) => caveats)])]
}

/**
 * The report of a buyer over a calendar year of notification: every indicator of the catalogue, the ten years before, the targets
 * of its plans, insertion, and the suppliers of the ESS. Throws `not-found` (buyer, plan), `bad-usage` (a year to come, the plan of
 * others), `too-many-rows` and, when an import ended meanwhile, `data-changed`.
 */
export async function reportBuyer(db: Db, clock: Clock, request: BuyerReportRequest): Promise<BuyerReport> {
  const { buyer: id, year } = request
  const today = todayOf(clock)
  const period = { from: `${year}-01-01`, to: `${year}-12-31` }
  if (period.from > today)
    throw new AppError(
      'bad-usage',
      `L’année ${year} n’a pas commencé : demandez ${today.slice(0, 4)} ou une année passée.`,
    )
  const buyer = await findBuyer(db, id)
  if (buyer === null)
    throw new AppError(
      'not-found',
      `Aucun marché, aucune clause et aucun plan importés ne nomment l’acheteur ${id} : vérifiez le numéro, ou importez ses données.`,
    )
  const { sources, asOf } = await listSources(db)
  const filters = { buyers: [id], ...period }
  const ofEss = await reportIndicator(db, clock, { id: 'ess-share', filters, by: 'category' })
  const body = {
    buyer,
    year,
    period,
    isProvisional: period.to >= today,
    madeOn: today,
    asOf,
    rulesVersion: RULES_VERSION,
    sources,
    indicators: await listReported(db, clock, filters),
    categories: ofEss.rows,
    histories: await listHistories(db, clock, id, year),
    plans: await listReportedPlans(db, clock, request, period),
    insertion: await reportClauses(db, clock, id, period),
    ...(await listEssSuppliers(db, clock, filters)),
  }
  const after = await listSources(db)
  if (after.asOf !== asOf) throw new AppError('data-changed', CHANGED)
  return { ...body, caveats: caveatsOf(body) }
}
