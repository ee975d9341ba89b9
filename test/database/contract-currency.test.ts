import { sql } from 'kysely'
import t from 'tap'
import type { ContractRecord } from '../../src/domain/contract/contract-record.ts'
import { openTestDatabase } from '../support/database.ts'
import { amendment, holder, listCurrent, merge, record } from './staged-contracts.ts'

/** Buyers are independent, so one database serves a whole table. */
const buyerOf = (n: number) => ({
  buyerId: String(10_000_000_000_000 + n),
  buyerSiren: String(100_000_000 + n),
})

const SUPERSEDED = { isSuperseded: true, sourceId: '20240001' }

t.test('a version its own file calls superseded yields to a later one', async (t) => {
  const { db } = await openTestDatabase(t)
  const cases: readonly {
    title: string
    records: readonly Partial<ContractRecord>[]
    current: readonly string[]
  }[] = [
    { title: 'alone, it is all that is known', records: [SUPERSEDED], current: ['20240001 Toiture 1000 1'] },
    {
      title: 'not to the same id with other holders: that is another lot',
      records: [SUPERSEDED, { sourceId: '20240001', holders: [holder(2)], amountCents: 200_000n }],
      current: ['20240001 Toiture 1000 1', '20240001 Toiture 2000 2'],
    },
    {
      title: 'to the same id and holders, the same day',
      records: [SUPERSEDED, { sourceId: '20240001', amountCents: 200_000n }],
      current: ['20240001 Toiture 2000 1'],
    },
    {
      title: 'not to a smaller number: an amendment comes after',
      records: [{ ...SUPERSEDED, sourceId: '20240002' }, { sourceId: '20240001' }],
      current: ['20240001 Toiture 1000 1', '20240002 Toiture 1000 1'],
    },
    {
      title: 'to the id of the amendment: the same but for its last two digits, and the same object',
      records: [SUPERSEDED, { sourceId: '20240002', amountCents: 200_000n }],
      current: ['20240002 Toiture 2000 1'],
    },
    {
      title: 'not to a close id of another object',
      records: [SUPERSEDED, { sourceId: '20240002', object: 'Peinture' }],
      current: ['20240001 Toiture 1000 1', '20240002 Peinture 1000 1'],
    },
    {
      title: 'not to a short id: two digits would say too little',
      records: [{ ...SUPERSEDED, sourceId: '24-001' }, { sourceId: '24-002' }],
      current: ['24-001 Toiture 1000 1', '24-002 Toiture 1000 1'],
    },
    {
      title: 'not to another superseded one',
      records: [SUPERSEDED, { ...SUPERSEDED, holders: [holder(2)] }],
      current: ['20240001 Toiture 1000 1', '20240001 Toiture 1000 2'],
    },
  ]
  for (const [n, { title, records, current }] of cases.entries()) {
    const contracts = records.map((changes) => record({ ...changes, ...buyerOf(n) }))
    await merge(db, ...contracts)
    t.strictSame(await listCurrent(db, buyerOf(n).buyerId), current, title)
    for (const contract of contracts.toReversed()) await merge(db, { ...contract, ...buyerOf(n + 100) })
    t.strictSame(
      await listCurrent(db, buyerOf(n + 100).buyerId),
      current,
      `${title}, whatever the order of files`,
    )
  }
})

t.test('the year of a contract is that of its first notification', async (t) => {
  const { db } = await openTestDatabase(t)
  const dated = { isVersionDated: true, publishedOn: null }
  for (const [n, { title, records, expected }] of [
    { title: 'as the record says', records: [{ notifiedOn: '2023-02-01' }], expected: ['2023-02-01'] },
    { title: 'not known', records: [{ notifiedOn: null }], expected: [null] },
    {
      title: 'an amendment does not move it',
      records: [{ amendments: [amendment(1n, '2025-01-01')] }],
      expected: ['2024-02-01'],
    },
    {
      title: 'rows dated by their version: the first of them',
      records: [
        { ...dated, notifiedOn: '2025-06-01', amountCents: 200_000n },
        { ...dated, notifiedOn: '2023-02-01' },
      ],
      expected: ['2023-02-01'],
    },
    {
      title: 'a correction of the date counts',
      records: [{}, { notifiedOn: '2023-12-31', publishedOn: '2024-04-01' }],
      expected: ['2023-12-31'],
    },
  ].entries()) {
    for (const changes of records as readonly Partial<ContractRecord>[])
      await merge(db, record({ ...changes, ...buyerOf(n) }))
    const { rows } = await sql<{ counted_on: string | null }>`
      select counted_on from contracts where is_current and buyer_id = ${buyerOf(n).buyerId}
    `.execute(db)
    t.strictSame(
      rows.map(({ counted_on }) => counted_on),
      expected,
      title,
    )
  }
})

