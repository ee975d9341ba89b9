import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { openApp, type TestApp } from '../http/open-app.ts'
import { BUYER, contract, sheetOf } from '../import/sheets-of-contracts.ts'
import { openFolder } from '../import/temporary-file.ts'
import { workbook } from '../import/workbooks.ts'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

/** A command line that only sends: its own database is never opened. */
const sender = await openSpaser(t, false)

/** The service on a real socket, and its address. */
async function openService(t: Test, limits?: { uploadLimitBytes: number }) {
  const service = await openApp(t, limits)
  return { service, address: await service.app.listen({ host: '127.0.0.1', port: 0 }) }
}

/** The same, and a command line with a database of its own to compare with. */
const openBoth = async (t: Test) => ({ ...(await openService(t)), spaser: await openSpaser(t, false) })

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

const countImports = async ({ app }: TestApp) => (await app.inject('/v1/imports')).json().meta.total

t.test('a service gives the ledgers and the exit codes of a local import', async (t) => {
  const { service, address, spaser } = await openBoth(t)
  const files = ['demo/marches-2019-2021.json', 'no-id.csv', 'something-else.csv'].map(fixture)
  const away = await spaser('import', ...files, '--server', address)
  const here = await spaser('import', ...files)
  t.equal(away.code, 1)
  t.equal(away.code, here.code)
  t.strictSame(linesOf(away.out), linesOf(here.out))
  t.equal(away.err, here.err)
  t.match(linesOf(away.out).at(-1), {
    summary: { files: 3, imported: 2, failed: 1, read: 134, rejected: 2 },
  })
  t.equal((await spaser('import', fixture('no-id.csv'), '--server', `${address}/`)).code, 3)
  t.equal(await countImports(service), 3)
})

t.test('the sheets named of a workbook are those that the service reads', async (t) => {
  const { address, spaser } = await openBoth(t)
  const path = join(await openFolder(t), 'marches.xlsx')
  const sheets = ['2020', '2021', 'Marchés & avenants'].map((name) => sheetOf(name, [contract(`${name}-1`)]))
  await writeFile(path, workbook('xlsx', sheets))
  for (const named of [
    [],
    ['--sheet', '2021', '--sheet', 'Marchés & avenants'],
    ['--sheet', '2030'],
    ['--sheet', '2021', '--kind', 'payments'],
  ]) {
    const options = ['--buyer', BUYER.buyer, ...named]
    const away = await spaser('import', path, ...options, '--server', address)
    const here = await spaser('import', path, ...options)
    t.strictSame(linesOf(away.out), linesOf(here.out), named.join(' '))
    t.equal(away.err, here.err)
  }
  const csv = await spaser('import', fixture('no-id.csv'), '--sheet', '2021', '--server', address)
  t.match(csv.err, /n’est pas un classeur.*Envoyez-le sans --sheet/)
})

t.test('lists and plans go to the service too, with their options', async (t) => {
  const { address, spaser } = await openBoth(t)
  const list = ['reference', 'import', 'ess-france', fixture('demo/ess-france.csv')]
  for (const options of [
    ['--date', '2026-10-31', '--dry-run'],
    ['--date', '2026-10-31'],
    ['--date', '2026-11-01', '--partial'],
    ['--date', '2026-11-02', '--no-partial', '--max-loss', '0'],
    ['--date', '2026-10-30'],
  ]) {
    const away = await spaser(...list, ...options, '--server', address)
    const here = await spaser(...list, ...options)
    t.equal(away.code, here.code, options.join(' '))
    t.strictSame(linesOf(away.out), linesOf(here.out))
  }
  const plan = await spaser('plan', 'import', fixture('demo/plan.json'), '--server', address)
  t.match(linesOf(plan.out), [{ planId: 'spaser-val-chimere-2023-2026', stored: 1 }])
})

t.test('folders and archives are unpacked here and sent file by file', async (t) => {
  const { address } = await openService(t)
  const content = await readFile(fixture('two-holders.json'))
  const folder = t.testdir({ 'a.json.gz': gzipSync(content), 'b.csv': 'Jour,Heure\n1,2\n' })
  const { code, out } = await sender('import', folder, '--server', address)
  t.equal(code, 1)
  t.match(linesOf(out), [
    { file: /\/a\.json\.gz$/, stored: 1 },
    { error: { code: 'format-unknown' } },
    { summary: { files: 2, imported: 1, failed: 1 } },
  ])
})
