import t, { type Test } from 'tap'
import type { DecisionReport } from '../../../src/reports/decision-report.ts'
import type { ShareReport } from '../../../src/reports/share-report.ts'
import type { SupplierReport } from '../../../src/reports/supplier-report.ts'
import { importDemo } from '../../support/demo.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

/** A holder of one contract that answers no to "ess" on its day: a decision moves that contract and no other. */
const { siren, day, notified } = await findHolder()

async function findHolder() {
  const rows = await db
    .selectFrom('contract_holders as h')
    .innerJoin('suppliers as s', 's.id', 'h.supplier_id')
    .innerJoin('contracts as c', 'c.id', 'h.contract_id')
    .innerJoin('verdicts as v', 'v.profile_id', 's.profile_id')
    .select(['s.siren', 'c.counted_on', 'c.kind', 'c.amount_cents', 'c.amount_flag', 'v.outcome'])
    .select((eb) =>
      eb
        .selectFrom('contract_holders as o')
        .select(eb.fn.countAll<bigint>().as('n'))
        .whereRef('o.contract_id', '=', 'c.id')
        .as('holders'),
    )
    .where('v.perimeter', '=', 'ess')
    .where('c.is_current', '=', true)
    .orderBy('s.siren')
    .execute()
  const alone = rows.find(
    (row) =>
      row.outcome === 'no' &&
      row.kind === 'contract' &&
      row.counted_on !== null &&
      row.amount_flag === null &&
      row.holders === 1n &&
      rows.filter((other) => other.siren === row.siren).length === 1,
  )
  return {
    siren: alone?.siren ?? '',
    day: alone?.counted_on ?? '',
    notified: Number(alone?.amount_cents) / 100,
  }
}

const dayAfter = (on: string, days: number) =>
  new Date(Date.parse(on) + days * 86_400_000).toISOString().slice(0, 10)
const url = `/v1/suppliers/${siren}/decisions`
const WHY = { reason: 'Statuts de SCOP lus', evidence: 'Statuts du 3 mars 2020', author: 'C. Martin' }

const decide = (body: object) =>
  app.inject({ method: 'POST', url, payload: { perimeter: 'ess', outcome: 'yes', ...WHY, ...body } })
const revert = (id: number, body: object = { reason: 'Erreur de SIREN', author: 'D. Roux' }) =>
  app.inject({ method: 'DELETE', url: `${url}/${id}`, payload: body })
const share = async () => (await app.inject('/v1/shares?perimeter=ess')).json<ShareReport>()
const verdictOn = async (on: string, perimeter = 'ess') => {
  const report = (await app.inject(`/v1/suppliers/${siren}?on=${on}`)).json<SupplierReport>()
  return report.verdicts.find((verdict) => verdict.perimeter === perimeter)
}

async function decideOnce(t: Test, body: object): Promise<number> {
  const response = await decide(body)
  t.equal(response.statusCode, 201, response.body)
  return response.json<DecisionReport>().id
}

t.test(
  'a decision changes the share at once, the verdict says why, and reverting gives the share back',
  async (t) => {
    const before = await share()
    const id = await decideOnce(t, {})
    const after = await share()
    t.equal(after.contracts.yes, before.contracts.yes + 1)
    t.equal(after.contracts.no, before.contracts.no - 1)
    t.equal(Math.round(after.value.yes - before.value.yes), Math.round(notified))
    t.equal(after.contracts.total, before.contracts.total)
    t.equal(after.asOf, '2026-11-23T10:00:00.000Z')

    const verdict = await verdictOn(day)
    t.match(verdict, {
      outcome: 'yes',
      rule: { id: 'ess-by-person' },
      evidence: [{ source: 'person', seenOn: '2026-11-23', validFrom: null, validTo: null }],
    })
    t.match(verdict?.evidence[0]?.value, /C\. Martin.*Statuts de SCOP lus — pièce : Statuts du 3 mars 2020/)
    t.match(await verdictOn(day, 'ess-wide'), { outcome: 'yes', rule: { id: 'ess-by-person' } })

    const report = (await app.inject(`/v1/suppliers/${siren}`)).json<SupplierReport>()
    t.match(report.conflicts, [{ id: 'decision-against-lists', sources: ['person', 'sirene'] }])
    t.match(report.decisions, [{ id, reversal: null }])

    t.match((await revert(id)).json(), { id, reversal: { reason: 'Erreur de SIREN', author: 'D. Roux' } })
    t.strictSame((await share()).contracts, before.contracts)
    t.match(await verdictOn(day), { outcome: 'no' })
    problemIn(t, await revert(id), 409, 'decision-reverted')
    const listed = (await app.inject(url)).json<{ data: DecisionReport[] }>().data
    t.match(listed, [{ id, reversal: { author: 'D. Roux' } }], 'it stays listed')
  },
)

t.test('a decision holds from its first day to its last, both included', async (t) => {
  for (const { from, to, expected } of [
    { from: day, to: day, expected: 1 },
    { from: dayAfter(day, 1), to: null, expected: 0 },
    { from: null, to: dayAfter(day, -1), expected: 0 },
    { from: null, to: day, expected: 1 },
    { from: day, to: null, expected: 1 },
  ]) {
    const before = (await share()).contracts.yes
    const id = await decideOnce(t, { from, to })
    t.equal((await share()).contracts.yes - before, expected, `${from}..${to}`)
    await revert(id)
  }
})

t.test('of two decisions on the same day the later holds; reverted, the earlier does again', async (t) => {
  const yes = await decideOnce(t, {})
  const no = await decideOnce(t, { outcome: 'no' })
  t.match(await verdictOn(day), { outcome: 'no', rule: { id: 'not-ess-by-person' } })
  await revert(no)
  t.match(await verdictOn(day), { outcome: 'yes', rule: { id: 'ess-by-person' } })
  await revert(yes)
})

t.test('what cannot be a decision is refused with all that is wrong, and changes nothing', async (t) => {
  const before = await db.selectFrom('decisions').select('id').execute()
  const { errors } = problemIn(
    t,
    await decide({
      perimeter: 'ess-wide',
      outcome: 'maybe',
      reason: ' ',
      author: 'x'.repeat(201),
      from: '2026-02-30',
    }),
    400,
    'parameters-invalid',
  )
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), [
    'author',
    'from',
    'outcome',
    'perimeter',
    'reason',
  ])
  problemIn(t, await decide({ from: '2025-01-02', to: '2025-01-01' }), 400, 'parameters-invalid')
  problemIn(t, await decide({ note: 1 }), 400, 'parameters-invalid')
  const unknown = await app.inject({
    method: 'POST',
    url: '/v1/suppliers/999999999/decisions',
    payload: { perimeter: 'ess', outcome: 'yes', ...WHY },
  })
  problemIn(t, unknown, 404, 'not-found')
  problemIn(t, await revert(999_999), 404, 'not-found')
  problemIn(t, await revert(1, { reason: '' }), 400, 'parameters-invalid')
  t.strictSame(await db.selectFrom('decisions').select('id').execute(), before)
})
