import { sql } from 'kysely'
import t from 'tap'
import { createStaging } from '../../src/database/contract-staging.ts'
import { CONTENT_COLUMNS } from '../../src/database/staged-text.ts'
import { openTestDatabase } from '../support/database.ts'
import { amendment, appendStagedContracts, holder, record, rowsOf } from './staged-contracts.ts'

/** Every field filled, each with a value of its own. */
const FULL = record({
  kind: 'framework',
  buyerName: 'Val-Chimère',
  lot: '1',
  nature: 'Accord-cadre',
  procedure: 'Procédure adaptée',
  cpv: '45000000',
  frameworkId: 'AC',
  placeCode: '31',
  placeCodeType: 'Code département',
  placeName: 'Là-bas',
  durationMonths: 12,
  amountCents: 99_999_999_900n,
  amountFlag: 'placeholder',
  priceForm: 'Ferme',
  ccag: 'Travaux',
  groupType: 'Solidaire',
  offersReceived: 4,
  innovative: false,
  advance: true,
  advanceRate: 0.1,
  subcontractingDeclared: true,
  euOrigin: 0.25,
  frenchOrigin: 0.5,
  techniques: ['Accord-cadre', 'a "b", {c}'],
  executionModes: ['Tranches'],
  priceTypes: [],
  socialConsiderations: ['execution-clause'],
  environmentalConsiderations: [],
  holders: [holder(1, 'L’équipe'), { scheme: null, identifier: 'MQ 12', siren: null, name: null }],
  amendments: [{ ...amendment(5n, '2024-05-01'), holders: [holder(2)] }],
  subcontracts: [
    { ...holder(3), amountCents: 7n, amountFlag: null, notifiedOn: '2024-06-01', durationMonths: 2 },
  ],
  version: 3,
  isVersionDated: true,
  isSuperseded: true,
})

t.test('a record is staged whole, each value in its column', async (t) => {
  const { db } = await openTestDatabase(t)
  await db.transaction().execute(async (trx) => {
    await createStaging(trx)
    await appendStagedContracts(trx, rowsOf([FULL, record()]))
    const { rows } = await sql<
      Record<string, unknown>
    >`select * from staged_rows join staged_contents using (seq) order by seq`.execute(trx)
    t.match(rows[0], {
      seq: 1,
      line: 2,
      kind: 'framework',
      buyer_name: 'Val-Chimère',
      framework_id: 'AC',
      duration_months: 12,
      notified_on: '2024-02-01',
      published_on: '2024-03-01',
      initial_amount_cents: 99_999_999_900n,
      initial_amount_flag: 'placeholder',
      innovative: false,
      advance: true,
      advance_rate: '0.1',
      eu_origin: '0.25',
      techniques: ['Accord-cadre', 'a "b", {c}'],
      price_types: [],
      social_considerations: ['execution-clause'],
      environmental_considerations: [],
      version: 3,
      is_version_dated: true,
      is_superseded: true,
      amendments: [
        { amountCents: '5', amendedOn: '2024-05-01', holders: [{ identifier: '00000000200002' }] },
      ],
      subcontracts: [{ identifier: '00000000300003', amountCents: '7', durationMonths: 2 }],
    })
    const holders = await sql`
      select seq, place, scheme, identifier, siren, name, key from staged_holders order by seq, place
    `.execute(trx)
    t.match(holders.rows, [
      {
        seq: 1,
        place: 1,
        identifier: '00000000100001',
        siren: '000000001',
        name: 'L’équipe',
        key: 'SIRET:00000000100001',
      },
      { seq: 1, place: 2, scheme: null, identifier: 'MQ 12', name: null, key: 'as-written:MQ 12' },
      { seq: 2, place: 1, identifier: '00000000100001', name: null },
    ])
    const empty = Object.keys(CONTENT_COLUMNS).filter((column) => rows[0]?.[column] === null)
    t.strictSame(empty, [], 'no content column is left out')
    t.match(rows[1], { seq: 2, line: 3, techniques: null, price_types: null, advance_rate: null })
  })
})

t.test('every content column is a column of contracts, of the same type', async (t) => {
  const { db } = await openTestDatabase(t)
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'contracts'::regclass and attnum > 0 and not attisdropped
  `.execute(db)
  const types = Object.fromEntries(rows.map(({ name, type }) => [name, type]))
  for (const [column, type] of Object.entries(CONTENT_COLUMNS)) t.equal(types[column], type, column)
})

t.test('rows keep the order of the file over several batches, even on one line', async (t) => {
  const { db } = await openTestDatabase(t)
  await db.transaction().execute(async (trx) => {
    await createStaging(trx)
    const rows = rowsOf(['A', 'B', 'C', 'D'].map((sourceId) => record({ sourceId }))).map((row) => ({
      ...row,
      line: 1,
    }))
    await appendStagedContracts(trx, rows.slice(0, 3))
    await appendStagedContracts(trx, [])
    await appendStagedContracts(trx, rows.slice(3))
    const staged = await sql<{
      source_id: string
    }>`select source_id from staged_rows order by seq`.execute(trx)
    t.equal(staged.rows.map(({ source_id }) => source_id).join(''), 'ABCD')
  })
})

t.test('texts that look like SQL, JSON or escapes are kept to the letter', async (t) => {
  const { db } = await openTestDatabase(t)
  const texts = [
    "l'eau'; drop table contracts; --",
    '{"a":[1]}',
    '\\u0000 \\n \\',
    'a\tb\nc',
    '$1 %s',
    '𝔸é',
    '"',
  ]
  await db.transaction().execute(async (trx) => {
    await createStaging(trx)
    await appendStagedContracts(trx, rowsOf(texts.map((object) => record({ object }))))
    const { rows } = await sql<{ object: string }>`select object from staged_contents order by seq`.execute(
      trx,
    )
    t.strictSame(
      rows.map(({ object }) => object),
      texts,
    )
  })
})

t.test('the staging table ends with its transaction', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const attempt of [1, 2])
    await t.resolves(db.transaction().execute(createStaging), `transaction ${attempt}`)
})
