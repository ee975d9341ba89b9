/** The worked example of `docs/plan-file.md`: its plan, and each of its figures as they were worked by hand. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { findPlan } from '../../src/database/plans.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { parsePlan } from '../../src/import/plan-file.ts'
import { savePlan } from '../../src/import/save-plan.ts'
import { reportScoreboard, type Scoreboard } from '../../src/reports/scoreboard.ts'
import {
  actualInWords,
  gapInWords,
  pointsInWords,
  restInWords,
  targetInWords,
  trendInWords,
  verdictInWords,
} from '../../src/reports/scoreboard-words.ts'
import { openTestDatabase } from '../support/database.ts'

const ROOT = join(import.meta.dirname, '../..')
const CLOCK = { now: () => new Date('2026-03-14T12:00:00Z') }
const SIAE = '00009100900019'
const COMPANY = '00009200700012'
const [FIRST, SECOND] = ['00001001700010', '00001002500013']

const guide = await readFile(join(ROOT, 'docs/plan-file.md'), 'utf8')
const EXAMPLE = JSON.parse(/```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '')

type Contract = { buyer: string; holder: string | null; year: number } & Record<string, unknown>

let count = 0
const record = ({ buyer, holder, year, ...rest }: Contract) => ({
  id: `M${++count}`,
  acheteur: { id: buyer },
  objet: `Objet ${count}`,
  nature: 'Marché',
  codeCPV: '85000000',
  montant: 50_000,
  dateNotification: `${year}-02-02`,
  datePublicationDonnees: `${year}-02-02`,
  titulaires: holder === null ? [] : [{ titulaire: { id: holder, typeIdentifiant: 'SIRET' } }],
  ...rest,
})
const many = (times: number, contract: Contract) => Array.from({ length: times }, () => contract)

const in2025 = [
  ...many(2, { buyer: FIRST, holder: SIAE, year: 2025 }),
  ...many(18, { buyer: FIRST, holder: COMPANY, year: 2025 }),
  { buyer: SECOND, holder: SIAE, year: 2025 },
  ...many(18, { buyer: SECOND, holder: COMPANY, year: 2025 }),
  { buyer: SECOND, holder: null, year: 2025 },
]
const in2026 = [
  { buyer: FIRST, holder: SIAE, year: 2026 },
  ...many(5, { buyer: FIRST, holder: COMPANY, year: 2026 }),
  { buyer: SECOND, holder: SIAE, year: 2026 },
  ...many(3, { buyer: SECOND, holder: COMPANY, year: 2026 }),
].map((contract, index) => ({
  ...contract,
  offresRecues: index < 3 ? 1 : 4,
  considerationsSociales: {
    considerationSociale: [index === 0 ? 'Marché réservé' : 'Pas de considération sociale'],
  },
}))

const { db } = await openTestDatabase(t)
const folder = t.testdir({
  'siae.csv': `siret,kind,name\n${SIAE},EI,Entreprise d'insertion fictive\n`,
  'marches.json': JSON.stringify({ marches: { marche: [...in2025, ...in2026].map(record) } }),
  'plan.json': JSON.stringify(EXAMPLE),
})
await importReference(db, CLOCK, 'siae', join(folder, 'siae.csv'), { listedOn: '2026-01-01' })
await importContracts(db, CLOCK, join(folder, 'marches.json'))
await importPlan(db, CLOCK, join(folder, 'plan.json'))
const { rows, caveats, madeOn } = (await reportScoreboard(db, CLOCK, EXAMPLE.id)) as Scoreboard

const rowOf = (targetId: string, label: string) => {
  const row = rows.find((each) => each.targetId === targetId && each.period.label === label)
  if (!row) throw new Error(`no row ${targetId} ${label}`)
  return row
}
/** Ratios are compared to the billionth: the figures by hand have two decimals. */
const near = (value: number | undefined | null) => Math.round((value ?? Number.NaN) * 1e9) / 1e9

