import { sql } from 'kysely'
import t from 'tap'
import type { ContractRecord, Organisation } from '../../src/domain/contract/contract-record.ts'
import { openTestDatabase } from '../support/database.ts'
import { holder, merge, record } from './staged-contracts.ts'

// Some buyers write one id on thousands of contracts. Compared two by two, each of these files would take minutes.

const MANY = 16_000
const HALF = MANY / 2

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))

/** A supplier among thousands; the SIREN of two establishments may be the same. */
const supplier = (n: number, unit = n): Organisation => {
  const siren = String(100_000_000 + unit)
  return { scheme: 'SIRET', identifier: `${siren}${String(n).padStart(5, '0')}`, siren, name: null }
}

const object = (n: number) => `Lot ${n} du marché`

t.test('thousands of versions under one id each join the original of their holder and object', async (t) => {
  const { db } = await openTestDatabase(t)
  const version = (rank: number) => (n: number) =>
    record({
      holders: [supplier(n)],
      object: object(n),
      version: rank,
      amountCents: BigInt(1_000 * n + rank),
    })
  t.equal(await merge(db, ...times(HALF, version(0)), ...times(HALF, version(1))), `${MANY} + 0 + 0`)
  const { rows } = await sql`
    select count(*)::integer as contracts, sum(amendment_count)::integer as amendments,
      (count(*) filter (where amount_cents % 1000 = 1 and initial_amount_cents = amount_cents - 1))::integer as amended
    from contracts where is_current
  `.execute(db)
  t.strictSame(rows, [{ contracts: HALF, amendments: HALF, amended: HALF }])
})

t.test('thousands of versions under one id, without their originals, stay until one comes', async (t) => {
  const { db } = await openTestDatabase(t)
  const version = (rank: number, n: number): ContractRecord =>
    record({ holders: [supplier(n)], object: object(n), version: rank })
  await merge(db, ...times(MANY, (n) => version(1, n)))
  const countCurrent = async () =>
    (
      await sql<{
        count: number
      }>`select count(*)::integer from contracts where is_current and version > 0`.execute(db)
    ).rows[0]?.count
  t.equal(await countCurrent(), MANY)
  await merge(db, version(0, 7), version(1, 7))
  t.equal(await countCurrent(), MANY - 1, 'the original that holds it takes its place')
})

t.test(
  'thousands of superseded records under one id yield each to the later one of its holders',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const renumbered = (sourceId: string, isSuperseded: boolean) => (n: number) =>
      record({ holders: [supplier(n)], sourceId, isSuperseded })
    await merge(
      db,
      ...times(HALF, renumbered('20240001', true)),
      ...times(HALF, renumbered('20240002', false)),
    )
    const { rows } = await sql`
    select source_id, is_current, count(*)::integer as count from contracts group by 1, 2 order by 1
  `.execute(db)
    t.strictSame(rows, [
      { source_id: '20240001', is_current: false, count: HALF },
      { source_id: '20240002', is_current: true, count: HALF },
    ])
  },
)

t.test('thousands of call-offs name thousands of frameworks of one id', async (t) => {
  const { db } = await openTestDatabase(t)
  const framework = (n: number) => record({ kind: 'framework', sourceId: 'AC1', holders: [supplier(n)] })
  const callOff = (n: number) =>
    record({ kind: 'call-off', sourceId: `MS${n}`, frameworkId: n === 0 ? 'AC2' : 'AC1' })
  await merge(db, ...times(HALF, framework), ...times(HALF, callOff))
  const { rows } = await sql`
    select kind, framework_is_known as known, has_call_offs as called, count(*)::integer as count from contracts group by 1, 2, 3 order by 1, 2
  `.execute(db)
  t.strictSame(rows, [
    { kind: 'call-off', known: false, called: false, count: 1 },
    { kind: 'call-off', known: true, called: false, count: HALF - 1 },
    { kind: 'framework', known: false, called: true, count: HALF },
  ])
})

t.test('a contract of thousands of holders counts once for each legal unit', async (t) => {
  const { db } = await openTestDatabase(t)
  const holders = [...times(MANY, (n) => supplier(n)), supplier(MANY, 0), supplier(MANY + 1, 0), holder(1)]
  await merge(db, record({ holders }))
  const { rows } = await sql`
    select s.siren = ${supplier(0).siren} as "isFirst", sum(t.contracts)::integer as contracts
    from supplier_totals t join suppliers s on s.id = t.supplier_id group by 1 order by 1
  `.execute(db)
  t.strictSame(rows, [
    { isFirst: false, contracts: MANY },
    { isFirst: true, contracts: 1 },
  ])
})
