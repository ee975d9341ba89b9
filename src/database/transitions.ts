import type { Db } from './connect.ts'

/** The table of transitions: by beginning of CPV code, in order. */
export const listTransitions = (db: Db): Promise<{ cpv_prefix: string; transition: string }[]> =>
  db.selectFrom('transitions').selectAll().orderBy('cpv_prefix').orderBy('transition').execute()

/** Replaces what a beginning of CPV code serves; nothing: it is taken out, and a shorter beginning decides. */
export async function replaceTransitions(
  trx: Db,
  cpvPrefix: string,
  transitions: readonly string[],
): Promise<void> {
  await trx.deleteFrom('transitions').where('cpv_prefix', '=', cpvPrefix).execute()
  if (transitions.length === 0) return
  await trx
    .insertInto('transitions')
    .values(transitions.map((transition) => ({ cpv_prefix: cpvPrefix, transition })))
    .execute()
}
