import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import t from 'tap'
import { connectToPglite } from '../../src/database/connect.ts'
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

t.test('whatever an answer may rest on says that it was written', async (t) => {
  const { db } = await openTestDatabase(t)
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind = 'r' and not exists (
      select from pg_trigger g join pg_proc f on f.oid = g.tgfoid where g.tgrelid = c.oid and f.proname = 'note_write'
    ) order by 1
  `.execute(db)
  t.strictSame(
    rows.map(({ name }) => name),
    ['idempotency_keys', 'migrations', 'writes'],
  )
})

t.test('the database itself refuses an import whose rows do not add up', async (t) => {
  const { db } = await openTestDatabase(t)
  const insert = sql`
    insert into imports (kind, format, file_name, file_digest, byte_size, read_count, stored_count, started_at, finished_at)
    values ('contracts', 'x', 'x', 'x', 1, 3, 2, now(), now())
  `
  await t.rejects(insert.execute(db), /imports_no_row_is_lost/)
})

t.test(
  'a server without the extensions that names are searched with is told so, and nothing is changed',
  async (t) => {
    const { db, close } = connectToPglite(await PGlite.create())
    t.teardown(close)
    await t.rejects(
      migrate(db),
      /n'a pas les extensions unaccent et pg_trgm.*postgresql-contrib.*Rien n'a été changé/,
    )
    const { rows } = await sql`select tablename from pg_tables where schemaname = 'public'`.execute(db)
    t.strictSame(rows, [])
  },
)

t.test('an account that may not create the extensions is told what to have run, and by whom', async (t) => {
  const { db, engine } = await openTestDatabase(t)
  const refused = sql.raw(
    ((await listMigrations()).find(({ name }) => name.startsWith('0008')) ?? { text: '' }).text,
  )
  const attempt = db.transaction().execute(async (trx) => {
    await sql`drop extension pg_trgm, unaccent cascade`.execute(trx)
    await sql`create role spaser_without_rights`.execute(trx)
    await sql`set local role spaser_without_rights`.execute(trx)
    await refused.execute(trx)
  })
  await t.rejects(attempt, /n'a pas le droit de créer les extensions.*CREATE EXTENSION unaccent/, engine)
})
