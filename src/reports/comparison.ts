import { type ComparedBuyer, findComparedBuyer } from '../database/comparable-buyers.ts'
import { type BuyersSums, QUANTILES, type Standing, sumComparison } from '../database/comparisons.ts'
import type { Db } from '../database/connect.ts'
import { type PeerCriteria, type PeerRequest, resolvePeers } from '../domain/buyer/peer-criteria.ts'
import { type ContractCriteria, NONE_KEY } from '../domain/contract-filter/contract-filters.ts'
import { shareIndicatorOf } from '../domain/indicator/indicators.ts'
import type { FrameworkMethod, HolderMethod, Measure } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { checkGroups } from './buyer-groups.ts'
import { addCriteria } from './figure-address.ts'
import { maskNames } from './mask-names.ts'
import {
  figureOf,
  reportShare,
  type ShareContext,
  type ShareFigure,
  type ShareRequest,
  shareQueryOf,
} from './share-report.ts'

/** Contracts of the period that a buyer must have to be ranked, unless asked otherwise: below, one contract more or less changes everything. */
export const MINIMUM_RANKED = 10

/** What a comparison is asked for. `buyer`: SIREN, or the SIRET of one of its establishments; `measure`: the order of the rows. */
export type ComparisonRequest = PeerRequest & {
  buyer: string
  /** Days are inclusive; `null`: no bound on that side. */
  period: { year: number } | { from: string | null; to: string | null }
  /** Which contracts of each buyer are counted. */
  filters: ContractCriteria
  perimeter: PerimeterId
  holders: HolderMethod
  frameworks: FrameworkMethod
  minimum: number
  measure: Measure
}

/** The shares of ranked buyers: each is that of a buyer, none is interpolated. */
export type Distribution = Record<
  'minimum' | 'decile1' | 'quartile1' | 'median' | 'quartile3' | 'decile9' | 'maximum',
  number
>

/** Where the buyer stands by one measure. `null` ranks: it has too few contracts to be ranked, or no usable amount. */
export type ReportedStanding = Omit<Standing, 'lower' | 'upper'> & {
  lower: Distribution | null
  upper: Distribution | null
}

/** `contracts`: address of the contracts behind the figure; `null` for an identifier that addresses do not take. */
type Opened = { opens: { contracts: string | null } }
export type RankedBuyer = ShareFigure & Opened & { buyer: string; name: string | null; rank: number }
type BuyersFigure = ShareFigure & { buyers: number }

export type Comparison = ShareContext & {
  buyer: ComparedBuyer & Opened
  /** `null`: the days that `filters` says. */
  year: number | null
  /** The period is not over: every figure can still change. */
  isProvisional: boolean
  figure: ShareFigure
  /** All the buyers of the imported data together: the nation's only as far as the imports are. */
  national: BuyersFigure & Opened
  /** The buyers compared together, those too small to be ranked included. */
  peers: BuyersFigure & { criteria: PeerCriteria }
  minimum: number
  standings: Record<Measure, ReportedStanding>
  /** The order of `rows`. */
  measure: Measure
  rows: RankedBuyer[]
}

const UNKNOWN_TRAITS = {
  kind: 'La nature de cet acheteur n’est pas connue : importez le répertoire SIRENE, ou choisissez-la (kind).',
  size: 'L’effectif de cet acheteur n’est pas connu : importez le répertoire SIRENE, ou choisissez une classe (size).',
  department: 'Le département de cet acheteur n’est pas connu : donnez son code (department).',
  region: 'La région de cet acheteur n’est pas connue : donnez son code (region).',
} as const

const distributionOf = (values: readonly number[] | null): Distribution | null => {
  if (values === null || values.length !== QUANTILES.length) return null
  const [minimum = 0, decile1 = 0, quartile1 = 0, median = 0, quartile3 = 0, decile9 = 0, maximum = 0] =
    values
  return { minimum, decile1, quartile1, median, quartile3, decile9, maximum }
}

const reportStanding = ({ lower, upper, ...standing }: Standing): ReportedStanding => ({
  ...standing,
  lower: distributionOf(lower),
  upper: distributionOf(upper),
})

/** Where the contracts of a figure are listed, each with its reason: the same share, of this buyer (`null`: of all). */
function openingOf(share: ShareRequest, buyer: string | null): Opened {
  if (buyer !== null && !/^(\d{9}|\d{14})$/.test(buyer)) return { opens: { contracts: null } }
  const { perimeter, holders, frameworks, from, to, buyers: _, ...criteria } = share
  const query = new URLSearchParams({ part: 'counted', perimeter, holders, frameworks })
  for (const [name, value] of Object.entries({ from, to, buyer })) if (value !== null) query.set(name, value)
  addCriteria(query, criteria)
  return { opens: { contracts: `/v1/indicators/${shareIndicatorOf(perimeter).id}/contracts?${query}` } }
}

