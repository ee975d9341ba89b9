import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openFolder } from '../import/temporary-file.ts'
import { faultsOfPackage } from '../reports/ocds-validator.ts'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const spaser = await openSpaser(t)
await spaser('import', fixture('demo/marches-2022-2024.json'))
const folder = await openFolder(t)
const BUYER = ['--buyer', '000010017']

t.test('export ocds writes a valid package, and says that the prefix is nobody’s', async (t) => {
  const { code, out, err } = await spaser('export', 'ocds', ...BUYER)
  t.equal(code, 0)
  t.strictSame(faultsOfPackage(JSON.parse(out)), [])
  t.match(err, /ocds-xxxxxx.*OCID_PREFIX/)
})

t.test('export ocds --format jsonl writes one release a line', async (t) => {
  const { out } = await spaser('export', 'ocds', ...BUYER, '--format', 'jsonl', '--from', '2023-01-01')
  for (const line of out.trimEnd().split('\n')) t.match(JSON.parse(line).ocid, /^ocds-xxxxxx-/)
})

t.test('export csv --out writes a whole file, in place of the one that had its name', async (t) => {
  const path = join(folder, 'marches.csv')
  await writeFile(path, 'ancien')
  const { code, out, err } = await spaser('export', 'csv', ...BUYER, '--out', path)
  t.equal(code, 0)
  t.equal(out, '')
  t.match(err, path)
  t.match(await readFile(path, 'utf8'), /^id,uid,/)
  t.strictSame(await readdir(folder), ['marches.csv'], 'nothing beside it')
  t.match((await spaser('import', path)).out, /0 refusé|inchangé/)
})

t.test('what cannot be exported leaves the file of that name as it was', async (t) => {
  const path = join(folder, 'marches.csv')
  const before = await readFile(path, 'utf8')
  const { code, err } = await spaser('export', 'ocds', '--buyer', '999999999', '--out', path)
  t.equal(code, 1)
  t.match(err, /Aucun marché/)
  t.equal(await readFile(path, 'utf8'), before)
})

for (const { title, argv, says } of [
  { title: 'a folder', argv: ['csv', '--out', folder], says: /est un dossier/ },
  {
    title: 'a folder that is not there',
    argv: ['csv', '--out', join(folder, 'a/b.csv')],
    says: /n’existe pas/,
  },
  { title: 'another format', argv: ['ocds', '--format', 'xml'], says: /--format « xml ».*json, jsonl/ },
  { title: 'other columns', argv: ['csv', '--columns', 'all'], says: /--columns « all ».*full, schema/ },
  { title: 'a buyer that is none', argv: ['csv', '--buyer', '12'], says: /SIREN/ },
  {
    title: 'days in the wrong order',
    argv: ['csv', '--from', '2025-01-01', '--to', '2024-01-01'],
    says: /inversez/,
  },
  { title: 'no format', argv: [], says: /besoin d'au moins 1/ },
])
  t.test(`refused with a reason: ${title}`, async (t) => {
    const { code, err } = await spaser('export', ...argv)
    t.equal(code, 2)
    t.match(err, says)
    t.strictSame(await readdir(folder), ['marches.csv'])
  })
