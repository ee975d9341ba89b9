import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Connection, Db } from '../database/connect.ts'
import { countSuppliersByOutcome } from '../database/suppliers.ts'
import type { TargetVerdict } from '../domain/plan/target.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import { importContracts } from '../import/import-contracts.ts'
import { importHours } from '../import/import-hours.ts'
import { importPlan } from '../import/import-plan.ts'
import { importReference } from '../import/import-reference.ts'
import type { Ledger } from '../import/ledger.ts'
import { todayOf } from '../platform/clock.ts'
import type { HourRow } from '../reports/insertion-targets.ts'
import { reportScoreboard, type Scoreboard, type ScoreboardRow } from '../reports/scoreboard.ts'
import { type CliContext, withDatabase } from './context.ts'
import { listDemoClauses, recordDemoClauses } from './demo-clauses.ts'
import { formatCount, formatEuros, formatLedger, formatShare, formatTable } from './format.ts'
import { formatClauses } from './insertion-format.ts'
import { EXIT } from './output.ts'

const DEMO_FOLDER = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url))

const REFERENCES = [
  ['sirene', 'sirene-stock-unite-legale.csv'],
  ['ess-france', 'ess-france.csv'],
  ['esus', 'esus.csv'],
  ['siae', 'siae.csv'],
] as const
/** The day of the demonstration's lists, the same on every run; a machine whose clock is earlier gets its own day. */
const LISTS_DATE = '2026-10-31'
const CONTRACTS = [
  'marches-2019-2021.json',
  'marches-2022-2024.json',
  'marches-2024-2026.csv',
  'marches-communes.csv',
]

const HOURS = ['heures-par-personne.csv', 'heures-totaux.csv']

async function importDemo(context: CliContext, db: Db, isJson: boolean): Promise<string> {
  const { clock, output } = context
  const today = todayOf(clock)
  const listedOn = today < LISTS_DATE ? today : LISTS_DATE
  const show = (ledger: Ledger) => output.out(isJson ? JSON.stringify(ledger) : formatLedger(ledger))
  for (const [source, file] of REFERENCES)
    show(await importReference(db, clock, source, join(DEMO_FOLDER, file), { listedOn }))
  for (const file of CONTRACTS) show(await importContracts(db, clock, join(DEMO_FOLDER, file)))
  await recordDemoClauses(db, clock, join(DEMO_FOLDER, 'clauses.json'))
  for (const file of HOURS) show(await importHours(db, clock, join(DEMO_FOLDER, file)))
  const plan = await importPlan(db, clock, join(DEMO_FOLDER, 'plan.json'))
  show(plan)
  return plan.planId
}

async function formatSuppliers(db: Db, day: string): Promise<string> {
  const rows: string[][] = []
  for (const perimeter of PERIMETER_IDS) {
    const counts = await countSuppliersByOutcome(db, perimeter, day)
    const of = (outcome: string) => formatCount(counts.find((row) => row.outcome === outcome)?.suppliers ?? 0)
    rows.push([PERIMETERS[perimeter].title, of('yes'), of('no'), of('undetermined')])
  }
  return formatTable(['périmètre', 'oui', 'non', 'indéterminé'], rows, [1, 2, 3])
}

const VERDICTS: Readonly<Record<TargetVerdict, string>> = {
  met: 'ATTEINT',
  missed: 'MANQUÉ',
  'depends-on-undetermined': 'DÉPEND DES INDÉTERMINÉS',
  'no-contracts': 'AUCUN MARCHÉ',
}

function targetRow(row: ScoreboardRow): string[] {
  const { contracts, value, share } = row
  return [
    `${row.year}${row.isProvisional ? ' (en cours)' : ''}`,
    `${formatCount(contracts.yes)} / ${formatCount(contracts.total)}`,
    formatShare(share.contracts.lower),
    formatShare(share.contracts.upper),
    `${formatEuros(value.yes)} / ${formatEuros(value.total)}`,
    formatShare(share.value.lower),
    formatShare(share.value.upper),
    formatShare(row.minimum),
    formatVerdict(row),
  ]
}