/** Tags that an agent puts on contracts; what has none is told apart by itself. */
const isTagged = ({ tags = [] }: ContractCriteria) => tags.some((tag) => tag !== NONE_KEY)

function caveatsOf(
  buyer: ComparedBuyer,
  criteria: PeerCriteria,
  peers: BuyersSums,
  filters: ContractCriteria,
): string[] {
  const caveats = [
    'L’ensemble est celui de tous les acheteurs importés ici : c’est le chiffre national si les données du pays entier le sont, et alors seulement.',
    'Les acheteurs ne publient pas tous, ni tout : un rang compare ce qui est publié.',
    'Le rang suit la part minimale ; le meilleur et le pire rang possibles disent ce que les fournisseurs indéterminés laissent en doute.',
  ]
  if (buyer.kind === 'unknown' && criteria.kinds.length + criteria.groups.length === 0)
    caveats.push(
      'La nature de cet acheteur n’est pas connue (son SIREN ne la dit pas, aucune liste importée ne la donne) : il est comparé à des acheteurs de toute nature.',
    )
  if (buyer.kindFrom === 'siren' && criteria.kinds.length > 0)
    caveats.push(
      'La nature de l’acheteur est présumée d’après le début de son SIREN : aucune liste importée ne donne sa catégorie juridique.',
    )
  if (isTagged(filters))
    caveats.push(
      'Une étiquette est mise marché par marché, par un agent : un acheteur dont les marchés n’ont pas été étiquetés ici n’a rien de compté.',
    )
  if (peers.buyers < 5)
    caveats.push(
      'Moins de cinq acheteurs ont des marchés comptés dans ce champ : le rang ne dit presque rien.',
    )
  return caveats
}

async function findBuyer(db: Db, id: string): Promise<ComparedBuyer> {
  const buyer = await findComparedBuyer(db, id)
  if (buyer) return buyer
  throw new AppError(
    'not-found',
    `Aucun marché importé n’est de l’acheteur « ${id} ». Vérifiez son SIREN, ou importez ses marchés.`,
  )
}

/** A buyer with the criteria that make its like, as `listComparableBuyers` takes them. Throws `not-found` (buyer, group) and `bad-usage` (a trait unknown). */
export async function findPeerCriteria(
  db: Db,
  request: PeerRequest & { buyer: string },
): Promise<{ buyer: ComparedBuyer; criteria: PeerCriteria }> {
  const buyer = await findBuyer(db, request.buyer)
  const { criteria, unknown } = resolvePeers(request, buyer)
  const [trait] = unknown
  if (trait !== undefined) throw new AppError('bad-usage', UNKNOWN_TRAITS[trait])
  await checkGroups(db, criteria)
  return { buyer, criteria }
}

const daysOf = (period: ComparisonRequest['period']) =>
  'year' in period ? { from: `${period.year}-01-01`, to: `${period.year}-12-31` } : period

/** A buyer among its like and beside the whole base, the same contracts of each counted by one method. Errors: those of `findPeerCriteria`. */
export async function reportComparison(
  db: Db,
  clock: Clock,
  request: ComparisonRequest,
  page: { limit: number; offset: number },
): Promise<Comparison> {
  const { period, filters, perimeter, holders, frameworks, minimum, measure } = request
  const { buyer, criteria } = await findPeerCriteria(db, request)
  const { from, to } = daysOf(period)
  const asked: ShareRequest = { ...filters, from, to, perimeter, holders, frameworks, buyers: [] }
  const figure = shareQueryOf(clock, asked)
  const [{ national, peers, standings, rows }, own] = await Promise.all([
    sumComparison(db, { buyer: buyer.id, figure, criteria, minimum, measure, page }),
    reportShare(db, clock, { ...asked, buyers: [buyer.id] }),
  ])
  const { contracts, value, share, outOfValue, ...context } = own
  const nameOf = await maskNames(
    db,
    [buyer.id, ...rows.map((row) => row.buyer)].map((siren) => ({ siren })),
  )
  return {
    ...context,
    caveats: [...caveatsOf(buyer, criteria, peers, filters), ...context.caveats],
    buyer: {
      ...buyer,
      name: nameOf({ siren: buyer.id, name: buyer.name }),
      ...openingOf(asked, buyer.id),
    },
    year: 'year' in period ? period.year : null,
    isProvisional: to === null || to >= todayOf(clock),
    figure: { contracts, value, share, outOfValue },
    national: { ...figureOf(national), buyers: national.buyers, ...openingOf(asked, null) },
    peers: { ...figureOf(peers), buyers: peers.buyers, criteria },
    minimum,
    standings: {
      contracts: reportStanding(standings.contracts),
      value: reportStanding(standings.value),
    },
    measure,
    rows: rows.map(({ buyer: id, name, rank, ...parts }) => ({
      ...figureOf(parts),
      buyer: id,
      name: nameOf({ siren: id, name }),
      rank,
      ...openingOf(asked, id),
    })),
  }
}
