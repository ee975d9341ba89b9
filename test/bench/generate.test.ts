import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { FORMATS, type Format, generateFile } from '../../bench/generate.ts'
import { DIRT, type Dirt } from '../../bench/generator/proportions.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { sumCurrent } from '../import/database-state.ts'
import { openFolder } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const ROWS = 2_000
/** One of those whose first 2 000 rows hold every kind of dirt. */
const SEED = 2

/** Kinds that only one of the formats can hold. */
const ONLY_IN: Partial<Record<Dirt, Format>> = { 'not-a-number': 'decp-json-2022' }

/** What the importer must say of that dirt. */
const PROBLEMS = [
  ...['exact-repeat', 'buyer-missing', 'nothing-bought', 'buyer-identifier-invalid', 'holder-missing'],
  ...['holder-identifier-invalid', 'identifier-repaired', 'amount-missing', 'amount-placeholder'],
  ...['amount-below-minimum', 'notification-date-missing', 'considerations-contradictory'],
  ...['duration-in-days', 'published-late'],
]

const digestOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

for (const format of FORMATS) {
  t.test(`${format}: a seed always writes the same file, another seed another one`, async (t) => {
    const folder = await openFolder(t)
    const write = async (name: string, seed: number) => {
      await generateFile(join(folder, name), { format, seed, rows: 300 })
      return digestOf(join(folder, name))
    }
    const first = await write('first', 7)
    t.equal(await write('again', 7), first)
    t.not(await write('other', 8), first)
  })

  // SIRENE is no file of contracts: see below.
  if (format === 'sirene-stock-csv') continue
  t.test(`${format}: a file holds every kind of dirt, and imports without losing a row`, async (t) => {
    const path = join(await openFolder(t), 'national')
    const counts = await generateFile(path, { format, seed: SEED, rows: ROWS })
    const expected = Object.keys(DIRT).filter((kind) => (ONLY_IN[kind as Dirt] ?? format) === format)
    t.strictSame(
      expected.filter((kind) => counts[kind as Dirt] === 0),
      [],
      'kinds of dirt that are missing',
    )
    const { db } = await openTestDatabase(t)
    const first = await importContracts(db, FIXED_CLOCK, path)
    t.equal(first.format, format)
    t.equal(first.read, ROWS)
    t.equal(
      first.stored + first.updated + first.unchanged + first.rejected,
      ROWS,
      'every row is accounted for',
    )
    const found = new Set(first.problems.map(({ code }) => code))
    t.strictSame(
      PROBLEMS.filter((code) => !found.has(code)),
      [],
      'problems that the importer did not see',
    )
    const known = await sumCurrent(db)
    t.ok(known.contracts > ROWS / 2, 'contracts are found')
    const again = await importContracts(db, FIXED_CLOCK, path)
    t.match(again, { read: ROWS, stored: 0, updated: 0, rejected: first.rejected }, 'twice is once')
    t.strictSame(await sumCurrent(db), known, 'the same contracts are found')
  })
}

t.test('a national SIRENE imports whole or cut, without losing a row', async (t) => {
  const path = join(await openFolder(t), 'stock.csv')
  await generateFile(path, { format: 'sirene-stock-csv', seed: SEED, rows: ROWS })
  const { db } = await openTestDatabase(t)
  const { stored, notKept, rejected } = await importReference(db, FIXED_CLOCK, 'sirene', path, {
    keep: 'useful',
  })
  t.equal(stored + notKept, ROWS)
  t.equal(rejected, 0)
  t.ok(stored > ROWS / 20 && stored < ROWS / 8, `${stored} units of the ESS`)
  t.match(await importReference(db, FIXED_CLOCK, 'sirene', path, { keep: 'all' }), {
    stored: notKept,
    unchanged: stored,
    notKept: 0,
  })
})

t.test('a JSON file can be asked for by its length', async (t) => {
  const path = join(await openFolder(t), 'national.json')
  await generateFile(path, { format: 'decp-json-2022', seed: 1, bytes: 300_000 })
  const { length } = await readFile(path)
  t.ok(length >= 300_000 && length < 305_000, `${length} bytes`)
})