/** While the year runs, a target missed is only not reached yet. */
function formatVerdict({ verdict, isProvisional }: ScoreboardRow): string {
  if (!isProvisional || verdict === 'no-contracts') return VERDICTS[verdict]
  return verdict === 'missed' ? 'PAS ATTEINT À CE JOUR' : `${VERDICTS[verdict]}, À CE JOUR`
}

const HEADER = [
  'année',
  'marchés',
  'part min.',
  'part max.',
  'valeur HT',
  'part min.',
  'part max.',
  'objectif',
  'verdict',
]

const HOUR_VERDICTS: Readonly<Record<HourRow['verdict'], string>> = {
  met: 'ATTEINT',
  missed: 'MANQUÉ',
  'on-track': 'DANS LES TEMPS',
  behind: 'EN RETARD',
}

/** Each target in hours with its years. */
function formatHourTargets(rows: readonly HourRow[]): string[] {
  const byTarget = Map.groupBy(rows, ({ title }) => title)
  return [...byTarget].map(([title, years]) => {
    const table = formatTable(
      ['année', 'heures', 'dont validées', 'objectif', 'attendues à ce jour', 'verdict'],
      years.map((row) => [
        `${row.year}${row.isProvisional ? ' (en cours)' : ''}`,
        formatCount(row.doneHours),
        formatCount(row.validatedHours),
        formatCount(row.minimumHours),
        formatCount(Math.round(row.expectedHours)),
        HOUR_VERDICTS[row.verdict],
      ]),
      [1, 2, 3, 4],
    )
    return `▸ ${title} — objectif en heures d’insertion\n${table}`
  })
}

/** Each target with its years: number and value, lower and upper bound, minimum and verdict. */
function formatScoreboard({ plan, rows, hours, asOf }: Scoreboard): string {
  const targets = plan.targets.map(({ id, title, perimeter, measure }) => {
    const unit = measure === 'value' ? 'en valeur' : 'en nombre'
    const heading = `▸ ${title} — périmètre « ${PERIMETERS[perimeter as PerimeterId].title} », objectif ${unit}`
    const table = formatTable(
      HEADER,
      rows.filter(({ targetId }) => targetId === id).map(targetRow),
      [1, 2, 3, 4, 5, 6, 7],
    )
    return `${heading}\n${table}`
  })
  return [`${plan.title} (données au ${asOf ?? '—'})`, ...targets, ...formatHourTargets(hours)].join('\n\n')
}

async function showDemo(context: CliContext, { db }: Connection, isJson: boolean): Promise<void> {
  const { clock, output } = context
  const title = (text: string) => output.err(`\n${text}\n${'='.repeat(text.length)}`)
  title('1. Import des listes de référence, des marchés, des clauses d’insertion et du plan de démonstration')
  const planId = await importDemo(context, db, isJson)
  const scoreboard = await reportScoreboard(db, clock, planId)
  if (scoreboard === null) return
  if (isJson) {
    output.out(JSON.stringify(scoreboard))
    return
  }
  title('2. Classement des fournisseurs, aujourd’hui')
  output.out(await formatSuppliers(db, todayOf(clock)))
  title('3. Clauses d’insertion, aujourd’hui')
  const clauses = await listDemoClauses(db, clock)
  output.out(formatClauses(clauses, clauses.length))
  title('4. Part des marchés face à chaque objectif du plan, année par année')
  output.out(formatScoreboard(scoreboard))
  output.out(
    '\nPart min. : les fournisseurs indéterminés comptent « non » ; part max. : ils comptent « oui ».',
  )
}

/** `demo`: the whole job on the demonstration data, then the API until Ctrl-C. */
export function runDemo(context: CliContext, isServing: boolean, isJson: boolean): Promise<number> {
  context.output.err('Préparation de la base…')
  const { config } = context
  const demoContext = { ...context, config: { ...config, dataDir: config.demoDataDir } }
  return withDatabase(demoContext, async (connection) => {
    await showDemo(context, connection, isJson)
    if (isServing) await context.startServer(connection, config)
    return EXIT.done
  })
}
