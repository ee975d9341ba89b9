import { sql } from 'kysely'
import t from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { reportIndicator } from '../../src/reports/indicator-report.ts'
import { reportDiversity } from '../../src/reports/supplier-diversity.ts'
import { cpvClassOf, reportTargetStudy, type StudyRequest } from '../../src/reports/target-study.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'

const { db } = await openTestDatabase(t)
await importDemo(db)
const BUYER = '000010017'
const REQUEST: StudyRequest = {
  buyers: [BUYER],
  groups: [],
  perimeter: 'ess',
  holders: 'any-holder',
  frameworks: 'ceilings',
  filters: {},
  years: 3,
  months: 12,
  scenarios: [0, 2_500],
  target: 2_000,
  peers: { kind: 'any', size: null, department: null, region: null, group: null },
}
const NO_TRAIT = { kind: null, size: null, department: null, region: null, group: null }
const study = await reportTargetStudy(db, FIXED_CLOCK, REQUEST)

t.test('what contracts have in common is four digits of their code at most, two at least', async (t) => {
  for (const [cpv, expected] of [
    ['45233140', '4523'],
    ['45000000', '45'],
    ['90600000', '906'],
    ['30000000', '30'],
    ['77314000', '7731'],
  ])
    t.equal(cpvClassOf(cpv as string), expected)
})

t.test('families add up to the whole, to the cent, in the history and in what ends', async (t) => {
  for (const { total, families } of [study.history, study.toCome]) {
    t.ok(total.contracts.total > 0)
    t.equal(
      families.reduce((sum, { contracts }) => sum + contracts.total, 0),
      total.contracts.total,
    )
    t.equal(
      Math.round(families.reduce((sum, { value }) => sum + value.total, 0) * 100),
      Math.round(total.value.total * 100),
    )
  }
  t.equal(study.toCome.contracts.length, study.toCome.total.contracts.total)
})

t.test(
  'a contract ends its duration after its notification, and those of the study all end within it',
  async (t) => {
    const { rows } = await sql<{ id: string; ends: string }>`
    select c.id, (c.counted_on + make_interval(months => coalesce(
      (select a.duration_months from contract_amendments a where a.contract_id = c.id and a.duration_months is not null
        order by a.position desc limit 1), c.duration_months)))::date::text as ends
    from contracts c
    where c.is_current and c.buyer_siren = ${BUYER} and c.kind <> 'concession' and not (c.kind = 'call-off' and c.framework_is_known)
  `.execute(db)
    const expected = rows
      .filter(({ ends }) => ends !== null && ends >= '2026-11-24' && ends <= '2027-11-23')
      .map(({ id, ends }) => `${id} ${ends}`)
    t.strictSame(study.toCome.contracts.map(({ id, endsOn }) => `${id} ${endsOn}`).sort(), expected.sort())
    const usable = rows.filter(({ ends }) => ends !== null)
    t.equal(study.toCome.withoutEnd, rows.length - usable.length)
  },
)

t.test('suppliers of such contracts are those that the indicator counts and opens', async (t) => {
  const supplies = [
    ...study.toCome.families.flatMap(({ supply }) => supply ?? []),
    ...study.toCome.contracts.flatMap(({ supply }) => supply ?? []),
  ]
  t.ok(supplies.some(({ suppliers }) => suppliers > 1))
  t.ok(supplies.some(({ newToBuyers }) => newToBuyers > 0))
  for (const { cpv, suppliers, newToBuyers } of new Map(
    supplies.map((supply) => [supply.cpv, supply]),
  ).values()) {
    const { suppliers: found } = await reportDiversity(db, FIXED_CLOCK, {
      filters: { buyers: [], from: '2023-01-01', to: '2026-11-23', cpv: [cpv] },
      perimeter: 'ess',
      frameworks: 'ceilings',
    })
    t.equal(suppliers, found.yes, cpv)
    t.ok(newToBuyers <= suppliers)
  }
})

t.test('worked by hand: what twenty per cent would ask', async (t) => {
  const { past, scenarios, needed } = study.simulation
  const [total, yes, ending] = [
    past.total.contracts.total,
    past.total.contracts.yes,
    study.toCome.total.contracts.total,
  ]
  t.strictSame([past.from, past.to, total, yes, ending], ['2025-11-24', '2026-11-23', 41, 7, 33])
  // Eight contracts are bought as before, 7 in 41 of them in the perimeter: 1.3659. A quarter of 33 is 8.25.
  t.equal(scenarios[1]?.contracts.lower?.toFixed(4), ((8 * 7) / 41 / 41 + (33 * 0.25) / 41).toFixed(4))
  // Twenty per cent of 41 is 8.2: 6.8341 more, of 33, is 20.71 %.
  t.strictSame([needed?.target, needed?.contracts], [20, 20.71])
})

