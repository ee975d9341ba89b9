import type { Db } from './connect.ts'

/** Says that what agents enter beside imports has changed: figures read before may differ from those read after. */
export async function noteDataChange(
  trx: Db,
  topic: 'buyer-groups' | 'transitions' | 'tags',
  changedAt: Date,
): Promise<void> {
  await trx
    .insertInto('data_changes')
    .values({ topic, changed_at: changedAt })
    .onConflict((conflict) => conflict.column('topic').doUpdateSet({ changed_at: changedAt }))
    .execute()
}
