import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type Connection, connect, type Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { buyerOf, toJson } from './arbitrary-contracts.ts'
import { digest } from './database-state.ts'
import { openFolder } from './temporary-file.ts'

const KILLS = runs(5, 2)
const UNDO_KILLS = runs(3, 2)
const CONTRACTS = 1_500
const SUPPLIERS = 200
const MAIN = join(import.meta.dirname, '../../src/main.ts')

/** Contracts of one buyer, that no other file speaks of, with the same few suppliers as the others. */
const contentOf = (buyer: number) =>
  toJson(
    Array.from({ length: CONTRACTS }, (_, n) => ({
      buyer: buyerOf(buyer),
      id: `M${n}`,
      lot: null,
      object: `Marché n° ${n}`,
      nature: 'Marché',
      framework: null,
      euros: 40_000 + n,
      notifiedOn: '2024-02-01',
      publishedOn: '2024-03-01',
      holders: [buyerOf(1_000 + (n % SUPPLIERS))],
      amendments: [],
    })),
  )

/** Where the child imports: an embedded folder, or the server of TEST_ENGINE=server. */
async function openPlace(t: Test, folder: string) {
  const databaseUrl =
    process.env.TEST_ENGINE === 'server' ? ((await openTestDatabase(t)).databaseUrl ?? null) : null
  const config = { databaseUrl, dataDir: join(folder, 'data') }
  const { DATABASE_URL: _, NODE_OPTIONS: __, ...env } = process.env
  return {
    env: { ...env, SPASER_DATA_DIR: config.dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
    open: () => connect(config),
  }
}

type Place = Awaited<ReturnType<typeof openPlace>>

/** Runs a command, killed after `delayMs` if it is not over; answers how it ended and how long it took. */
async function runCommand(place: Place, argv: readonly string[], delayMs: number | null) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [MAIN, ...argv], { env: place.env, stdio: 'ignore' })
  const ended = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? `code ${code}`))
  })
  if (delayMs !== null) {
    await Promise.race([ended, setTimeout(delayMs)])
    child.kill('SIGKILL')
  }
  return { end: await ended, durationMs: performance.now() - startedAt }
}

const runImport = (place: Place, path: string, delayMs: number | null) =>
  runCommand(place, ['import', path], delayMs)

/** A server notices that its client died when it next writes to it: until then the transaction is still open. */
async function waitForOthers(db: Db): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { rows } = await sql`
      select from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'
    `.execute(db)
    if (rows.length === 0) return
    await setTimeout(50)
  }
  throw new Error('the killed command still runs')
}

async function withConnection<T>(place: Place, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await place.open()
  try {
    if (connection.engine === 'server') await waitForOthers(connection.db)
    return await work(connection)
  } finally {
    await connection.close()
  }
}

t.test(
  'an import killed at any moment leaves the database as before or as after',
  { timeout: 280_000 },
  async (t) => {
    const folder = await openFolder(t)
    const place = await openPlace(t, folder)
    const writeContent = async (buyer: number) => {
      const path = join(folder, `${buyer}.json`)
      await writeFile(path, contentOf(buyer))
      return path
    }
    t.equal(
      (await runImport(place, await writeContent(100), null)).end,
      'code 0',
      'the first import creates the database',
    )
    const whole = await runImport(place, await writeContent(101), null)
    t.equal(whole.end, 'code 0', 'the second measures how long an import takes')

    let before = await withConnection(place, ({ db }) => digest(db))
    let killed = 0
    let shortestMs = whole.durationMs
    for (let n = 0; n < KILLS; n++) {
      const path = await writeContent(n)
      const delayMs = (shortestMs * (n + Math.random())) / KILLS
      const run = await runImport(place, path, delayMs)
      if (run.end === 'SIGKILL') killed++
      else shortestMs = Math.min(shortestMs, run.durationMs)
      const title = `killed after ${Math.round(delayMs)} ms`
      before = await withConnection(place, async ({ db }) => {
        const found = await digest(db)
        const isBefore = found.everything === before.everything
        const { stored, unchanged } = await importContracts(db, FIXED_CLOCK, path)
        const after = await digest(db)
        t.strictSame(
          [stored, unchanged],
          isBefore ? [CONTRACTS, 0] : [0, CONTRACTS],
          `${title}: a new import completes`,
        )
        if (!isBefore) t.equal(found.contracts, after.contracts, `${title}: as after`)
        return after
      })
    }
    t.ok(killed > 0, `${killed} of ${KILLS} imports were still running when they were killed`)
  },
)

t.test(
  'an undoing killed at any moment leaves the database as before or as after',
  { timeout: 280_000 },
  async (t) => {
    const folder = await openFolder(t)
    const place = await openPlace(t, folder)
    const path = join(folder, 'marches.json')
    await writeFile(path, contentOf(100))
    t.equal((await runImport(place, path, null)).end, 'code 0')
    const whole = await runCommand(place, ['import', 'undo', '1'], null)
    t.equal(whole.end, 'code 0', 'the first measures how long an undoing takes')

    let killed = 0
    let shortestMs = whole.durationMs
    for (let n = 0; n < UNDO_KILLS; n++) {
      const id = await withConnection(place, ({ db }) =>
        importContracts(db, FIXED_CLOCK, path).then((l) => l.importId),
      )
      const before = await withConnection(place, ({ db }) => digest(db))
      const delayMs = (shortestMs * (n + Math.random())) / UNDO_KILLS
      const run = await runCommand(place, ['import', 'undo', String(id)], delayMs)
      if (run.end === 'SIGKILL') killed++
      else shortestMs = Math.min(shortestMs, run.durationMs)
      const title = `killed after ${Math.round(delayMs)} ms`
      await withConnection(place, async ({ db }) => {
        if ((await digest(db)).everything === before.everything)
          await undoImport(db, FIXED_CLOCK, BigInt(id ?? 0))
        const { rows } = await sql<{ left: number }>`select count(*)::integer as left from contracts`.execute(
          db,
        )
        t.equal(rows[0]?.left, 0, `${title}: undone whole, or not at all and then undone`)
      })
    }
    t.ok(killed > 0, `${killed} of ${UNDO_KILLS} undoings were still running when they were killed`)
  },
)
