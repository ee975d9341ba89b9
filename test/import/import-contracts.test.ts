import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { listProblems } from '../../src/database/imports.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import type { Ledger } from '../../src/import/ledger.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readContracts, readEverything, sumCurrent } from './database-state.ts'
import { openFile } from './temporary-file.ts'

const countsOf = ({ read, stored, updated, unchanged, rejected }: Ledger) =>
  `${read} = ${stored} + ${updated} + ${unchanged} + ${rejected}`
const problemsOf = ({ problems }: Ledger) => problems.map(({ code, count }) => `${code}: ${count}`).join(', ')

/** What each fixture comes to in an empty database: rows read = stored + updated + unchanged + rejected. */
const FIXTURES = [
  { file: 'two-holders.json', counts: '1 = 1 + 0 + 0 + 0', problems: '', contracts: 1, euros: 128_000 },
  { file: 'amended-twice.json', counts: '1 = 1 + 0 + 0 + 0', problems: '', contracts: 1, euros: 329_900.5 },
  { file: 'concession.json', counts: '1 = 1 + 0 + 0 + 0', problems: '', contracts: 1, euros: 1_580_000 },
  {
    file: 'single-marche-object.json',
    counts: '1 = 1 + 0 + 0 + 0',
    problems: '',
    contracts: 1,
    euros: 310_000,
  },
  {
    file: 'bare-array.json',
    counts: '2 = 2 + 0 + 0 + 0',
    problems: '',
    contracts: 2,
    euros: 128_000 + 54_321.5,
  },
  {
    file: 'nan.json',
    counts: '3 = 3 + 0 + 0 + 0',
    problems: 'amount-missing: 1, not-a-number: 1',
    contracts: 3,
    euros: 128_000 + 76_000,
  },
  {
    file: 'lots-same-id.json',
    counts: '3 = 3 + 0 + 0 + 0',
    problems: '',
    contracts: 3,
    euros: 940_000 + 128_000 + 86_000,
  },
  {
    file: 'republished-with-correction.json',
    counts: '3 = 1 + 1 + 1 + 0',
    problems: 'exact-repeat: 1, published-late: 1',
    contracts: 1,
    euros: 68_000,
  },
  {
    file: 'three-holder-columns.csv',
    counts: '3 = 3 + 0 + 0 + 0',
    problems: 'amount-missing: 1, holder-missing: 1',
    contracts: 3,
    euros: 482_000 + 104_200,
  },
  {
    file: 'two-rows-one-contract.csv',
    counts: '3 = 3 + 0 + 0 + 0',
    problems: '',
    contracts: 2,
    euros: 482_000 + 97_500.5,
  },
  { file: 'versions.csv', counts: '3 = 3 + 0 + 0 + 0', problems: '', contracts: 1, euros: 221_000.75 },
  {
    file: 'no-id.csv',
    counts: '5 = 3 + 0 + 0 + 2',
    problems: 'buyer-missing: 1, nothing-bought: 1',
    contracts: 3,
    euros: 41_000 + 41_000 + 52_500,
  },
  {
    file: 'windows-1252.csv',
    counts: '2 = 2 + 0 + 0 + 0',
    problems: '',
    contracts: 2,
    euros: 128_500.5 + 64_000,
  },
]

/** What an import noted besides the records: those it found there, the names of buyers, the problems. */
async function listNotes(db: Db, importId: number | null) {
  const { rows } = await sql`
    select version, is_version_dated, seen.id, seen.line
    from import_sightings, unnest(contract_ids, lines) as seen (id, line) where import_id = ${importId}
    order by seen.id
  `.execute(db)
  const names = await db
    .selectFrom('import_buyers')
    .select(['buyer_id', 'name'])
    .where('import_id', '=', BigInt(importId ?? 0))
    .orderBy('buyer_id')
    .execute()
  const problems = await listProblems(db, BigInt(importId ?? 0), 0n, 100)
  return { records: rows, names, problems: problems.map(({ id: _, import_id: __, ...problem }) => problem) }
}

t.test('each fixture comes to what its README says, once and for all', async (t) => {
  for (const { file, counts, problems, contracts, euros } of FIXTURES)
    await t.test(file, async (t) => {
      const { db } = await openTestDatabase(t)
      const first = await importContracts(db, FIXED_CLOCK, fixture(file))
      t.equal(countsOf(first), counts)
      t.equal(problemsOf(first), problems)
      t.strictSame(await sumCurrent(db), { contracts, cents: BigInt(Math.round(euros * 100)) })
      const before = await readContracts(db)
      const again = await importContracts(db, FIXED_CLOCK, fixture(file))
      t.equal(countsOf(again), `${first.read} = 0 + 0 + ${first.read - first.rejected} + ${first.rejected}`)
      t.strictSame(await readContracts(db), before, 'the same file again changes nothing')
      const write = await openFile(t, file)
      const path = await write(Buffer.concat([await readFile(fixture(file)), Buffer.from('\n')]))
      const merged = await importContracts(db, FIXED_CLOCK, path)
      t.strictSame({ ...merged, importId: 0 }, { ...again, importId: 0 }, 'nor does one more line break')
      t.strictSame(await readContracts(db), before)
      t.strictSame(
        await listNotes(db, merged.importId),
        await listNotes(db, again.importId),
        'a file that is not read again notes the same',
      )
    })
})

