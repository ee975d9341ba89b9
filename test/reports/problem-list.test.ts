import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { exportProblems } from '../../src/reports/problem-list.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

t.test('a cell that a spreadsheet would run as a formula is neutralised', async (t) => {
  const { db } = await openTestDatabase(t)
  const folder = t.testdir({
    'f.csv': 'id,acheteur_id,montant,titulaire_id\n1,"=HYPERLINK(""x"")",5000,@SUM(1)\n',
  })
  const { importId } = await importContracts(db, FIXED_CLOCK, `${folder}/f.csv`)
  const csv = await text((await exportProblems(db, BigInt(importId ?? 0))) ?? Readable.from([]))
  t.match(csv, `;acheteur_id;"'=HYPERLINK(""x"")";`)
  t.match(csv, `;titulaire_id;'@SUM(1);`)
  t.notMatch(csv, /;[=@]/)
})

t.test('thousands of problems come out, each once, in the order of the file', async (t) => {
  const { db } = await openTestDatabase(t)
  const rows = Array.from({ length: 4500 }, (_, n) => `${n},00001001700010,5000,`)
  const folder = t.testdir({ 'f.csv': `id,acheteur_id,montant,titulaire_id\n${rows.join('\n')}\n` })
  const { importId } = await importContracts(db, FIXED_CLOCK, `${folder}/f.csv`)
  const csv = await text((await exportProblems(db, BigInt(importId ?? 0))) ?? Readable.from([]))
  const lines = csv
    .trim()
    .split('\r\n')
    .filter((line) => line.includes('holder-missing'))
  t.equal(lines.length, 4500)
  t.strictSame(
    lines.slice(0, 2).map((line) => line.split(';')[2]),
    ['2', '3'],
  )
  t.equal(lines.at(-1)?.split(';')[2], '4501')
})

t.test('there is no list for an import that does not exist', async (t) => {
  const { db } = await openTestDatabase(t)
  t.equal(await exportProblems(db, 1n), null)
})
