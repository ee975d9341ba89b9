import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { connect } from '../../src/database/connect.ts'
import { buyerOf, toJson } from '../import/arbitrary-contracts.ts'
import { openFolder } from '../import/temporary-file.ts'
import { fillFolder, fixture, openTestDatabase } from '../support/database.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')
const SMALL = fixture('two-holders.json')

/** The program itself on a database of its own, and what that database then holds. */
async function openProgram(t: Test) {
  const folder = await openFolder(t)
  const dataDir = join(folder, 'data')
  const isOnServer = process.env.TEST_ENGINE === 'server'
  const databaseUrl = isOnServer ? (await openTestDatabase(t)).databaseUrl : null
  if (!isOnServer) await fillFolder(dataDir)
  const { DATABASE_URL: _, NODE_OPTIONS: __, ...usual } = process.env
  const env = { ...usual, SPASER_DATA_DIR: dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  const start = (...argv: string[]) =>
    spawn(process.execPath, [MAIN, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const listFiles = async () => {
    const { db, close } = await connect({ databaseUrl, dataDir })
    const rows = await db.selectFrom('imports').select('file_name').orderBy('id').execute()
    await close()
    return rows.map((row) => row.file_name)
  }
  return { folder, dataDir, start, listFiles }
}

/** Contracts enough for an import to last some seconds. */
const longContent = () =>
  toJson(
    Array.from({ length: 20_000 }, (_, n) => ({
      buyer: buyerOf(1),
      id: `M${n}`,
      lot: null,
      object: `Marché n° ${n}`,
      nature: 'Marché',
      framework: null,
      euros: 40_000 + n,
      notifiedOn: '2024-02-01',
      publishedOn: '2024-03-01',
      holders: [buyerOf(1_000 + (n % 50))],
      amendments: [],
    })),
  )

for (const { signal, expected } of [
  { signal: 'SIGINT', expected: 130 },
  { signal: 'SIGTERM', expected: 143 },
] as const)
  t.test(`${signal} in the middle of a batch takes the file under way back, and says so`, async (t) => {
    const { folder, dataDir, start, listFiles } = await openProgram(t)
    const long = join(folder, 'long.json')
    await writeFile(long, longContent())
    const child = start('import', SMALL, long, fixture('no-id.csv'))
    const said = text(child.stderr)
    await once(child.stdout, 'data')
    child.stdout.resume()
    child.kill(signal)
    const [code] = await once(child, 'exit')
    t.equal(code, expected)
    t.match(await said, new RegExp(`Interrompu \\(${signal}\\).*base est comme avant`))
    t.notOk(existsSync(join(dataDir, 'spaser.lock')), 'the folder is given back')
    t.strictSame(await listFiles(), ['two-holders.json'])
  })

t.test('a reader who stops early (`| head`) stops no import', async (t) => {
  const { start, listFiles } = await openProgram(t)
  const child = start('import', SMALL, fixture('nan.json'), fixture('bare-array.json'))
  const said = text(child.stderr)
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  t.equal(await said, '')
  t.strictSame(await listFiles(), ['two-holders.json', 'nan.json', 'bare-array.json'])
})
