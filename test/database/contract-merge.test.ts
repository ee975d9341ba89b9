import { sql } from 'kysely'
import t from 'tap'
import type { ContractRecord } from '../../src/domain/contract/contract-record.ts'
import { openTestDatabase } from '../support/database.ts'
import {
  amendment,
  BUYER,
  holder,
  listCurrent,
  merge,
  mergeRows,
  record,
  rowsOf,
} from './staged-contracts.ts'

/** A SIRET for each row of a table: buyers are independent, so one database serves them all. */
const buyerOf = (n: number) => String(10_000_000_000_000 + n)

type Case = {
  title: string
  /** Files, in order, each with its records. */
  files: readonly (readonly Partial<ContractRecord>[])[]
  counts: readonly string[]
  current: readonly string[]
}

const CASES: readonly Case[] = [
  { title: 'a record is a contract', files: [[{}]], counts: ['1 + 0 + 0'], current: ['M1 Toiture 1000 1'] },
  {
    title: 'an exact repeat counts once',
    files: [[{}, {}, {}]],
    counts: ['1 + 0 + 2'],
    current: ['M1 Toiture 1000 1'],
  },
  {
    title: 'the same record in another file changes nothing',
    files: [[{}], [{}, {}]],
    counts: ['1 + 0 + 0', '0 + 0 + 2'],
    current: ['M1 Toiture 1000 1'],
  },
  {
    title: 'another set of holders is another lot',
    files: [[{}, { holders: [holder(2)] }, { holders: [holder(1), holder(2)] }]],
    counts: ['3 + 0 + 0'],
    current: ['M1 Toiture 1000 1', 'M1 Toiture 1000 1+2', 'M1 Toiture 1000 2'],
  },
  {
    title: 'the order of holders makes no other lot',
    files: [
      [{ holders: [holder(1), holder(2)] }],
      [{ holders: [holder(2), holder(1)], publishedOn: '2024-04-01' }],
    ],
    counts: ['1 + 0 + 0', '0 + 1 + 0'],
    current: ['M1 Toiture 1000 2+1'],
  },
  {
    title: 'another lot number is another lot',
    files: [[{ lot: '1' }, { lot: '2' }]],
    counts: ['2 + 0 + 0'],
    current: ['M1 Toiture 1000 1', 'M1 Toiture 1000 1'],
  },
  {
    title: 'a later publication corrects the earlier one',
    files: [[{}], [{ publishedOn: '2024-03-02', amountCents: 200_000n }]],
    counts: ['1 + 0 + 0', '0 + 1 + 0'],
    current: ['M1 Toiture 2000 1'],
  },
  {
    title: 'whatever the order: the earlier publication is history when it comes last',
    files: [[{ publishedOn: '2024-03-02', amountCents: 200_000n }], [{}]],
    counts: ['1 + 0 + 0', '0 + 1 + 0'],
    current: ['M1 Toiture 2000 1'],
  },
  {
    title: 'a correction within one file: one contract stored, its history beside it',
    files: [[{}, { publishedOn: '2024-03-02', amountCents: 200_000n }]],
    counts: ['1 + 1 + 0'],
    current: ['M1 Toiture 2000 1'],
  },
  {
    title: 'a record without publication date is the oldest',
    files: [[{ publishedOn: null, amountCents: 200_000n }], [{}]],
    counts: ['1 + 0 + 0', '0 + 1 + 0'],
    current: ['M1 Toiture 1000 1'],
  },
  {
    title: 'two objects of one publication are two lots won by one supplier',
    files: [[{}, { object: 'Peinture' }]],
    counts: ['2 + 0 + 0'],
    current: ['M1 Peinture 1000 1', 'M1 Toiture 1000 1'],
  },
  {
    title: 'two amounts of one publication are two lots won by one supplier',
    files: [[{}, { amountCents: 200_000n }]],
    counts: ['2 + 0 + 0'],
    current: ['M1 Toiture 1000 1', 'M1 Toiture 2000 1'],
  },
  {
    title: 'a lot told apart by its amount and found in a later file joins the first',
    files: [[{}], [{ amountCents: 200_000n }]],
    counts: ['1 + 0 + 0', '0 + 1 + 0'],
    current: ['M1 Toiture 1000 1', 'M1 Toiture 2000 1'],
  },
  {
    title: 'of two alike, the most amended is current',
    files: [[{ amendments: [amendment(300_000n, '2024-05-01')] }], [{ cpv: '45000000' }]],
    counts: ['1 + 0 + 0', '0 + 1 + 0'],
    current: ['M1 Toiture 3000 1'],
  },
  {
    title: 'the amount is that of the latest amendment, by its date',
    files: [[{ amendments: [amendment(300_000n, '2024-06-01'), amendment(400_000n, '2024-05-01')] }]],
    counts: ['1 + 0 + 0'],
    current: ['M1 Toiture 3000 1'],
  },
  {
    title: 'an amendment that says no amount leaves it',
    files: [[{ amendments: [{ ...amendment(0n, '2024-06-01'), amountCents: null }] }]],
    counts: ['1 + 0 + 0'],
    current: ['M1 Toiture 1000 1'],
  },
  {
    title: 'an unusable holder is a holder, as written',
    files: [[{ holders: [{ scheme: null, identifier: 'MQ 9', siren: null, name: null }] }, { holders: [] }]],
    counts: ['2 + 0 + 0'],
    current: ['M1 Toiture 1000', 'M1 Toiture 1000 9'],
  },
  {
    title: 'without id, identical rows of a file are as many contracts',
    files: [[{ sourceId: null }, { sourceId: null }, { sourceId: null, object: 'Peinture' }]],
    counts: ['3 + 0 + 0'],
    current: ['- Peinture 1000 1', '- Toiture 1000 1', '- Toiture 1000 1'],
  },
  {
    title: 'without id, the same file again changes nothing, and one more of them is one more',
    files: [
      [{ sourceId: null }, { sourceId: null }],
      [{ sourceId: null }, { sourceId: null }],
      [{ sourceId: null }],
      [{ sourceId: null }, { sourceId: null }, { sourceId: null }],
    ],
    counts: ['2 + 0 + 0', '0 + 0 + 2', '0 + 0 + 1', '1 + 0 + 2'],
    current: ['- Toiture 1000 1', '- Toiture 1000 1', '- Toiture 1000 1'],
  },
  {
    title: 'without id, identity is the content, whatever the file calls its buyer',
    files: [[{ sourceId: null, buyerName: 'Val-Chimère' }], [{ sourceId: null, buyerName: 'VAL-CHIMERE' }]],
    counts: ['1 + 0 + 0', '0 + 0 + 1'],
    current: ['- Toiture 1000 1'],
  },
  {
    title: 'without id, an amendment known later is that of the contract',
    files: [[{ sourceId: null }], [{ sourceId: null, amendments: [amendment(300_000n, '2024-05-01')] }]],
    counts: ['1 + 0 + 0', '0 + 1 + 0'],
    current: ['- Toiture 3000 1'],
  },
]

