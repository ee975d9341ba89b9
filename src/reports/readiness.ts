import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../database/connect.ts'
import { ping } from '../database/readiness.ts'

/** Longer than that, a reader would wait too: an import under way holds the embedded database's only connection. */
const READINESS_TIMEOUT_MS = 2_000

/** Whether the database answers within two seconds. */
export function isDatabaseReady(db: Db, timeoutMs: number = READINESS_TIMEOUT_MS): Promise<boolean> {
  const answer = ping(db).then(
    () => true,
    () => false,
  )
  return Promise.race([answer, wait(timeoutMs, false, { ref: false })])
}
