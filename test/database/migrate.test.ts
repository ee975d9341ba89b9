import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import t from 'tap'
import { listMigrations, migrate } from '../../src/database/migrate.ts'
import { openTestDatabase } from '../support/database.ts'
import { describeSchema, SCHEMA_FILE } from '../support/describe-schema.ts'

t.test('a second migration finds nothing to do', async (t) => {
  const { db } = await openTestDatabase(t)
  t.strictSame(await migrate(db), [])
})

t.test('two migrations at once apply each file once', async (t) => {
  const { db } = await openTestDatabase(t)
  const results = await Promise.all([migrate(db), migrate(db)])
  t.strictSame(results, [[], []])
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(db)
  t.strictSame(
    rows.map(({ name }) => name),
    (await listMigrations()).map(({ name }) => name),
  )
})

t.test('a migration edited after it was applied is refused, naming it', async (t) => {
  const { db } = await openTestDatabase(t)
  await sql`update migrations set digest = 'other'`.execute(db)
  await t.rejects(migrate(db), /une autre version de l'outil \(migration 0001-create-schema\.sql\)/)
})

t.test('the committed schema is the one the migrations make (npm run schema)', async (t) => {
  const { db } = await openTestDatabase(t)
  t.equal(await describeSchema(db), await readFile(SCHEMA_FILE, 'utf8'))
})

t.test('the database itself refuses an import whose rows do not add up', async (t) => {
  const { db } = await openTestDatabase(t)
  const insert = sql`
    insert into imports (kind, format, file_name, file_digest, byte_size, read_count, stored_count, started_at, finished_at)
    values ('contracts', 'x', 'x', 'x', 1, 3, 2, now(), now())
  `
  await t.rejects(insert.execute(db), /imports_no_row_is_lost/)
})
