import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import type { ClauseRow } from '../database/insertion-clauses.ts'
import {
  type ContractToComplete,
  listContractsNearInsertion,
  listContractsToComplete,
} from '../database/insertion-contracts.ts'
import { CLAUSE_BASES, type ClauseBasisId } from '../domain/insertion/clause-basis.ts'
import type { ClauseState, StateThresholds } from '../domain/insertion/clause-state.ts'
import { detectMention, MENTION_KINDS } from '../domain/insertion/detect-mention.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import type { Clock } from '../platform/clock.ts'
import { meetsPeriod, type ReadClause, readClauses, type UsedThresholds } from './read-clauses.ts'
import { eurosOf } from './share-report.ts'

/** Which clauses; `on`: the day they are looked at, today when `null`; `thresholds`: those that win over the plan's. */
export type ClauseFilters = {
  buyers: readonly string[]
  states: readonly ClauseState[]
  bases: readonly ClauseBasisId[]
  /** Clauses whose dates meet this period; one without dates meets any. */
  from: string | null
  to: string | null
  on: string | null
  thresholds: Partial<StateThresholds>
}

const hours = (hundredths: number | null) => (hundredths === null ? null : hoursOf(hundredths))

const contractsOf = ({ contracts }: ClauseRow) =>
  contracts.map(({ id, object, cpv, lot, notifiedOn, amountCents }) => ({
    id,
    object,
    cpv,
    lot,
    notifiedOn,
    amount: amountCents === null ? null : eurosOf(BigInt(amountCents)),
  }))

const ratioOf = (done: number, due: number | null) => (due === null || due === 0 ? null : done / due)

const describeThresholds = ({ values, plan }: UsedThresholds) => ({
  plan,
  graceDays: values.graceDays,
  latePercent: values.lateToleranceBasisPoints / 100,
  riskPercent: values.riskToleranceBasisPoints / 100,
  paceDays: values.paceDays,
  statementDelayDays: values.statementDelayDays,
})

/** A clause as an answer gives it: its contract, its terms, its hours and its state. */
export function describeClause(read: ReadClause) {
  const { clause, dueHundredths: due, validatedHundredths, standing, thresholds } = read
  const { id, buyerId, buyerSiren, buyerName, sourceId, lot, terms, version, recordedAt } = clause
  const { bases, beneficiaries, penaltyCentsPerHour, ...rest } = terms
  return {
    id,
    buyer: { id: buyerId, siren: buyerSiren, name: buyerName },
    sourceId,
    lot,
    contracts: contractsOf(clause),
    ...rest,
    title: terms.title ?? clause.contracts[0]?.object ?? null,
    bases: bases.map((basis) => ({ id: basis, title: CLAUSE_BASES[basis].title })),
    beneficiaries: [...beneficiaries],
    penaltyPerHour: penaltyCentsPerHour === null ? null : penaltyCentsPerHour / 100,
    state: standing.state,
    hours: {
      due: hours(due),
      done: hoursOf(standing.doneHundredths),
      validated: hoursOf(validatedHundredths),
      remaining: due === null ? null : hoursOf(Math.max(0, due - standing.doneHundredths)),
      rate: ratioOf(standing.doneHundredths, due),
      expected: hours(standing.expectedHundredths),
      projected: hours(standing.projectedHundredths),
    },
    judgedOn: standing.judgedOn,
    thresholds: describeThresholds(thresholds),
    version,
    recordedAt,
  }
}

export type ClauseSummary = ReturnType<typeof describeClause>

/** The clauses these filters choose, by number, on the day asked for. */
export async function chooseClauses(db: Db, clock: Clock, filters: ClauseFilters): Promise<ReadClause[]> {
  const { states, bases } = filters
  const clauses = await readClauses(db, clock, filters)
  return clauses.filter(
    (read) =>
      (states.length === 0 || states.includes(read.standing.state)) &&
      (bases.length === 0 || bases.some((basis) => read.clause.terms.bases.includes(basis))) &&
      meetsPeriod(read, filters),
  )
}

/** A page of clauses with their states, by number, how many there are, and how many of each state. */
export async function listClauseSummaries(db: Db, clock: Clock, filters: ClauseFilters, page: Page) {
  const chosen = await chooseClauses(db, clock, filters)
  const clauses = chosen.slice(page.offset, page.offset + page.limit).map(describeClause)
  return { clauses, total: chosen.length }
}

const describeToComplete = (row: ContractToComplete) => ({
  contractId: row.id,
  buyer: { id: row.buyerId, siren: row.buyerSiren, name: row.buyerName },
  sourceId: row.sourceId,
  lot: row.lot,
  object: row.object,
  cpv: row.cpv,
  notifiedOn: row.notifiedOn,
  amount: row.amountCents === null ? null : eurosOf(BigInt(row.amountCents)),
  socialConsiderations: [...row.socialConsiderations],
})

export type ContractToCompleteSummary = ReturnType<typeof describeToComplete>

/** A page of contracts that announce a social clause or a reservation and have no insertion clause recorded: nothing says yet that they have one. */
export async function listToComplete(
  db: Db,
  filters: { buyers: readonly string[]; from: string | null; to: string | null },
  page: Page,
) {
  const { rows, total } = await listContractsToComplete(db, filters, page)
  return { contracts: rows.map(describeToComplete), total }
}

/** A page of contracts whose object seems to announce insertion, with the words that do, and no clause recorded: to be looked at, counted nowhere. */
export async function listMentions(db: Db, buyers: readonly string[], page: Page) {
  const found = (await listContractsNearInsertion(db, buyers)).flatMap((row) => {
    const mention = detectMention(row.object ?? '')
    return mention ? [{ row, mention }] : []
  })
  const contracts = found.slice(page.offset, page.offset + page.limit).map(({ row, mention }) => ({
    contractId: row.id,
    buyerId: row.buyerId,
    sourceId: row.sourceId,
    lot: row.lot,
    object: row.object ?? '',
    notifiedOn: row.notifiedOn,
    kind: mention.kind,
    proposal: MENTION_KINDS[mention.kind],
    words: mention.words,
  }))
  return { contracts, total: found.length }
}