t.test('comparable buyers and the buyer itself are together all of them, in each family too', async (t) => {
  const { peers, history } = study
  const all = await reportIndicator(db, FIXED_CLOCK, {
    id: 'ess-share',
    by: 'cpv-division',
    filters: { buyers: [], from: history.from, to: history.to },
  })
  t.equal(peers?.buyers, 3)
  for (const part of ['yes', 'no', 'undetermined'] as const)
    t.equal(
      (peers?.total.contracts[part] ?? 0) + history.total.contracts[part],
      all.total.contracts[part],
      part,
    )
  for (const { key, contracts } of all.rows) {
    const of = (rows: typeof all.rows = []) => rows.find((row) => row.key === key)?.contracts.total ?? 0
    t.equal(of(peers?.families) + of(history.families), contracts.total, key)
  }
})

t.test('the comparable buyers open; several buyers have none', async (t) => {
  const address = new URL(study.peers?.opens ?? '', 'http://service')
  t.equal(address.pathname, '/v1/indicators/ess-share')
  t.equal(address.searchParams.getAll('buyer').length, 3)
  t.notOk(address.searchParams.getAll('buyer').includes(BUYER))
  const several = await reportTargetStudy(db, FIXED_CLOCK, {
    ...REQUEST,
    buyers: [BUYER, '000010025'],
    peers: NO_TRAIT,
  })
  t.equal(several.peers, null)
  const alone = await reportTargetStudy(db, FIXED_CLOCK, {
    ...REQUEST,
    peers: { ...REQUEST.peers, kind: 'region' },
  })
  t.strictSame([alone.peers?.buyers, alone.peers?.total.contracts.total, alone.peers?.opens], [0, 0, null])
})

t.test('a filter holds on every part of the study', async (t) => {
  const filters = { categories: ['services'], amounts: ['40k-90k', '90k-200k', '200k-1m'] } as const
  const { history, peers, toCome, simulation, ...about } = await reportTargetStudy(db, FIXED_CLOCK, {
    ...REQUEST,
    filters,
  })
  t.strictSame(about.filters, { buyers: [BUYER], ...filters })
  const ask = (buyers: string[], { from, to }: { from: string; to: string }) =>
    reportIndicator(db, FIXED_CLOCK, {
      id: 'ess-share',
      by: 'cpv-division',
      filters: { ...filters, buyers, from, to },
    })
  const [own, all, past] = [
    await ask([BUYER], history),
    await ask([], history),
    await ask([BUYER], simulation.past),
  ]
  t.ok(own.total.contracts.total > 0 && own.total.contracts.total < study.history.total.contracts.total)
  t.strictSame([history.total, history.families], [own.total, own.rows])
  t.equal((peers?.total.contracts.total ?? 0) + own.total.contracts.total, all.total.contracts.total)
  t.strictSame(simulation.past.total, past.total)
  const { rows } = await sql<{ id: string; ends: string | null }>`
    select c.id, (c.counted_on + make_interval(months => coalesce(
      (select a.duration_months from contract_amendments a where a.contract_id = c.id and a.duration_months is not null
        order by a.position desc limit 1), c.duration_months)))::date::text as ends
    from contracts c
    where c.is_current and c.buyer_siren = ${BUYER} and c.kind <> 'concession' and not (c.kind = 'call-off' and c.framework_is_known)
      and left(c.cpv, 2) between '50' and '98' and c.amount_flag is null and c.amount_cents >= 4000000 and c.amount_cents < 100000000
  `.execute(db)
  const ending = rows.filter(({ ends }) => ends !== null && ends >= toCome.from && ends <= toCome.to)
  t.ok(ending.length > 0 && ending.length < study.toCome.contracts.length)
  t.strictSame(toCome.contracts.map(({ id }) => id).sort(), ending.map(({ id }) => id).sort())
  t.equal(toCome.total.contracts.total, ending.length)
  t.equal(toCome.withoutEnd, rows.filter(({ ends }) => ends === null).length)
  for (const { supply } of [...toCome.families, ...toCome.contracts]) {
    const { suppliers } = await reportDiversity(db, FIXED_CLOCK, {
      filters: { ...filters, buyers: [], from: '2023-01-01', to: '2026-11-23', cpv: [supply?.cpv ?? ''] },
      perimeter: 'ess',
      frameworks: 'ceilings',
    })
    t.equal(supply?.suppliers, suppliers.yes, String(supply?.cpv))
  }
  const address = new URL(peers?.opens ?? '', 'http://service').searchParams
  t.strictSame([address.getAll('category'), address.getAll('amount')], [['services'], [...filters.amounts]])
})