t.test(
  'a year over: the interval, the gap in points, contracts and euros, the trend since the baseline',
  async (t) => {
    const row = rowOf('siae-nombre', '2025')
    t.match(row, {
      contracts: { yes: 3, no: 36, undetermined: 1, total: 40 },
      actual: { lower: 0.075, upper: 0.1 },
      target: 0.12,
      stage: 'over',
      isProvisional: false,
      verdict: 'missed',
      gap: {
        points: { lower: -4.5, upper: -2 },
        contracts: { min: 1, max: 2 },
        euros: { min: 50_000, max: 100_000 },
        estimated: 'euros',
      },
      trajectory: null,
      trend: null,
      sinceBaseline: { label: '2023', source: 'Bilan 2023', trend: 'improving', lower: 0.05, upper: 0.05 },
      deliberation: { reference: '2024-145' },
    })
    t.strictSame(
      [near(row.sinceBaseline?.change.lower), near(row.sinceBaseline?.change.upper)],
      [0.025, 0.05],
    )
  },
)

t.test('each buyer of the joint plan has its own verdict and gap', async (t) => {
  t.match(rowOf('siae-nombre', '2025').buyers, [
    {
      buyer: '000010017',
      verdict: 'missed',
      contracts: { yes: 2, total: 20 },
      gap: { contracts: { min: 1, max: 1 } },
    },
    {
      buyer: '000010025',
      verdict: 'missed',
      contracts: { yes: 1, undetermined: 1, total: 20 },
      gap: { contracts: { min: 1, max: 2 } },
    },
  ])
  for (const own of rowOf('reserves', '2026').buyers)
    t.match(own, { verdict: null, gap: null, trajectory: null }, 'a count is common')
})

t.test('a year under way: the pace, what is to come, and how much of it is needed', async (t) => {
  const row = rowOf('siae-nombre', '2026')
  t.match(row, {
    stage: 'under-way',
    isProvisional: true,
    verdict: 'met',
    gap: { points: { lower: 5, upper: 5 }, contracts: { min: 0, max: 0 } },
    trajectory: {
      outlook: 'on-track',
      elapsedDays: 73,
      days: 365,
      isEarly: true,
      projected: { lower: 10, upper: 10, total: 50 },
      remaining: {
        days: 292,
        total: 40,
        needed: { min: 6, max: 6 },
        allowed: null,
        share: { min: 0.15, max: 0.15 },
      },
    },
    trend: { label: '2025', trend: 'improving' },
  })
  t.strictSame([near(row.trend?.change.lower), near(row.trend?.change.upper)], [0.1, 0.125])
})

t.test('a count, a ceiling and an amount over a phase', async (t) => {
  t.match(rowOf('reserves', '2026'), {
    actual: { lower: 1, upper: 1 },
    target: 10,
    verdict: 'missed',
    gap: { points: null, contracts: { min: 9, max: 9 }, euros: { min: 450_000, max: 450_000 } },
    trajectory: { outlook: 'behind', remaining: { total: 40, needed: { min: 9, max: 9 } } },
    trend: { label: '2025', lower: 0, upper: 40, trend: 'uncertain', isProjected: true },
  })
  t.match(rowOf('offre-unique', '2026'), {
    verdict: 'missed',
    gap: { points: { lower: 10, upper: 10 }, contracts: { min: 1, max: 1 } },
    trajectory: {
      outlook: 'behind',
      remaining: { total: 40, needed: null, allowed: { min: 7, max: 7 }, share: { max: 0.175 } },
    },
  })
  t.match(rowOf('siae-euros', 'Tout le plan'), {
    year: null,
    period: { phase: 'tout', from: '2025-01-01', to: '2026-12-31' },
    actual: { lower: 250_000, upper: 300_000 },
    target: 600_000,
    verdict: 'missed',
    gap: {
      points: null,
      euros: { min: 300_000, max: 350_000 },
      contracts: { min: 6, max: 7 },
      estimated: 'contracts',
    },
    trajectory: {
      outlook: 'behind',
      elapsedDays: 438,
      days: 730,
      isEarly: false,
      projected: { lower: 416_666.67, upper: 500_000, total: 4_166_666.67 },
      remaining: { total: 1_666_666.67, needed: { min: 300_000, max: 350_000 } },
    },
    trend: null,
  })
})

