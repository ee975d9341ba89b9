import { sql } from 'kysely'
import t from 'tap'
import { importPayments } from '../../../src/import/import-payments.ts'
import { undoImport } from '../../../src/import/undo-import.ts'
import { MASKED_NAME } from '../../../src/reports/mask-names.ts'
import type { RegisterEntry, SupplierToReview } from '../../../src/reports/register-report.ts'
import type { ShareReport } from '../../../src/reports/share-report.ts'
import type { SupplierReport } from '../../../src/reports/supplier-report.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)
const payments = await importPayments(db, FIXED_CLOCK, fixture('demo/depenses-2025.csv'))

type Page = { data: RegisterEntry[]; meta: { total: number }; isApproximate: boolean }
const search = async (query: string) => (await app.inject(`/v1/suppliers?${query}`)).json<Page>()

/**
 * What the register keeps of the records, and what these say themselves: equal after any import or undoing. A supplier is known by
 * the names given with its identifier, not by those linked to it.
 */
async function compareWithRecords() {
  const totals = await sql<{ row: string }>`
    select s.scheme || s.identifier || ' ' || coalesce(t.contracts, 0) || ' ' || coalesce(t.cents, 0) || ' ' || coalesce(p.payments, 0) || ' ' || coalesce(p.cents, 0)
      || ' ' || array(select n.plain from supplier_names n where n.supplier_id = s.id and not n.is_listed order by 1)::text as row
    from suppliers s left join supplier_totals t on t.supplier_id = s.id left join supplier_spend p on p.supplier_id = s.id order by 1
  `.execute(db)
  const records = await sql<{ row: string }>`
    select s.scheme || s.identifier || ' ' || (select count(*) || ' ' || coalesce(sum(c.amount_cents) filter (where c.amount_flag is null), 0)
        from contracts c join contract_holders h on h.contract_id = c.id and h.supplier_id = s.id
        where c.is_current and not exists (select from contract_holders e join suppliers o on o.id = e.supplier_id
          where e.contract_id = c.id and e.position < h.position and o.siren = s.siren))
      || ' ' || (select count(*) || ' ' || coalesce(sum(amount_cents), 0) from payments where supplier_id = s.id)
      || ' ' || array(
        select plain_name(name) from contract_holders where supplier_id = s.id and scheme is not null and name is not null
        union select plain_name(name) from contract_subcontracts where supplier_id = s.id and scheme is not null and name is not null
        union select plain_name(supplier_name) from payments where supplier_id = s.id and supplier_scheme is not null and supplier_name is not null order by 1)::text as row
    from suppliers s order by 1
  `.execute(db)
  return [totals.rows.map(({ row }) => row), records.rows.map(({ row }) => row)]
}

t.test('the register adds up to what the records say', async (t) => {
  const [totals, records] = await compareWithRecords()
  t.ok((records?.length ?? 0) > 50)
  t.strictSame(totals, records)
})

t.test(
  'a name is found without its accents, capitals nor order; a near miss is said to be one',
  async (t) => {
    const { rows } = await sql<{ name: string; siren: string }>`
      select n.name, s.siren from supplier_names n join suppliers s on s.id = n.supplier_id
      where not s.is_name_masked and s.siren is not null and n.name ~* '^[a-z ]*e[a-z ]*$' and length(n.name) > 20
      order by length(n.name) desc, 1 limit 1
    `.execute(db)
    const { name = '', siren } = rows[0] ?? {}
    t.ok(siren)
    const accented = name.toLowerCase().replaceAll('e', 'é')
    for (const typed of [name, accented, accented.split(' ').reverse().join(', ')]) {
      const { data, isApproximate } = await search(`q=${encodeURIComponent(typed)}`)
      t.ok(
        data.some((entry) => entry.siren === siren),
        typed,
      )
      t.equal(isApproximate, false)
    }
    const near = await search(`q=${encodeURIComponent(name.replace(/[aeiou]([^aeiou]*)$/i, 'zz$1'))}`)
    t.equal(near.isApproximate, true)
    t.ok(near.data.some((entry) => entry.siren === siren))
    t.strictSame(await search('q=xyzzyquuxfrob').then(({ data, isApproximate }) => [data, isApproximate]), [
      [],
      false,
    ])
    t.equal((await search('q=%25%25')).meta.total, 0, 'a pattern is no name')
  },
)

