import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { listPastOutcomes } from '../database/past-timelines.ts'
import { type EffectQuery, listMovedUnits, sumMovements } from '../database/reclassification-effects.ts'
import {
  findReclassification,
  listReclassifications,
  type StoredReclassification,
} from '../database/reclassification-list.ts'
import { replaceParts, sumMoments } from '../database/reclassification-moments.ts'
import { listNamesOfUnits } from '../database/supplier-search.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Outcome } from '../domain/supplier/rewind-timeline.ts'
import { OUTCOME_WORDS, PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { checkGroups } from './buyer-groups.ts'
import { contextOf, excludedOf } from './figure-context.ts'
import { MASKED_NAME } from './mask-names.ts'
import { eurosOf, figureOf, sumShare } from './share-report.ts'

/** Which contracts the effects are measured on. */
export type ChangeFilters = Pick<ContractFilters, 'buyers' | 'groups' | 'from' | 'to'>

/** Whose effects: see `GET /v1/reclassifications/{id}`. */
export type ChangeRequest = ChangeFilters & { id: number; perimeter: PerimeterId }

/** Why verdicts were decided again, as a sentence. */
function titleOf(row: StoredReclassification): string {
  const file = `import n° ${row.importId}, « ${row.file} »`
  const decision = `n° ${row.decisionId} sur ${row.siren} (${row.perimeter}, ${row.outcome ? OUTCOME_WORDS[row.outcome] : ''})`
  switch (row.cause) {
    case 'list':
      return `Liste importée (${file})`
    case 'enrichment':
      return `Recherche en ligne (${file})`
    case 'undo':
      return `Liste annulée (${file})`
    case 'decision':
      return `Décision ${decision}`
    case 'decision-reverted':
      return `Décision annulée : ${decision}`
    case 'rules':
      return `Nouvelles règles (version ${row.rulesVersionBefore} → ${row.rulesVersion})`
  }
}

const describe = (row: StoredReclassification) => ({
  id: row.id,
  cause: row.cause,
  title: titleOf(row),
  madeAt: row.madeAt.toISOString(),
  rulesVersion: row.rulesVersion,
  rulesVersionBefore: row.rulesVersionBefore,
  importId: row.importId === null ? null : Number(row.importId),
  isUndone: row.isUndone,
  decisionId: row.decisionId,
  siren: row.siren,
  suppliers: row.units,
})

export type Reclassification = ReturnType<typeof describe>

/** A page of the times verdicts were decided again, the latest first, and how many there are. */
export async function listReclassificationReports(db: Db, page: Page) {
  const { rows, total } = await listReclassifications(db, page)
  return { reclassifications: rows.map(describe), total }
}

async function getReclassification(db: Db, id: number): Promise<StoredReclassification> {
  const found = await findReclassification(db, id)
  if (found) return found
  throw new AppError(
    'not-found',
    `Aucun reclassement ne porte le numéro ${id}. Leur liste : « suppliers changes », ou GET /v1/reclassifications.`,
  )
}

async function effectQuery(
  db: Db,
  clock: Clock,
  { id, buyers, groups, from, to }: ChangeFilters & { id: number },
): Promise<EffectQuery> {
  const filters = { buyers, groups, from, to }
  await checkGroups(db, filters)
  return {
    reclassificationId: id,
    outcomes: await listPastOutcomes(db, id, PERIMETER_IDS),
    filters,
    frameworks: 'ceilings',
    isDated: false,
    plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
    plausibleTo: todayOf(clock),
  }
}

/**
 * What a reclassification changed: suppliers by perimeter and direction, contracts and euros concerned, and the share of a
 * perimeter just before and just after it, all on the contracts known today. Throws `not-found`.
 */
export async function reportReclassification(db: Db, clock: Clock, request: ChangeRequest) {
  const { id, perimeter } = request
  const found = await getReclassification(db, id)
  const query = await effectQuery(db, clock, request)
  const movements = await sumMovements(db, query)
  const asked = { ...query.filters, perimeter, holders: 'any-holder', frameworks: 'ceilings' } as const
  const sums = await sumShare(db, clock, asked, false)
  const moments = await sumMoments(db, { ...query, perimeter })
  const at = (moment: 'before' | 'after') =>
    figureOf({ ...sums.total, ...replaceParts(sums.total, moments.now, moments[moment]) })
  const method = {
    perimeter,
    holders: 'any-holder',
    frameworks: 'ceilings',
    amounts: 'latest-amendment',
    basis: 'notified',
    rulesVersion: found.rulesVersion,
  } as const
  const context = { method, filters: query.filters, restsOnLists: true, unsaid: null }
  return {
    ...describe(found),
    movements: movements.map(({ units, cents, ...movement }) => ({
      ...movement,
      suppliers: units,
      value: eurosOf(cents),
    })),
    share: { before: at('before'), after: at('after') },
    ...(await contextOf(db, context, excludedOf(sums.excluded))),
  }
}

export type ReclassificationReport = Awaited<ReturnType<typeof reportReclassification>>

/** Which moved suppliers to list: see `GET /v1/reclassifications/{id}/suppliers`. */
export type MovedSuppliersRequest = ChangeRequest & { before: Outcome | null; after: Outcome | null }

/** A day of a period as an answer gives it: an unbounded one is `null`. */
export const boundOf = (day: string): string | null => (day.endsWith('infinity') ? null : day)

/** A page of the suppliers whose answer moved in the perimeter, those of the most euros concerned first. Names of persons are masked. */
export async function listMovedSuppliers(db: Db, clock: Clock, request: MovedSuppliersRequest, page: Page) {
  const { id, perimeter, before, after } = request
  await getReclassification(db, id)
  const query = { ...(await effectQuery(db, clock, request)), perimeter, before, after }
  const { units, total } = await listMovedUnits(db, query, page)
  const names = await listNamesOfUnits(
    db,
    units.flatMap(({ siren }) => siren ?? []),
  )
  const suppliers = units.map(({ unit, siren, periods, cents, ...moved }) => {
    const known = siren === null ? undefined : names.get(siren)
    return {
      siren,
      identifier: unit,
      name: known?.isMasked ? MASKED_NAME : (known?.name ?? null),
      perimeter,
      before: moved.before,
      after: moved.after,
      periods: periods.map(({ validFrom, validTo, ruleBefore, ruleAfter }) => ({
        from: boundOf(validFrom),
        to: boundOf(validTo),
        ruleBefore,
        ruleAfter,
      })),
      contracts: moved.contracts,
      value: eurosOf(cents),
    }
  })
  return { suppliers, total }
}

export type MovedSupplier = Awaited<ReturnType<typeof listMovedSuppliers>>['suppliers'][number]
