import type { Db } from '../database/connect.ts'
import { listUnitsOfList, type UndoneFacts, undoFacts } from '../database/fact-history.ts'
import { deleteIdempotencyKeysOf } from '../database/idempotency-keys.ts'
import { findImport, lockImports, markUndone, type NewImport } from '../database/imports.ts'
import { refreshStoredFigures } from '../database/stored-figures.ts'
import { type UndoneContracts, undoContracts } from '../database/undo-contracts.ts'
import { type UndoneHours, undoHours } from '../database/undo-insertion.ts'
import { type UndonePayments, undoPayments } from '../database/undo-payments.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { linkNames } from './link-names.ts'
import { reclassify } from './reclassify.ts'
import { listBlockers } from './undo-blockers.ts'
import { type UndonePlans, undoPlan } from './undo-plan.ts'

type Kind = NewImport['kind']

/** What undoing an import changed. */
type Undone = {
  contracts: UndoneContracts
  payments: UndonePayments
  hours: UndoneHours
  facts: UndoneFacts
  plans: UndonePlans
}

export type UndoReport = Undone & {
  importId: number
  kind: Kind
  file: string
  /** `null`: a trial, nothing was undone. */
  undoneAt: string | null
}

const NOTHING: Undone = {
  contracts: { removed: 0, handedOver: 0, currentAgain: 0 },
  payments: { removed: 0, handedOver: 0 },
  hours: { removed: 0, handedOver: 0 },
  facts: { removed: 0, restored: 0 },
  plans: { removed: 0, restored: 0 },
}

/** How each kind of import is taken back: the data are then as if it had never been made. */
const UNDO: Readonly<Record<Kind, (trx: Db, clock: Clock, importId: bigint) => Promise<Partial<Undone>>>> = {
  contracts: async (trx, clock, importId) => {
    const contracts = await undoContracts(trx, importId)
    await refreshStoredFigures(trx, todayOf(clock), 'touched-buyers')
    return { contracts }
  },
  payments: async (trx, _, importId) => ({ payments: await undoPayments(trx, importId) }),
  hours: async (trx, _, importId) => ({ hours: await undoHours(trx, importId) }),
  reference: async (trx, clock, importId) => {
    await listUnitsOfList(trx, importId)
    const facts = await undoFacts(trx, importId)
    await reclassify(trx, clock, 'changed-units', { kind: 'undo', importId })
    return { facts }
  },
  plan: async (trx, _, importId) => ({ plans: await undoPlan(trx, importId) }),
}

/** The import to undo, once sure that it can be. */
async function findUndoable(trx: Db, importId: bigint) {
  const found = await findImport(trx, importId)
  if (!found)
    throw new AppError('not-found', `Aucun import ne porte le numéro ${importId}. Rien n'a été annulé.`)
  const name = `L'import n° ${importId} (« ${found.file_name} »)`
  if (found.undone_at)
    throw new AppError(
      'import-undone',
      `${name} est déjà annulé, depuis le ${found.undone_at.toISOString().slice(0, 10)}. Il n'y a rien à faire.`,
    )
  if (!found.is_traced)
    throw new AppError(
      'import-not-traced',
      `${name} a été fait par une version de l'outil qui ne notait pas ce que deux fichiers ont en commun : il ne peut pas être annulé exactement. Pour s'en passer, importez les autres fichiers dans une base neuve.`,
    )
  const reasons = await listBlockers(trx, importId)
  if (reasons.length > 0)
    throw new AppError('import-in-use', `${name} ne peut pas être annulé : ${reasons.join(' ; ')}.`)
  return found
}

async function undoInside(trx: Db, clock: Clock, importId: bigint): Promise<UndoReport> {
  await lockImports(trx)
  const { kind, file_name: file } = await findUndoable(trx, importId)
  const undone = await UNDO[kind](trx, clock, importId)
  await linkNames(trx, clock)
  await deleteIdempotencyKeysOf(trx, importId)
  const undoneAt = clock.now()
  await markUndone(trx, importId, undoneAt)
  return {
    ...NOTHING,
    ...undone,
    importId: Number(importId),
    kind,
    file,
    undoneAt: undoneAt.toISOString(),
  }
}

/**
 * Takes back an import, whole: afterwards the data are as if it had never been made, and it stays listed as undone. All or
 * nothing; a trial (`isDryRun`) tells what would change and leaves the database as it was.
 * Throws an `AppError` when there is no such import, when it is undone already, or when something rests on it.
 */
export async function undoImport(
  db: Db,
  clock: Clock,
  importId: bigint,
  { isDryRun = false }: { isDryRun?: boolean } = {},
): Promise<UndoReport> {
  const trx = await db.startTransaction().execute()
  try {
    const report = await undoInside(trx, clock, importId)
    if (!isDryRun) {
      await trx.commit().execute()
      return report
    }
    await trx.rollback().execute()
    return { ...report, undoneAt: null }
  } catch (error) {
    if (!trx.isCommitted && !trx.isRolledBack) await trx.rollback().execute()
    throw error
  }
}