t.test('a SIREN, a SIRET and a VAT number find the same supplier', async (t) => {
  const [entry] = (await search('pageSize=1')).data
  for (const q of [entry?.siren, `${entry?.siren}00019`, `FR00${entry?.siren}`])
    t.strictSame((await search(`q=${q}`)).data, [entry], q ?? '')
})

t.test('each filter keeps those that answer it, and its parts add up to the whole', async (t) => {
  const whole = (await search('pageSize=500')).meta.total
  for (const [name, values] of Object.entries({
    outcome: ['yes', 'no', 'undetermined'],
    conflict: ['true', 'false'],
    decided: ['true', 'false'],
  })) {
    const pages = await Promise.all(values.map((value) => search(`pageSize=500&${name}=${value}`)))
    t.equal(
      pages.reduce((sum, { meta }) => sum + meta.total, 0),
      whole,
      name,
    )
  }
  const { data } = await search('perimeter=siae&outcome=yes&pageSize=500')
  t.ok(data.length > 0 && data.every(({ outcome }) => outcome === 'yes'))
  for (const { siren } of data.slice(0, 5)) {
    const { verdicts, establishments } = (await app.inject(`/v1/suppliers/${siren}`)).json<SupplierReport>()
    const outcomes = [...verdicts, ...establishments.flatMap((one) => one.verdicts)]
    t.ok(outcomes.some(({ perimeter, outcome }) => perimeter === 'siae' && outcome === 'yes'))
  }
  const associations = await search('family=association&pageSize=500')
  t.ok(
    associations.data.length > 0 &&
      associations.data.every(({ legalFamilies }) => legalFamilies.includes('association')),
  )
})

t.test('the register goes by amount or by name, page after page without gap nor repeat', async (t) => {
  const { data: byAmount } = await search('pageSize=500')
  t.strictSame(
    byAmount.map(({ value }) => value),
    byAmount.map(({ value }) => value).sort((one, other) => other - one),
  )
  for (const sort of ['amount', 'name']) {
    const { data: whole } = await search(`sort=${sort}&pageSize=500`)
    const pages = await Promise.all([1, 2, 3].map((page) => search(`sort=${sort}&pageSize=20&page=${page}`)))
    t.strictSame(
      pages.flatMap(({ data }) => data),
      whole.slice(0, 60),
      sort,
    )
  }
  const beyond = await search('page=1000')
  t.strictSame([beyond.data, beyond.meta.total], [[], byAmount.length])
})

t.test('the name of a natural person is masked, and cannot be searched', async (t) => {
  const { siren, name } = await db
    .selectFrom('facts')
    .innerJoin('suppliers', 'suppliers.siren', 'facts.siren')
    .select(['facts.siren', 'facts.name'])
    .where('facts.is_name_masked', '=', true)
    .where('facts.name', 'is not', null)
    .executeTakeFirstOrThrow()
  t.match((await search(`q=${siren}`)).data, [{ siren, name: MASKED_NAME, otherNames: [] }])
  const found = await search(`q=${encodeURIComponent(name ?? '')}`)
  t.notOk(found.data.some((entry) => entry.siren === siren))
  for (const sort of ['amount', 'name'])
    t.notMatch(
      (await app.inject(`/v1/suppliers?pageSize=500&sort=${sort}`)).body,
      /FICTIF Camille|INVENTÉ Dominique/,
    )
  t.notMatch(
    (await app.inject('/v1/suppliers/to-review?pageSize=500')).body,
    /FICTIF Camille|INVENTÉ Dominique/,
  )
})

