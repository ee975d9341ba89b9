import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { connect, type Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'

const skip = process.env.TEST_ENGINE !== 'server' && 'the embedded database has no connection to lose'

/** Ends, from another connection, the one that waits for a lock; 10 s at most. */
async function endWaiting(db: Db): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
    `.execute(db)
    if (rows.length > 0) return
    await wait(20)
  }
  throw new Error('nobody waits')
}

t.test('a connection ended by the server in the middle of an import stores nothing', { skip }, async (t) => {
  const { db, databaseUrl } = await openTestDatabase(t)
  const countImports = async () => (await db.selectFrom('imports').select('id').execute()).length
  for (const table of ['imports', 'contracts']) {
    const other = await connect({ databaseUrl, dataDir: '' })
    await db.transaction().execute(async (trx) => {
      await sql`lock table ${sql.table(table)} in exclusive mode`.execute(trx)
      const lost = t.rejects(
        importContracts(other.db, FIXED_CLOCK, fixture('demo/marches-2019-2021.json')),
        { code: 'database-unreachable', message: /coupée pendant l'import/ },
        `while it writes ${table}`,
      )
      await endWaiting(trx)
      await lost
    })
    t.equal(await countImports(), 0)
    await importContracts(other.db, FIXED_CLOCK, fixture('two-holders.json'), { isDryRun: true })
    await other.close()
  }
})
