import type { Db } from './connect.ts'

/** Does `work` in a transaction of its own, or in the one that `db` already is: its owner then commits. */
export function inTransaction<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}