t.test('the same in words', async (t) => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
  const words = (targetId: string, label: string) => {
    const row = rowOf(targetId, label)
    return [
      targetInWords(row),
      actualInWords(row.actual, row),
      verdictInWords(row),
      pointsInWords(row),
      gapInWords(row),
      restInWords(row),
      trendInWords(row),
    ].map(plain)
  }
  t.strictSame(words('siae-nombre', '2025'), [
    'au moins 12 %',
    '7,5 % à 10,0 %',
    'non atteint',
    '-4,5 à -2 pt',
    'il manque 1 à 2 marchés (environ 50 000 € à 100 000 €)',
    '',
    '',
  ])
  t.strictSame(words('siae-nombre', '2026'), [
    'au moins 15 %',
    '20,0 %',
    'atteint à ce jour ; dans les temps',
    '+5 pt',
    '',
    'encore 6 marchés sur 40 marchés à venir à ce rythme (15,0 %)',
    'en progrès depuis 2025 (+10 à +12,5 pt)',
  ])
  t.strictSame(words('offre-unique', '2026').slice(0, 6), [
    'au plus 20 %',
    '30,0 %',
    'non atteint à ce jour ; en retard',
    '+10 pt',
    '1 marché de trop (environ 50 000 €)',
    'au plus 7 marchés sur 40 marchés à venir à ce rythme (17,5 %)',
  ])
  t.equal(madeOn, '2026-03-14')
  for (const says of [/montant moyen/, /deux mois/, /moins d’un quart/, /acheteurs du plan réunis/])
    t.match(caveats.join('\n'), says)
})

t.test('periods to come, without contracts, and years cut by the plan', async (t) => {
  const target = {
    ...EXAMPLE.targets[0],
    baseline: null,
    values: [2024, 2025, 2027].map((year) => ({ year, value: 12 })),
  }
  await savePlan(db, CLOCK, {
    ...EXAMPLE,
    id: 'autre',
    buyers: ['000010017'],
    from: '2025-02-01',
    to: '2027-06-30',
    phases: [],
    targets: [target],
  })
  const board = await reportScoreboard(db, CLOCK, 'autre')
  t.match(board?.rows, [
    {
      year: 2024,
      period: { from: '2024-01-01', to: '2024-12-31' },
      verdict: 'no-contracts',
      gap: null,
      stage: 'over',
    },
    { year: 2025, period: { from: '2025-02-01', to: '2025-12-31' }, contracts: { total: 20 }, buyers: [] },
    { year: 2027, period: { to: '2027-06-30' }, verdict: 'no-contracts', stage: 'to-come', trajectory: null },
  ])
})

t.test('a plan kept before targets had indicators is the one that its file makes now', async (t) => {
  const old = {
    id: 'ancien',
    title: 'Ancien',
    buyers: ['000010017'],
    from: '2023-01-01',
    to: '2026-12-31',
    deliberation: null,
    targets: ['ess', 'esus', 'siae', 'handicap', 'inclusive', 'ess-wide', 'ess-register'].map(
      (perimeter) => ({
        id: perimeter,
        title: perimeter,
        perimeter,
        measure: 'value',
        holders: 'lead',
        frameworks: 'none',
        values: [2023, 2024].map((year) => ({ year, minimumPercent: 12.5 })),
      }),
    ),
    hourTargets: [{ id: 'h', title: 'H', values: [{ year: 2024, minimumHours: 10.5 }] }],
  }
  await savePlan(db, CLOCK, old)
  const stored = {
    ...old,
    targets: old.targets.map(({ values, ...target }) => ({
      ...target,
      values: values.map(({ year }) => ({ year, minimumBasisPoints: 1250 })),
    })),
  }
  await sql`delete from plan_versions where plan_id <> 'ancien'`.execute(db)
  await sql`update plan_versions set content = ${JSON.stringify(stored)}`.execute(db)
  const migration = await readFile(join(ROOT, 'sql/migrations/0015-plans-as-written.sql'), 'utf8')
  await sql.raw(migration.slice(0, migration.indexOf('drop table'))).execute(db)
  t.strictSame({ plan: await findPlan(db, 'ancien') }, parsePlan(old))
})