t.test('a filter that leaves nothing out changes nothing in the study', async (t) => {
  const kinds = ['contract', 'framework', 'call-off', 'concession'] as const
  const asked = await reportTargetStudy(db, FIXED_CLOCK, { ...REQUEST, filters: { kinds } })
  const bare = ({ filters: _, peers, ...parts }: typeof study) => ({
    ...parts,
    peers: { ...peers, opens: null },
  })
  t.strictSame(bare(asked), bare(study))
})

t.test('a CPV filter narrower than a family leaves its suppliers as narrow', async (t) => {
  const { toCome } = await reportTargetStudy(db, FIXED_CLOCK, { ...REQUEST, filters: { cpv: ['77314'] } })
  const { suppliers } = await reportDiversity(db, FIXED_CLOCK, {
    filters: { buyers: [], from: '2023-01-01', to: '2026-11-23', cpv: ['77314'] },
    perimeter: 'ess',
    frameworks: 'ceilings',
  })
  t.ok(suppliers.yes > 0)
  t.match(toCome.families, [{ key: '77', supply: { cpv: '77', suppliers: suppliers.yes } }])
  t.match(toCome.contracts, [{ supply: { cpv: '7731', suppliers: suppliers.yes } }])
})

t.test('an unknown buyer has nothing, which is not zero per cent', async (t) => {
  const empty = await reportTargetStudy(db, FIXED_CLOCK, { ...REQUEST, buyers: ['999999999'] })
  t.strictSame(empty.simulation.scenarios[0]?.contracts, { lower: null, upper: null })
  t.equal(empty.simulation.needed?.contracts, null)
  t.equal(empty.peers, null)
})

t.test('a study is that of someone', async (t) => {
  await t.rejects(reportTargetStudy(db, FIXED_CLOCK, { ...REQUEST, buyers: [] }), { code: 'bad-usage' })
  const nobody = { ...REQUEST, groups: ['nobody'], peers: NO_TRAIT }
  await t.rejects(reportTargetStudy(db, FIXED_CLOCK, nobody), { code: 'not-found' })
})

t.test('only a buyer alone has a like: traits are refused with several, and with a group', async (t) => {
  for (const whose of [{ buyers: [BUYER, '000010025'] }, { buyers: [], groups: ['nobody'] }])
    for (const trait of [{ kind: 'any' }, { size: 'same' }, { department: '31' }, { region: '76' }] as const)
      await t.rejects(
        reportTargetStudy(db, FIXED_CLOCK, { ...REQUEST, ...whose, peers: { ...NO_TRAIT, ...trait } }),
        { code: 'bad-usage', message: /acheteur seul/ },
      )
})

t.test('months to come start where those past end, and their last day counts', async (t) => {
  const ending = [
    { id: 'aujourd’hui', on: '2025-11-23', months: 12 },
    { id: 'demain', on: '2025-11-24', months: 12 },
    { id: 'dernier jour', on: '2026-11-23', months: 12 },
    { id: 'lendemain du dernier jour', on: '2025-11-24', months: 24 },
  ]
  const marche = ending.map(({ id, on, months }) => ({
    id,
    acheteur: { id: '00007029200011' },
    objet: id,
    nature: 'Marché',
    montant: 50_000,
    dureeMois: months,
    dateNotification: on,
    datePublicationDonnees: on,
    titulaires: [],
  }))
  const folder = t.testdir({ 'marches.json': JSON.stringify({ marches: { marche } }) })
  await importContracts(db, FIXED_CLOCK, `${folder}/marches.json`)
  const { toCome, simulation } = await reportTargetStudy(db, FIXED_CLOCK, {
    ...REQUEST,
    buyers: ['00007029200011'],
  })
  t.strictSame([simulation.past.to, toCome.from, toCome.to], ['2026-11-23', '2026-11-24', '2027-11-23'])
  t.strictSame(toCome.contracts.map(({ sourceId, endsOn }) => [sourceId, endsOn]).sort(), [
    ['demain', '2026-11-24'],
    ['dernier jour', '2027-11-23'],
  ])
  t.equal(simulation.past.total.contracts.total, 3)
})
