import type { Db } from '../database/connect.ts'
import { lockImports } from '../database/imports.ts'
import {
  appendClauseVersion,
  type ClauseKey,
  type ClauseRow,
  detachClause,
  insertClause,
  listClauses,
  listClausesOfKey,
  lockClause,
} from '../database/insertion-clauses.ts'
import { countHomonyms, findContractOfClause } from '../database/insertion-contracts.ts'
import { parseOrganisationIdentifier } from '../domain/identifiers/organisation-identifier.ts'
import { BENEFICIARIES_OF_BASIS, type ClauseBasisId } from '../domain/insertion/clause-basis.ts'
import { type ClauseTerms, checkTerms } from '../domain/insertion/clause-terms.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { addDue, type DueStatement } from './insertion-dues.ts'
import { refusePersonalData } from './insertion-refusals.ts'
import { parseBuyer } from './table-reading.ts'

/** Who writes, and why. */
export type By = { author: string | null; reason?: string | null }

/** The contract a clause is of: its id in this service, or its buyer, number and lot, imported or not. */
export type ContractPointer = { contractId: string } | { buyer: string; sourceId: string; lot: string | null }

export type NewClause = {
  contract: ContractPointer
  terms: Partial<ClauseTerms> & Pick<ClauseTerms, 'bases'>
  due: DueStatement | null
}

const NO_TERMS: ClauseTerms = {
  title: null,
  bases: [],
  beneficiaries: [],
  facilitator: null,
  startsOn: null,
  endsOn: null,
  penaltyCentsPerHour: null,
  closed: null,
  waived: null,
  cancelled: null,
}

type FoundKey = ClauseKey & { buyerSiren: string | null }

async function keyOfContract(db: Db, contractId: string): Promise<FoundKey> {
  const contract = await findContractOfClause(db, contractId)
  if (contract === null)
    throw new AppError('not-found', `Aucun marché n’a l’identifiant ${contractId}. Rien n’a été enregistré.`)
  const isNumberEnough = contract.sourceId !== null && (await countHomonyms(db, contract)) === 0
  const { buyerId, buyerSiren, sourceId, lot, groupId } = contract
  return { buyerId, buyerSiren, sourceId, lot, contractGroupId: isNumberEnough ? null : groupId }
}

function keyOfNumber(buyer: string, sourceId: string, lot: string | null): FoundKey {
  const buyerId = parseBuyer(buyer)
  const parsed = parseOrganisationIdentifier(buyerId, null)
  const buyerSiren = typeof parsed === 'object' ? parsed.siren : null
  return { buyerId, buyerSiren, sourceId: sourceId.trim(), lot: lot?.trim() || null, contractGroupId: null }
}

const keyOf = (db: Db, pointer: ContractPointer) =>
  'contractId' in pointer
    ? keyOfContract(db, pointer.contractId)
    : Promise.resolve(keyOfNumber(pointer.buyer, pointer.sourceId, pointer.lot))

/** Throws `clause-invalid` with every problem of the terms, `personal-data` when a text identifies a person. */
function checkClauseTerms(terms: ClauseTerms): void {
  refusePersonalData({
    title: terms.title,
    facilitator: terms.facilitator,
    'closed.reason': terms.closed?.reason,
    'waived.reason': terms.waived?.reason,
    'cancelled.reason': terms.cancelled?.reason,
  })
  const problems = checkTerms(terms)
  if (problems.length === 0) return
  const lines = problems.map(({ path, message }) => `« ${path} » : attendu ${message}`)
  throw new AppError('clause-invalid', `Clause refusée. ${lines.join(' ; ')}. Rien n’a été enregistré.`, {
    problems,
  })
}

const reservedBy = (bases: readonly ClauseBasisId[]) =>
  bases.flatMap((basis) => BENEFICIARIES_OF_BASIS[basis] ?? [])

/** The beneficiaries that go without saying: those of the only reservation given. */
function withBeneficiaries(terms: ClauseTerms): ClauseTerms {
  const reserved = reservedBy(terms.bases)
  return terms.beneficiaries.length > 0 || reserved.length !== 1
    ? terms
    : { ...terms, beneficiaries: reserved }
}

/** The terms after a change. Where the bases change and nothing is said of whom the clause is for, a reservation that goes takes its beneficiaries along. */
function changeTerms(known: ClauseTerms, changes: Partial<ClauseTerms>): ClauseTerms {
  const terms = { ...known, ...changes }
  if (!changes.bases || changes.beneficiaries) return terms
  const reserved = reservedBy(changes.bases)
  return withBeneficiaries({
    ...terms,
    beneficiaries: known.beneficiaries.filter((beneficiary) => reserved.includes(beneficiary)),
  })
}

/**
 * Records a clause on a contract or lot, with its first hours due when they are known, and answers its number. A contract that
 * its number alone names is known by it, and may be imported later or anew; another is known by its record, which then cannot be
 * undone under the clause. Throws `not-found`, `clause-exists`, `clause-invalid`, `personal-data`.
 */
export async function createClause(
  db: Db,
  clock: Clock,
  { contract, terms: given, due }: NewClause,
  { author, reason = null }: By,
): Promise<number> {
  const terms = withBeneficiaries({ ...NO_TERMS, ...given })
  checkClauseTerms(terms)
  refusePersonalData({ author, reason })
  return db.transaction().execute(async (trx) => {
    await lockImports(trx)
    const key = await keyOf(trx, contract)
    const [known] = await listClausesOfKey(trx, key)
    if (known !== undefined)
      throw new AppError(
        'clause-exists',
        `Ce marché a déjà une clause d’insertion, la n° ${known} : ajoutez-y le fondement, l’avenant ou les heures. Rien n’a été enregistré.`,
        { clauseId: known },
      )
    const id = await insertClause(trx, key, terms, { author, reason, at: clock.now() })
    if (due !== null) await addDue(trx, clock, id, { ...due, event: due.event ?? 'initial' }, { author })
    return id
  })
}

/** The clause of this number, one recorded by mistake included. Throws `not-found`. */
export async function getClauseRow(db: Db, id: number): Promise<ClauseRow> {
  const [clause] = await listClauses(db, { id, withCancelled: true })
  if (clause) return clause
  throw new AppError('not-found', `Aucune clause d’insertion n’a le numéro ${id}.`)
}

/**
 * Changes the terms of a clause: those given, the others stay. The terms before stay in its history. Throws `not-found`,
 * `clause-invalid`, `personal-data`.
 */
export async function changeClause(
  db: Db,
  clock: Clock,
  id: number,
  changes: Partial<ClauseTerms> & { isDetached?: boolean },
  { author, reason = null }: By,
): Promise<void> {
  const { isDetached = false, ...changed } = changes
  refusePersonalData({ author, reason })
  await db.transaction().execute(async (trx) => {
    await lockClause(trx, id)
    const clause = await getClauseRow(trx, id)
    const terms = changeTerms(clause.terms, changed)
    checkClauseTerms(terms)
    if (isDetached && clause.sourceId === null)
      throw new AppError(
        'clause-invalid',
        `Le marché de la clause n° ${id} n’a pas de numéro : elle ne peut pas en être détachée. Annulez-la (clauses cancel NUMÉRO) et recréez-la.`,
      )
    if (isDetached) await detachClause(trx, id)
    await appendClauseVersion(trx, id, terms, { author, reason, at: clock.now() })
  })
}
