import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { listPartContracts, type PartContract, sumPart } from '../database/figure-contracts.ts'
import type { FigurePart } from '../domain/indicator/figure-part.ts'
import type { Clock } from '../platform/clock.ts'
import { checkGroups } from './buyer-groups.ts'
import { explainContracts } from './contract-reasons.ts'
import { type ContractSummary, summariseContracts } from './contract-report.ts'
import { figureQueryOf, type IndicatorRequest, methodOf } from './indicator-request.ts'
import { eurosOf } from './share-report.ts'

/** Which contracts of a figure to open; `key`: of one row of its breakdown, `null`: of the whole. */
export type OpenRequest = IndicatorRequest & { part: FigurePart; key: string | null }

/** What a contract, or a list of them, brings to the part: a number of contracts and euros. */
export type Brought = { contracts: number; value: number }

/** A contract behind a figure. `outcome` is `null` for one that the figure leaves out. */
export type OpenedContract = ContractSummary & {
  outcome: 'yes' | 'no' | 'undetermined' | null
  excludedBy: string | null
  counted: Brought
  reasons: string[]
}

const partQueryOf = (clock: Clock, request: OpenRequest) => ({
  figure: figureQueryOf(clock, methodOf(request), request.filters),
  part: request.part,
  key: request.key,
})

/** What a part of a figure lists and brings, without its contracts. */
export async function countOpened(
  db: Db,
  clock: Clock,
  request: OpenRequest,
): Promise<{ total: number; counted: Brought }> {
  await checkGroups(db, request.filters)
  const sums = await sumPart(db, partQueryOf(clock, request))
  return {
    total: Number(sums.listed),
    counted: { contracts: Number(sums.contracts), value: eurosOf(sums.cents) },
  }
}

/** The bare contracts of a part, for `openContracts`. */
export const listOpened = (db: Db, clock: Clock, request: OpenRequest, page: Page): Promise<PartContract[]> =>
  listPartContracts(db, partQueryOf(clock, request), page)

/** These contracts of a figure with what is known of them and why each is there, in the same order. */
export async function openContracts(
  db: Db,
  clock: Clock,
  request: OpenRequest,
  rows: readonly PartContract[],
): Promise<OpenedContract[]> {
  const { indicator } = methodOf(request)
  const found = await summariseContracts(
    db,
    rows.map(({ id }) => id),
  )
  const byId = new Map(found.map((contract) => [contract.summary.id, contract]))
  const { figure } = partQueryOf(clock, request)
  const explain = await explainContracts(
    db,
    indicator,
    figure,
    rows,
    (id) => byId.get(id)?.said ?? { amountFlag: null, social: null, environmental: null, offers: null },
  )
  return rows.flatMap((row) => {
    const summary = byId.get(row.id)?.summary
    if (summary === undefined) return []
    const brought = {
      outcome: row.reason === null ? row.outcome : null,
      excludedBy: row.reason,
      counted: { contracts: row.contracts, value: eurosOf(row.cents) },
      reasons: explain(row),
    }
    return [{ ...summary, ...brought }]
  })
}

/** The contracts behind a part of a figure, a page at a time. `counted` is what they all bring: the very figure. */
export async function openIndicator(
  db: Db,
  clock: Clock,
  request: OpenRequest,
  page: Page,
): Promise<{ contracts: OpenedContract[]; total: number; counted: Brought }> {
  const rows = await listOpened(db, clock, request, page)
  const contracts = await openContracts(db, clock, request, rows)
  return { contracts, ...(await countOpened(db, clock, request)) }
}
