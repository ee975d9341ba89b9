import { readdir } from 'node:fs/promises'
import { enableCompileCache, getCompileCacheDir } from 'node:module'
import t from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { openContractFile } from '../../src/import/open-contract-file.ts'
import { prepareFile } from '../../src/import/prepare-file.ts'
import type { PreparedRows } from '../../src/import/prepare-rows.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { BUYER, contract, sheetOf } from './sheets-of-contracts.ts'
import { inspected, openFile } from './temporary-file.ts'
import { workbook } from './workbooks.ts'

const HEADER = 'id,acheteur_id,montant,titulaire_id,titulaire_typeIdentifiant,objet,dateNotification'
const row = (id: string, holder = '35600000000048') =>
  `${id},21310555400017,1200,${holder},SIRET,"Entretien, ""lot"" ${'é'.repeat(200)}",2024-03-01`

/** What the rows of a file become, in threads or not; batches of 256 kB at most. */
async function prepareAll(
  t: Parameters<typeof inspected>[0],
  content: string | Buffer,
  isInThreads: boolean,
) {
  const { batches, mapping } = await openContractFile(await inspected(t, content))
  const preparation = { mapping, today: '2026-11-23', importId: 1n }
  const all: PreparedRows[] = []
  for await (const prepared of prepareFile(batches, isInThreads ? 1e9 : 0, preparation)) all.push(prepared)
  const textOf = (part: 'rows' | 'contents' | 'holders' | 'problems') =>
    Buffer.concat(all.map((prepared) => prepared[part])).toString()
  const [read, rejected] = [all, all].map((_, part) =>
    all.reduce((sum, prepared) => sum + (part === 0 ? prepared.read : prepared.rejected), 0),
  )
  return {
    batches: all.length,
    read,
    rejected,
    ...{ rows: textOf('rows'), contents: textOf('contents') },
    ...{ holders: textOf('holders'), problems: textOf('problems') },
  }
}

t.test('rows prepared by several threads are the same, numbered and in the order of the file', async (t) => {
  const rows = Array.from({ length: 3_000 }, (_, rank) => (rank % 7 === 0 ? 'trop,court' : row(`${rank}`)))
  const content = `${HEADER}\n${rows.join('\n')}\n`
  const alone = await prepareAll(t, content, false)
  t.ok(alone.batches > 4, 'more batches than threads')
  t.match(alone, { read: 3_000, rejected: 429 })
  t.strictSame(await prepareAll(t, content, true), alone)
})

t.test('rows of several sheets are each read by the titles of their own, in threads too', async (t) => {
  const ids = (name: string) => Array.from({ length: 600 }, (_, rank) => contract(`${name}-${rank}`))
  const sheets = [
    sheetOf('2020', ids('20')),
    sheetOf('2021', ids('21'), { order: [4, 3, 2, 1, 0], above: [['Marchés 2021']] }),
    sheetOf('2022', ids('22'), { order: [2, 0, 4, 1, 3] }),
  ].map(({ name, rows }) => ({
    name,
    rows: rows.map((row, at) => [...row, at === (name === '2021' ? 1 : 0) ? 'acheteur_id' : BUYER.buyer]),
  }))
  const alone = await prepareAll(t, workbook('xlsx', sheets), false)
  t.match(alone, { read: 1_800, rejected: 0 })
  for (const name of ['20', '21', '22'])
    t.match(alone.rows, `${name}-599\t`, 'the number stands in its own column on each sheet')
  t.strictSame(await prepareAll(t, workbook('xlsx', sheets), true), alone)
})

t.test(
  'batches sent to the database together lose no row, no problem and not the last of them',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'marches.csv')
    const rows = Array.from({ length: 3_000 }, (_, rank) => (rank % 7 === 0 ? 'trop,court' : row(`${rank}`)))
    const ledger = await importContracts(db, FIXED_CLOCK, await write(`${HEADER}\n${rows.join('\n')}\n`))
    t.match(ledger, {
      ...{ read: 3_000, stored: 2_571, rejected: 429 },
      problems: [{ code: 'cell-count', count: 429, example: { line: 2 } }],
    })
    const contracts = await db.selectFrom('contracts').select('line').orderBy('line').execute()
    const problems = await db.selectFrom('import_problems').select('line').orderBy('id').execute()
    const lines = rows.map((_, rank) => rank + 2)
    t.strictSame(
      problems.map(({ line }) => line),
      lines.filter((_, rank) => rank % 7 === 0),
      'in the order of the file',
    )
    t.strictSame(
      contracts.map(({ line }) => line),
      lines.filter((_, rank) => rank % 7 !== 0),
    )
  },
)

t.test('rows that say the same one after the other keep what they say', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.csv')
  const rows = [row(''), row(''), row('A'), row('A', '55208131766522'), row('A'), row('')]
  const ledger = await importContracts(db, FIXED_CLOCK, await write(`${HEADER}\n${rows.join('\n')}\n`))
  t.match(ledger, { read: 6, stored: 5, unchanged: 1 }, 'without id, as many contracts as rows')
  const contracts = await db.selectFrom('contracts').select(['source_id', 'amount_cents', 'object']).execute()
  t.strictSame(contracts.map(({ source_id }) => source_id ?? '').sort(), ['', '', '', 'A'])
  t.ok(contracts.every(({ amount_cents, object }) => amount_cents === 120_000n && object !== null))
})

t.test('threads keep the compiled sources where the program does, and start from them', async (t) => {
  enableCompileCache(t.testdir())
  await prepareAll(t, `${HEADER}\n${row('A')}\n`, true)
  const kept = await readdir(getCompileCacheDir() ?? '', { withFileTypes: true })
  t.ok(
    kept.some((entry) => entry.isFile()),
    'written by the threads as they end',
  )
})