t.test('a file that cannot be read leaves no trace', async (t) => {
  const { db } = await openTestDatabase(t)
  await importContracts(db, FIXED_CLOCK, fixture('two-holders.json'))
  const before = await readEverything(db)
  for (const { file, code, says } of [
    {
      file: 'truncated.json',
      code: 'file-truncated',
      says: /« truncated.json ».*ligne 4.*Rien n'a été importé/,
    },
    { file: 'empty.json', code: 'file-empty', says: /« empty.json ».*vide/ },
    {
      file: 'something-else.csv',
      code: 'format-unknown',
      says: /« something-else.csv ».*Rien n'a été importé/,
    },
    { file: 'absent.json', code: 'file-not-found', says: /« absent.json »/ },
    { file: 'demo', code: 'not-a-file', says: /« demo »/ },
  ]) {
    await t.rejects(importContracts(db, FIXED_CLOCK, fixture(file)), { code, message: says }, file)
    t.strictSame(await readEverything(db), before, `${file}: nothing was written`)
  }
})

t.test('a file without a row is imported, and its ledger says so, the second time too', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'nuit')
  const [titles = ''] = (await readFile(fixture('windows-1252.csv'), 'latin1')).split('\n', 1)
  for (const content of ['[]', '{"marches":[]}', `${titles}\n`])
    for (const time of ['first', 'again'])
      t.match(
        await importContracts(db, FIXED_CLOCK, await write(content)),
        { read: 0, stored: 0, problems: [{ code: 'no-rows', count: 1, isRejection: false }] },
        `${content}, ${time}`,
      )
  const problems = await listProblems(db, 1n, 0n, 10)
  t.match(problems, [{ code: 'no-rows', line: 0 }], 'and so does the list of its problems')
})

t.test('a trial answers the ledger and writes nothing', async (t) => {
  const { db } = await openTestDatabase(t)
  await importContracts(db, FIXED_CLOCK, fixture('bare-array.json'))
  const before = await readEverything(db)
  const trial = await importContracts(db, FIXED_CLOCK, fixture('nan.json'), { isDryRun: true })
  t.equal(trial.importId, null)
  t.strictSame(await readEverything(db), before)
  const done = await importContracts(db, FIXED_CLOCK, fixture('nan.json'))
  t.strictSame({ ...done, importId: null }, trial)
})

t.test('progress is told as rows are read, under the name to show', async (t) => {
  const { db } = await openTestDatabase(t)
  const heard: number[] = []
  const options = { name: 'envoi.json', onProgress: ({ rows }: { rows: number }) => heard.push(rows) }
  const { file } = await importContracts(db, FIXED_CLOCK, fixture('demo/marches-2019-2021.json'), options)
  t.equal(file, 'envoi.json')
  t.equal(heard.at(-1), 129)
})

async function listContracts(t: Test, file: string) {
  const { db } = await openTestDatabase(t)
  await importContracts(db, FIXED_CLOCK, fixture(file))
  const { rows } = await sql<Record<string, unknown>>`
    select c.*, (select array_agg(h.identifier order by h.position) from contract_holders h where h.contract_id = c.id) as holders,
      (select array_agg(a.amended_on::text order by a.position) from contract_amendments a where a.contract_id = c.id) as amended_on
    from contracts c order by c.is_current desc, c.line
  `.execute(db)
  return rows
}

t.test('the amount of an amended contract is the latest, its year that of the notification', async (t) => {
  t.match(await listContracts(t, 'amended-twice.json'), [
    {
      initial_amount_cents: 31_000_000n,
      amount_cents: 32_990_050n,
      notified_on: '2024-02-12',
      counted_on: '2024-02-12',
      amendment_count: 2,
      amended_on: ['2024-05-13', '2024-09-02'],
      holders: ['00002420800019'],
    },
  ])
})

t.test('versions of a contract, one a row, fold into the first one', async (t) => {
  t.match(await listContracts(t, 'versions.csv'), [
    {
      initial_amount_cents: 20_000_000n,
      amount_cents: 22_100_075n,
      counted_on: '2025-03-17',
      amendment_count: 2,
      amended_on: ['2025-07-21', '2026-01-12'],
      holders: ['00002000800017'],
      is_current: true,
      is_superseded: false,
    },
  ])
})

t.test('a correction replaces what it corrects, which is kept', async (t) => {
  t.match(await listContracts(t, 'republished-with-correction.json'), [
    { is_current: true, amount_cents: 6_800_000n },
    { is_current: false, amount_cents: 8_600_000n },
  ])
})

t.test('the rows of the holders of one contract are one contract', async (t) => {
  t.match(await listContracts(t, 'two-rows-one-contract.csv'), [
    { source_id: '2025M0031', line: 2, holders: ['00002420800019', '00002000800017'] },
    { source_id: '2025M0032', line: 3, holders: ['00002007300011'] },
  ])
})

t.test('accents, dashes, currency and decimal commas of a Windows file are kept', async (t) => {
  const [first, second] = await listContracts(t, 'windows-1252.csv')
  t.match(first, { object: /l’école – façades « côté brume »/, amount_cents: 12_850_050n })
  t.match(second, { object: "Maîtrise d'œuvre : hôtel de ville ; 2e tranche, 5 000 €/m²" })
})
