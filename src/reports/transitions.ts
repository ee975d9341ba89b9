import type { Db } from '../database/connect.ts'
import { noteDataChange } from '../database/data-changes.ts'
import { listTransitions, replaceTransitions } from '../database/transitions.ts'
import type { Transition } from '../domain/contract-filter/transition.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'

/** What a beginning of CPV code serves; `none` alone: nothing, whatever a shorter beginning says. */
export type TransitionRule = { cpvPrefix: string; transitions: (Transition | 'none')[] }

/** The table of transitions, by beginning of CPV code. */
export async function reportTransitions(db: Db): Promise<TransitionRule[]> {
  const rows = await listTransitions(db)
  const byPrefix = Map.groupBy(rows, ({ cpv_prefix }) => cpv_prefix)
  return [...byPrefix].map(([cpvPrefix, found]) => ({
    cpvPrefix,
    transitions: found.map(({ transition }) => transition as Transition | 'none'),
  }))
}

/** Replaces what a beginning of CPV code serves; without transition, it leaves the table. Throws `bad-usage`. */
export async function saveTransitions(
  db: Db,
  clock: Clock,
  { cpvPrefix, transitions }: TransitionRule,
): Promise<void> {
  const distinct = [...new Set(transitions)]
  if (distinct.includes('none') && distinct.length > 1)
    throw new AppError(
      'bad-usage',
      'none veut dire « aucune transition » : donnez-le seul, ou donnez les transitions sans lui.',
    )
  await db.transaction().execute(async (trx) => {
    await replaceTransitions(trx, cpvPrefix, distinct)
    await noteDataChange(trx, 'transitions', clock.now())
  })
}
