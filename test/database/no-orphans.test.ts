import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importFile } from '../../src/import/import-file.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'

/** What a column of this name refers to, whether the schema says so or not: keys that cost too much on imports were dropped. */
const REFERENCES = {
  import_id: 'imports',
  buyer_id: 'buyers',
  supplier_id: 'suppliers',
  contract_id: 'contracts',
} as const

/** Columns of that name that outlive the data, on purpose: they hold the identifier as it was given. */
const OUTLIVING = ['editions.buyer_id', 'mapping_profiles.buyer_id', 'planned_purchases.buyer_id']

/** Rows seen again, listed by their numbers. */
const SEEN = [
  ['import_sightings', 'contract_ids', 'contracts'],
  ['fact_sightings', 'fact_ids', 'facts'],
  ['payment_sightings', 'payment_ids', 'payments'],
  ['insertion_hour_sightings', 'hour_ids', 'insertion_hours'],
] as const

async function listReferences(db: Db): Promise<{ table: string; column: keyof typeof REFERENCES }[]> {
  const { rows } = await sql<{ table: string; column: keyof typeof REFERENCES }>`
    select c.table_name as table, c.column_name as column
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = any(${Object.keys(REFERENCES)}::text[])
    order by 1, 2
  `.execute(db)
  return rows.filter(({ table, column }) => !OUTLIVING.includes(`${table}.${column}`))
}

/** The references that lead nowhere: "contract_holders.supplier_id: 3". */
async function listOrphans(db: Db): Promise<string[]> {
  const orphans: string[] = []
  for (const { table, column } of await listReferences(db)) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from ${sql.table(table)} t
      where t.${sql.ref(column)} is not null
        and not exists (select from ${sql.table(REFERENCES[column])} r where r.id = t.${sql.ref(column)})
    `.execute(db)
    if (rows[0]?.count) orphans.push(`${table}.${column}: ${rows[0].count}`)
  }
  for (const [table, column, seen] of SEEN) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from ${sql.table(table)} t, unnest(t.${sql.ref(column)}) as s (id)
      where not exists (select from ${sql.table(seen)} r where r.id = s.id)
    `.execute(db)
    if (rows[0]?.count) orphans.push(`${table}.${column}: ${rows[0].count}`)
  }
  return orphans
}

const CONTRACTS = [
  'two-holders.json',
  'amended-twice.json',
  'republished-with-correction.json',
  'versions.csv',
]
const OTHERS = ['payments.csv', 'hours-by-person.csv', 'hours-totals.csv']

t.test(
  'no row refers to one that is not there: imported, corrected, refused, undone in any order',
  async (t) => {
    const { db } = await openTestDatabase(t)
    t.match(await listReferences(db), [{ table: 'contract_amendments', column: 'contract_id' }])
    await importDemo(db)
    t.strictSame(await listOrphans(db), [], 'the demonstration')
    await createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer: '00001001700010', sourceId: '2025-VOIRIE', lot: null },
        terms: { bases: ['execution-condition'] },
        due: null,
      },
      { author: null },
    )
    const first = (await importFile(db, FIXED_CLOCK, fixture('single-marche-object.json'))).importId ?? 0
    for (const name of [...CONTRACTS, ...OTHERS, ...CONTRACTS]) {
      await importFile(db, FIXED_CLOCK, fixture(name), { buyer: '00001001700010' })
      t.strictSame(await listOrphans(db), [], name)
    }
    await t.rejects(importFile(db, FIXED_CLOCK, fixture('truncated.json')))
    t.strictSame(await listOrphans(db), [], 'a file refused half-way')
    const last = first + CONTRACTS.length * 2 + OTHERS.length
    const inDisorder = Array.from(
      { length: last - first + 1 },
      (_, index) => first + ((index * 5) % (last - first + 1)),
    )
    for (const id of inDisorder) {
      await undoImport(db, FIXED_CLOCK, BigInt(id))
      t.strictSame(await listOrphans(db), [], `import ${id} undone`)
    }
  },
)

t.test('the proof holds: an orphan made on purpose is found', async (t) => {
  const { db } = await openTestDatabase(t)
  await importFile(db, FIXED_CLOCK, fixture('two-holders.json'))
  await sql`delete from contracts`.execute(db)
  t.match(await listOrphans(db), [/^contract_holders\.contract_id: \d/])
})
