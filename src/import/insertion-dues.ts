import type { Db } from '../database/connect.ts'
import { lockClause } from '../database/insertion-clauses.ts'
import { appendDue, listDues } from '../database/insertion-dues.ts'
import { MOST_HUNDREDTHS } from '../domain/insertion/hours.ts'
import {
  type DueEvent,
  type DueMethod,
  hoursOfMethod,
  listDuesInForce,
} from '../domain/insertion/hours-due.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import type { By } from './insertion-clauses.ts'
import { refusePersonalData } from './insertion-refusals.ts'

/** Hours due as they are stated: by which method, from which day, a new total or an addition, in place of which entry if any. */
export type DueStatement = {
  due: DueMethod
  effectiveOn: string
  event?: DueEvent
  effect?: 'total' | 'addition'
  replaces?: bigint | null
  note?: string | null
}

const eventOf = ({ due, event, replaces }: DueStatement): DueEvent =>
  event ?? (replaces ? 'correction' : due.method === 'invoiced' ? 'invoice' : 'amendment')

/** Invoices and renewals add hours; the rest states a new total, as amendments of contracts do. */
const effectOf = (statement: DueStatement) =>
  statement.effect ?? (['invoice', 'renewal'].includes(eventOf(statement)) ? 'addition' : 'total')

async function checkReplaced(trx: Db, clauseId: number, replaces: bigint): Promise<void> {
  const inForce = listDuesInForce(await listDues(trx, [clauseId]))
  if (inForce.some(({ id }) => id === replaces)) return
  throw new AppError(
    'not-found',
    `L’entrée n° ${replaces} n’est pas une des heures dues en vigueur de la clause n° ${clauseId}. Rien n’a été enregistré.`,
  )
}

/**
 * Adds an entry to the hours due of a clause: nothing is overwritten, and any past day can be asked. Answers its number. Inside
 * a transaction of the caller or its own. Throws `not-found`, `clause-invalid`.
 */
export async function addDue(
  trx: Db,
  clock: Clock,
  clauseId: number,
  statement: DueStatement,
  { author }: By,
): Promise<bigint> {
  const { due, effectiveOn, replaces = null, note = null } = statement
  refusePersonalData({ author, note })
  const hundredths = hoursOfMethod(due)
  const effect = effectOf(statement)
  if (Math.abs(hundredths) > MOST_HUNDREDTHS || (hundredths < 0 && effect === 'total'))
    throw new AppError(
      'clause-invalid',
      `La formule donne ${hundredths / 100} heures : entre 0 et ${MOST_HUNDREDTHS / 100} attendues. Vérifiez ses paramètres. Rien n’a été enregistré.`,
    )
  await lockClause(trx, clauseId)
  if (replaces !== null) await checkReplaced(trx, clauseId, replaces)
  return appendDue(trx, {
    clauseId,
    effectiveOn,
    event: eventOf(statement),
    effect,
    hundredths,
    inputs: due,
    note,
    replaces,
    author,
    recordedAt: clock.now(),
  })
}
