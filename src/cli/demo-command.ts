import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Connection, Db } from '../database/connect.ts'
import { countSuppliersByOutcome } from '../database/suppliers.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { importContracts } from '../import/import-contracts.ts'
import { importHours } from '../import/import-hours.ts'
import { importPlan } from '../import/import-plan.ts'
import { importReference } from '../import/import-reference.ts'
import type { Ledger } from '../import/ledger.ts'
import { todayOf } from '../platform/clock.ts'
import { reportScoreboard } from '../reports/scoreboard.ts'
import { type CliContext, withDatabase } from './context.ts'
import { listDemoClauses, recordDemoClauses } from './demo-clauses.ts'
import { formatCount, formatLedger } from './format.ts'
import { formatTable } from './format-table.ts'
import { formatClauses } from './insertion-format.ts'
import { EXIT } from './output.ts'
import { formatScoreboard } from './scoreboard-format.ts'

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
