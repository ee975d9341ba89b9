import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import type { BreakdownId } from '../../src/domain/contract-filter/breakdown.ts'
import { BREAKDOWN_IDS } from '../../src/domain/contract-filter/breakdown.ts'
import { DIVERSITY_PARTS } from '../../src/domain/indicator/supplier-diversity.ts'
import type { Target } from '../../src/domain/plan/target.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { type DiversityFigure, listDiversity, reportDiversity } from '../../src/reports/supplier-diversity.ts'
import { countTarget } from '../../src/reports/target-figures.ts'
import { aimOf, standingOf } from '../../src/reports/target-standing.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'

const { db } = await openTestDatabase(t)
await importDemo(db)
const METHOD = { perimeter: 'ess', frameworks: 'ceilings' } as const
const PHASES = [
  { label: 'Une', from: '2023-07-01', to: '2025-06-30' },
  { label: 'Deux', from: '2025-01-01', to: '2026-12-31' },
]

type Holding = {
  contract: string
  buyer: string
  day: string | null
  kind: string
  cpv: string
  counted: boolean
  supplier: string
  family: string
  department: string
  outcome: 'yes' | 'no' | 'undetermined'
  cents: bigint
  holders: bigint
  place: bigint
}

/** Every holder of a current record, by plain SQL: nothing is grouped nor filtered. */
const readHoldings = async () =>
  (
    await sql<Holding>`
      select c.id as contract, coalesce(c.buyer_siren, c.buyer_id) as buyer, known.day::text as day, c.kind, coalesce(left(c.cpv, 2), 'unknown') as cpv,
        c.kind <> 'concession' and not (c.kind = 'call-off' and c.framework_is_known) as counted,
        coalesce(s.siren, s.scheme || ':' || s.identifier) as supplier, coalesce(p.legal_family, 'unknown') as family, coalesce(s.department, 'unknown') as department,
        (select case when count(distinct v.outcome) = 1 then min(v.outcome) else 'undetermined' end from verdicts v
          where v.profile_id = s.profile_id and v.perimeter = 'ess' and (known.day is null or known.day between v.valid_from and v.valid_to)) as outcome,
        case when c.amount_flag is null then coalesce(c.amount_cents, 0) else 0 end as cents,
        (select count(*) from contract_holders o where o.contract_id = c.id) as holders,
        (select count(*) from contract_holders o where o.contract_id = c.id and o.position < h.position) as place
      from contracts c join contract_holders h on h.contract_id = c.id join suppliers s on s.id = h.supplier_id left join profiles p on p.id = s.profile_id
        cross join lateral (select case when c.counted_on between '1990-01-01' and '2026-11-23' then c.counted_on end as day) as known
      where c.is_current
    `.execute(db)
  ).rows

const KEYS: Partial<Record<BreakdownId, (one: Holding) => string[]>> = {
  year: ({ day }) => [(day ?? '').slice(0, 4)],
  quarter: ({ day }) => [`${day?.slice(0, 4)}-T${Math.ceil(Number(day?.slice(5, 7)) / 3)}`],
  phase: ({ day }) => {
    const found = PHASES.filter(({ from, to }) => day !== null && day >= from && day <= to)
    return found.length > 0 ? found.map(({ label }) => label) : ['outside']
  },
  buyer: ({ buyer }) => [buyer],
  kind: ({ kind }) => [kind],
  'cpv-division': ({ cpv }) => [cpv],
  family: ({ family }) => [family],
  department: ({ department }) => [department],
}

/** The first day of a row: its own along time, else that of the figure. */
function firstDayOf(by: BreakdownId | null, key: string, from: string | null): string | null {
  const quarter = Number(key.slice(-1))
  const own =
    by === 'year'
      ? `${key}-01-01`
      : by === 'quarter'
        ? `${key.slice(0, 4)}-${String(quarter * 3 - 2).padStart(2, '0')}-01`
        : by === 'phase'
          ? (PHASES.find(({ label }) => label === key)?.from ?? null)
          : null
  return own === null || (from !== null && from > own) ? from : own
}