t.test('a supplier known only from payments shows what it was paid, by tax and year', async (t) => {
  const { data } = await search('pageSize=500')
  const paidOnly = data.filter(({ contracts, payments: paid }) => contracts === 0 && paid > 0)
  t.ok(paidOnly.length > 0)
  const [entry] = paidOnly
  t.ok(entry?.name, 'and its name')
  const report = (await app.inject(`/v1/suppliers/${entry?.siren}`)).json<SupplierReport>()
  const sum = (paid: { amount: number }[]) =>
    Math.round(paid.reduce((total, { amount }) => total + amount * 100, 0))
  t.equal(sum(report.years.flatMap(({ paid }) => paid)), sum(entry?.paid ?? []))
  t.equal(sum(report.establishments.flatMap(({ paid }) => paid)), sum(entry?.paid ?? []))
})

t.test('the worklist holds the undetermined contracts of the share, the heaviest first', async (t) => {
  for (const perimeter of ['ess', 'siae'] as const) {
    const share = (await app.inject(`/v1/shares?perimeter=${perimeter}`)).json<ShareReport>()
    const { data, meta } = (
      await app.inject(`/v1/suppliers/to-review?perimeter=${perimeter}&pageSize=500`)
    ).json<{ data: SupplierToReview[]; meta: { total: number } }>()
    t.equal(meta.total, data.length)
    t.strictSame(
      data.map(({ value }) => value),
      data.map(({ value }) => value).sort((one, other) => other - one),
    )
    for (const { contracts, value } of data) {
      t.ok(contracts <= share.contracts.undetermined)
      t.ok(value <= share.value.undetermined + 0.005)
    }
    const [first] = data
    if (!first) continue
    const payload = { perimeter, outcome: 'yes', reason: 'a', evidence: 'b', author: 'c' }
    await app.inject({ method: 'POST', url: `/v1/suppliers/${first.siren}/decisions`, payload })
    const after = (await app.inject(`/v1/shares?perimeter=${perimeter}`)).json<ShareReport>()
    t.equal(
      share.contracts.undetermined - after.contracts.undetermined,
      first.contracts,
      'just what was announced',
    )
    t.equal(Math.round(share.value.undetermined - after.value.undetermined), Math.round(first.value))
    const again = (await app.inject(`/v1/suppliers/to-review?perimeter=${perimeter}`)).json<{
      data: SupplierToReview[]
    }>()
    t.notOk(again.data.some(({ siren }) => siren === first.siren))
  }
})

t.test('the worklist of a buyer holds no more than its contracts', async (t) => {
  const buyer = '000010017'
  const share = (await app.inject(`/v1/shares?perimeter=ess&buyer=${buyer}`)).json<ShareReport>()
  const { data } = (
    await app.inject(`/v1/suppliers/to-review?perimeter=ess&pageSize=500&buyer=${buyer}`)
  ).json<{
    data: SupplierToReview[]
  }>()
  for (const { contracts } of data) t.ok(contracts <= share.contracts.undetermined)
})

t.test('bad parameters are all named', async (t) => {
  const response = await app.inject(
    '/v1/suppliers?q=a&outcome=maybe&family=x&department=Haute&conflict=1&sort=age',
  )
  const { errors } = problemIn(t, response, 400, 'parameters-invalid')
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), [
    'conflict',
    'department',
    'family',
    'outcome',
    'q',
    'sort',
  ])
})

t.test('undoing imports leaves the register as the other imports make it', async (t) => {
  await undoImport(db, FIXED_CLOCK, BigInt(payments.importId ?? 0))
  const [spent, left] = await compareWithRecords()
  t.strictSame(spent, left)
  const { id } = await db
    .selectFrom('imports')
    .select('id')
    .where('file_name', '=', 'marches-2024-2026.csv')
    .executeTakeFirstOrThrow()
  await undoImport(db, FIXED_CLOCK, id)
  const [totals, records] = await compareWithRecords()
  t.strictSame(totals, records)
  const orphans = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select supplier_id from supplier_names union all select supplier_id from supplier_totals union all select supplier_id from supplier_spend
    ) as kept where supplier_id not in (select id from suppliers)
  `.execute(db)
  t.equal(orphans.rows[0]?.n, 0)
})