const FRAMEWORK = { kind: 'framework', sourceId: 'AC' } as const
const CALL_OFF = { kind: 'call-off', sourceId: 'MS', frameworkId: 'AC' } as const

t.test('a call-off is tied to the framework of its buyer that it names', async (t) => {
  const { db } = await openTestDatabase(t)
  const otherSite = { buyerId: '90000000000000' }
  const cases: readonly {
    title: string
    files: readonly Partial<ContractRecord>[]
    tied: readonly string[]
  }[] = [
    { title: 'both known', files: [FRAMEWORK, CALL_OFF], tied: ['AC has', 'MS known'] },
    { title: 'the call-off first', files: [CALL_OFF, FRAMEWORK], tied: ['AC has', 'MS known'] },
    { title: 'the framework unknown', files: [CALL_OFF], tied: [] },
    {
      title: 'the framework declared as a contract',
      files: [{ ...FRAMEWORK, kind: 'contract' }, CALL_OFF],
      tied: ['AC has', 'MS known'],
    },
    {
      title: 'a concession is no framework',
      files: [{ ...FRAMEWORK, kind: 'concession' }, CALL_OFF],
      tied: [],
    },
    { title: 'a call-off that names none', files: [FRAMEWORK, { ...CALL_OFF, frameworkId: null }], tied: [] },
    { title: 'a call-off that names itself', files: [{ ...CALL_OFF, frameworkId: 'MS' }], tied: [] },
    {
      title: 'two call-offs',
      files: [CALL_OFF, FRAMEWORK, { ...CALL_OFF, sourceId: 'MS2' }],
      tied: ['AC has', 'MS known', 'MS2 known'],
    },
    {
      title: 'another establishment of the same buyer',
      files: [FRAMEWORK, { ...CALL_OFF, ...otherSite }],
      tied: ['AC has', 'MS known'],
    },
    {
      title: 'a corrected framework: the correction has the call-offs',
      files: [FRAMEWORK, CALL_OFF, { ...FRAMEWORK, publishedOn: '2024-04-01', amountCents: 5n }],
      tied: ['AC has', 'MS known'],
    },
    {
      title: 'a corrected call-off that names no framework any more',
      files: [FRAMEWORK, CALL_OFF, { ...CALL_OFF, frameworkId: null, publishedOn: '2024-04-01' }],
      tied: [],
    },
    {
      title: 'a framework whose correction is none',
      files: [FRAMEWORK, CALL_OFF, { ...FRAMEWORK, kind: 'concession', publishedOn: '2024-04-01' }],
      tied: [],
    },
  ]
  for (const [n, { title, files, tied }] of cases.entries()) {
    const buyer = buyerOf(n)
    for (const changes of files) await merge(db, record({ ...buyer, ...changes }))
    const { rows } = await sql<{ text: string }>`
      select source_id || case when has_call_offs then ' has' else '' end || case when framework_is_known then ' known' else '' end as text
      from contracts where buyer_siren = ${buyer.buyerSiren} and (has_call_offs or framework_is_known) order by 1
    `.execute(db)
    t.strictSame(
      rows.map(({ text }) => text),
      tied,
      title,
    )
  }
  await merge(db, record({ ...FRAMEWORK, ...buyerOf(200) }), record({ ...CALL_OFF, ...buyerOf(201) }))
  const { rows } = await sql`
    select from contracts where buyer_siren in ('100000200', '100000201') and (has_call_offs or framework_is_known)
  `.execute(db)
  t.strictSame(rows, [], 'the framework of another buyer is not tied')
})