/** The figure of some holdings, by hand. `history`: all that the buyers of the row ever bought. */
function tell(held: readonly Holding[], history: readonly Holding[], since: string | null) {
  const known = new Set(
    history.filter(({ day }) => day !== null && since !== null && day < since).map((one) => one.supplier),
  )
  const undated = new Set(history.filter(({ day }) => day === null).map((one) => one.supplier))
  const bySupplier = [...Map.groupBy(held, ({ supplier }) => supplier)].map(([supplier, own]) => {
    const outcomes = own.map(({ outcome }) => outcome)
    const outcome = (['yes', 'undetermined', 'no'] as const).find((one) => outcomes.includes(one)) ?? 'no'
    const cents = own.reduce(
      (sum, one) => sum + one.cents / one.holders + (one.place === 0n ? one.cents % one.holders : 0n),
      0n,
    )
    const novelty = known.has(supplier) ? 'known' : undated.has(supplier) ? 'perhaps' : 'new'
    return { supplier, outcome, cents, novelty }
  })
  const count = (is: (one: (typeof bySupplier)[number]) => boolean) => bySupplier.filter(is).length
  const total = (yes: number, no: number, undetermined: number) => ({
    yes,
    no,
    undetermined,
    total: yes + no + undetermined,
  })
  const yes = bySupplier
    .filter(({ outcome }) => outcome === 'yes')
    .map(({ cents }) => cents)
    .sort((a, b) => Number(b - a))
  const sum = (values: readonly bigint[]) => values.reduce((all, one) => all + one, 0n)
  return {
    suppliers: total(
      count(({ outcome }) => outcome === 'yes'),
      count(({ outcome }) => outcome === 'no'),
      count(({ outcome }) => outcome === 'undetermined'),
    ),
    newSuppliers:
      since === null
        ? null
        : total(
            count(({ outcome, novelty }) => outcome === 'yes' && novelty === 'new'),
            count(({ outcome, novelty }) => outcome === 'no' && novelty !== 'known'),
            count(
              ({ outcome, novelty }) =>
                (outcome === 'undetermined' && novelty !== 'known') ||
                (outcome === 'yes' && novelty === 'perhaps'),
            ),
          ),
    yesCents: Number(sum(yes)),
    firstCents: Number(sum(yes.slice(0, 5))),
  }
}

const shown = ({ suppliers, newSuppliers, value, concentration }: DiversityFigure) => ({
  suppliers,
  newSuppliers,
  yesCents: Math.round(value.yes * 100),
  firstCents: Math.round(concentration.value * 100),
})

const BUYER = '00007031800014'
const marche = [
  { id: 'undated', on: null },
  { id: 'dated', on: '2025-03-01' },
]

t.before(async () => {
  const { rows } = await sql<{ id: string }>`
    select s.identifier as id from suppliers s join verdicts v on v.profile_id = s.profile_id and v.perimeter = 'ess'
    where v.outcome = 'yes' and s.scheme = 'SIRET' order by 1 limit 1
  `.execute(db)
  const records = marche.map(({ id, on }) => ({
    id,
    acheteur: { id: BUYER },
    objet: id,
    nature: 'Marché',
    codeCPV: '45000000',
    montant: 50_000,
    ...(on && { dateNotification: on }),
    datePublicationDonnees: '2025-04-01',
    titulaires: [{ titulaire: { typeIdentifiant: 'SIRET', id: rows[0]?.id } }],
  }))
  const folder = t.testdir({ 'marches.json': JSON.stringify({ marches: { marche: records } }) })
  await importContracts(db, FIXED_CLOCK, join(folder, 'marches.json'))
})

