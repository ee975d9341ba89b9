import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { openFolder } from '../import/temporary-file.ts'
import { openCompanyApi, silence } from '../support/company-api.ts'
import { fillFolder, openTestDatabase } from '../support/database.ts'
import { writeContracts } from './contracts-in-doubt.ts'

t.test('Ctrl-C in the middle keeps what was answered', async (t) => {
  const api = await openCompanyApi(t)
  const folder = await openFolder(t)
  const dataDir = join(folder, 'data')
  const isOnServer = process.env.TEST_ENGINE === 'server'
  const databaseUrl = isOnServer ? (await openTestDatabase(t)).databaseUrl : null
  if (!isOnServer) await fillFolder(dataDir)
  const { DATABASE_URL: _, NODE_OPTIONS: __, ...usual } = process.env
  const env = {
    ...usual,
    SPASER_DATA_DIR: dataDir,
    COMPANY_SEARCH_URL: api.address,
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
  }
  const main = join(import.meta.dirname, '../../src/main.ts')
  const start = (...argv: string[]) =>
    spawn(process.execPath, [main, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const loading = start('import', await writeContracts(t, 5))
  loading.stdout.resume()
  await once(loading, 'exit')

  const child = start('suppliers', 'enrich')
  api.onAsked = () => {
    if (api.asked.length === 3) child.kill('SIGINT')
    if (api.asked.length >= 3) api.always = silence
  }
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  t.equal(code, 130)
  t.match(JSON.parse(out), { importId: 2, read: 2, stored: 2, toAsk: 5 })
  t.match(err, /Interrompu \(SIGINT\)\. Les réponses déjà reçues sont enregistrées\. Relancez/)
})
