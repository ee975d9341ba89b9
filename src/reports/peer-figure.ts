import { findComparedBuyer, listComparableBuyers } from '../database/comparable-buyers.ts'
import type { Db } from '../database/connect.ts'
import type { PeerCriteria, PeerRequest } from '../domain/buyer/peer-criteria.ts'
import { shareIndicatorOf } from '../domain/indicator/indicators.ts'
import type { FrameworkMethod, HolderMethod } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Clock } from '../platform/clock.ts'
import { findPeerCriteria } from './comparison.ts'
import { addCriteria } from './figure-address.ts'
import { type IndicatorRow, reportIndicator } from './indicator-report.ts'
import type { ShareFigure } from './share-report.ts'
import type { StudyCriteria } from './study-filters.ts'

/** What comparable buyers reach together, in all and by CPV division. */
export type PeerFigure = {
  buyers: number
  criteria: Omit<PeerCriteria, 'groups'>
  total: ShareFigure
  families: IndicatorRow[]
  /** Address of the figure; `null`: more buyers than an address can hold. */
  opens: string | null
}

/** Whose like, who is comparable, and by which method. */
export type PeersRequest = {
  buyers: readonly string[]
  groups: readonly string[]
  perimeter: PerimeterId
  holders: HolderMethod
  frameworks: FrameworkMethod
  filters: StudyCriteria
  peers: PeerRequest
}

/** Buyers named one by one in an address; more would not fit in one. */
const MOST_NAMED = 100

/** What buyers like this one reach, the buyer itself left aside. Throws `bad-usage` when a trait to share is not known. */
export async function readPeers(
  db: Db,
  clock: Clock,
  { buyers, groups, perimeter, holders, frameworks, filters: counted, peers }: PeersRequest,
  { from, to }: { from: string; to: string },
): Promise<PeerFigure | null> {
  const [only] = buyers
  if (only === undefined || buyers.length + groups.length > 1) return null
  if ((await findComparedBuyer(db, only)) === null) return null
  const { buyer, criteria } = await findPeerCriteria(db, { ...peers, buyer: only })
  const others = (await listComparableBuyers(db, criteria)).filter((id) => id !== buyer.id)
  const { id } = shareIndicatorOf(perimeter)
  // A filter without buyer is every buyer: where there is no other, one that cannot exist stands for none.
  const filters = { ...counted, buyers: others.length > 0 ? others : ['none'], from, to }
  const { total, rows } = await reportIndicator(db, clock, {
    ...{ id, perimeter, holders, frameworks, filters },
    by: 'cpv-division',
  })
  const query = new URLSearchParams([
    ...others.map((one): [string, string] => ['buyer', one]),
    ...Object.entries({ from, to, perimeter, holders, frameworks, by: 'cpv-division' }),
  ])
  addCriteria(query, counted)
  const { groups: _, ...shown } = criteria
  return {
    buyers: others.length,
    criteria: shown,
    total,
    families: rows,
    opens: others.length > 0 && others.length <= MOST_NAMED ? `/v1/indicators/${id}?${query}` : null,
  }
}