t.test('the whole and every row are those of plain SQL, whatever the breakdown', async (t) => {
  const holdings = await readHoldings()
  const buyers = ['000010017', '000010025', '000070318']
  for (const { asked, from } of [
    { asked: [] as string[], from: null },
    { asked: buyers, from: '2024-05-01' },
  ])
    for (const by of Object.keys(KEYS) as BreakdownId[]) {
      const isDated = ['year', 'quarter', 'phase'].includes(by)
      const own = holdings.filter(({ buyer }) => asked.length === 0 || asked.includes(buyer))
      const held = own.filter(
        ({ counted, day }) =>
          counted && (day !== null || (!isDated && from === null)) && (from === null || (day ?? '') >= from),
      )
      const report = await reportDiversity(db, FIXED_CLOCK, {
        ...{ filters: { buyers: asked, from, to: null }, ...METHOD, by },
        phases: by === 'phase' ? PHASES : [],
      })
      const title = `${by} from ${from} of ${asked.length}`
      t.strictSame(shown(report), tell(held, own, from), `whole, ${title}`)
      const keyed = held.flatMap((one) => (KEYS[by]?.(one) ?? []).map((key) => ({ key, one })))
      const rows = Map.groupBy(keyed, ({ key }) => key)
      t.strictSame(
        Object.fromEntries(report.rows.map(({ key, ...row }) => [key, shown(row)])),
        Object.fromEntries(
          [...rows].map(([key, ones]) => {
            const history = by === 'buyer' ? own.filter(({ buyer }) => buyer === key) : own
            return [
              key,
              tell(
                ones.map(({ one }) => one),
                history,
                firstDayOf(by, key, from),
              ),
            ]
          }),
        ),
        title,
      )
      t.match(report.caveats[0], /ne s’ajoutent pas au total/)
    }
})

t.test('every breakdown of the other indicators is taken, and each row opens on its suppliers', async (t) => {
  const filters = { buyers: ['000010017'], from: '2025-01-01', to: null }
  for (const [index, by] of BREAKDOWN_IDS.entries()) {
    const asked = { filters, ...METHOD, by, phases: by === 'phase' ? PHASES : [] }
    const { rows } = await reportDiversity(db, FIXED_CLOCK, asked)
    t.ok(rows.length > 0, by)
    const [row] = rows
    const part = DIVERSITY_PARTS[index % DIVERSITY_PARTS.length] ?? 'yes'
    const { total } = await listDiversity(
      db,
      FIXED_CLOCK,
      { ...asked, part, key: row?.key ?? '' },
      { limit: 1, offset: 0 },
    )
    const counted = {
      ...(row?.suppliers ?? { yes: -1, no: -1, undetermined: -1 }),
      new: row?.newSuppliers?.yes,
      'new-undetermined': row?.newSuppliers?.undetermined,
    }
    t.equal(total, counted[part], `${by} ${part}`)
  }
  await t.rejects(reportDiversity(db, FIXED_CLOCK, { filters, ...METHOD, by: 'phase' }), {
    code: 'bad-usage',
  })
})

t.test(
  'a supplier whose other contract has no day is not surely new: its target depends on it',
  async (t) => {
    const target: Target = {
      ...{
        id: 'nouveaux',
        title: 'Nouveaux',
        indicator: 'supplier-diversity',
        perimeter: 'ess',
        territory: null,
        field: null,
      },
      ...{
        filters: {},
        measure: 'new-suppliers',
        unit: 'count',
        direction: 'at-least',
        holders: null,
        frameworks: 'ceilings',
      },
      ...{ deliberation: null, baseline: null, values: [] },
    }
    const [counted] = await countTarget(db, FIXED_CLOCK, { target, members: ['000070318'] }, [
      { from: '2025-01-01', to: '2025-12-31' },
    ])
    t.ok(counted)
    if (counted === undefined) return
    for (const [one, lower, verdict] of [
      [target, 0, 'depends-on-undetermined'],
      [{ ...target, direction: 'at-most' as const }, 0, 'met'],
      [{ ...target, unit: 'percent' as const }, 0, 'depends-on-undetermined'],
    ] as const) {
      const standing = standingOf(one, counted.whole, aimOf(one, 1), null)
      t.strictSame([standing.actual.lower, standing.actual.upper, standing.verdict], [lower, 1, verdict])
    }
  },
)