t.test('identity does not depend on the file nor on its order', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const [n, { title, files, counts, current }] of CASES.entries()) {
    const buyerId = buyerOf(n)
    const got: string[] = []
    for (const records of files)
      got.push(await merge(db, ...records.map((changes) => record({ ...changes, buyerId }))))
    t.strictSame({ counts: got, current: await listCurrent(db, buyerId) }, { counts, current }, title)
  }
  t.strictSame(await merge(db, record({ buyerId: buyerOf(0) })), '0 + 0 + 1', 'an id is its buyer’s own')
  t.strictSame(await merge(db, record()), '1 + 0 + 0', 'the same id at another buyer is another contract')
})

/** Rows as a file with one row per holder hashes them: all but the holder. */
const perHolder = (records: readonly ContractRecord[]) =>
  rowsOf(records, { holders: true, amendments: false })

t.test('rows that differ by the holder are one contract, contiguous or not', async (t) => {
  const { db } = await openTestDatabase(t)
  const rows = perHolder([
    record({ holders: [holder(2)] }),
    record({ sourceId: 'M2' }),
    record({ holders: [holder(1)] }),
    record({ holders: [holder(2)] }),
  ])
  const { counts, findings } = await mergeRows(db, rows)
  t.match(counts, { stored: 3, updated: 0, unchanged: 1, contracts: 2 })
  t.strictSame(findings, [{ line: 5, code: 'exact-repeat', value: 'M1' }])
  t.strictSame(await listCurrent(db), ['M1 Toiture 1000 2+1', 'M2 Toiture 1000 1'])
})

t.test('records of one line are told apart', async (t) => {
  const { db } = await openTestDatabase(t)
  const records = [record(), record(), record({ buyerName: 'X' }), record({ sourceId: 'M2' }), record()]
  const { counts, findings } = await mergeRows(
    db,
    rowsOf(records).map((row) => ({ ...row, line: 1 })),
  )
  t.match(counts, { stored: 2, updated: 0, unchanged: 3, contracts: 2 })
  t.equal(findings.length, 2, 'each repeat is reported once')
})

t.test('versions fold into the first one, with the holders and lots they belong to', async (t) => {
  const { db } = await openTestDatabase(t)
  const dated = { isVersionDated: true }
  const { counts, findings } = await mergeRows(
    db,
    rowsOf([
      record({ ...dated, version: 1, amountCents: 300_000n, notifiedOn: '2024-05-01' }),
      record({ ...dated, holders: [holder(2)] }),
      record({ ...dated }),
      record({ ...dated, version: 1, amountCents: 500_000n, notifiedOn: '2024-05-01', holders: [holder(2)] }),
      record({ ...dated, version: 2, amountCents: 400_000n, notifiedOn: '2024-06-01', holders: [holder(3)] }),
      record({ ...dated, sourceId: 'M2', version: 1, notifiedOn: '2024-07-01' }),
    ]),
  )
  t.match(counts, { stored: 6, updated: 0, unchanged: 0, contracts: 3 })
  t.strictSame(findings, [{ line: 7, code: 'version-without-original', value: 'M2' }])
  t.strictSame(await listCurrent(db), ['M1 Toiture 3000 1', 'M1 Toiture 4000 2', 'M2 Toiture 1000 1'])
})

t.test('buyers and suppliers come in once, a name when one is known', async (t) => {
  const { db } = await openTestDatabase(t)
  await merge(db, record(), record({ sourceId: 'M2', holders: [holder(1), holder(2)] }))
  await merge(db, record({ sourceId: 'M3', buyerName: 'Val-Chimère', holders: [holder(2, 'Équerre')] }))
  await merge(db, record({ sourceId: 'M4', buyerName: 'Autre nom' }))
  const { rows } = await sql`select id, siren, name from buyers`.execute(db)
  t.strictSame(rows, [{ id: BUYER, siren: '000010017', name: 'Val-Chimère' }])
  const suppliers = await sql`select scheme, identifier, siren from suppliers order by identifier`.execute(db)
  t.strictSame(suppliers.rows, [
    { scheme: 'SIRET', identifier: '00000000100001', siren: '000000001' },
    { scheme: 'SIRET', identifier: '00000000200002', siren: '000000002' },
  ])
})
