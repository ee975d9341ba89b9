import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { formatCount } from '../../src/cli/format.ts'
import { type Connection, connect } from '../../src/database/connect.ts'
import { KIND_CATEGORIES } from '../../src/domain/buyer/buyer-kind.ts'
import { refreshStaleFigures } from '../../src/import/reclassify.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { digestOfGenerator, openCachedFile } from '../measure/cached-file.ts'
import { importFile, runProduct } from '../measure/run-product.ts'
import { dropKeptDatabase, openKeptDatabase } from '../measure/server.ts'

const SEED = 1
/** Of a hundred rows of the generator, seventy are records of their own (measured). */
const ROWS_PER_CONTRACT = 1.435
const SIRENE_UNITS = 200_000
const LISTED_ON = '2026-10-31'
/** The kinds that buyers are given one after the other, as a register would. */
const KINDS = [
  'municipality',
  'municipality',
  'intermunicipality',
  'department',
  'health',
  'housing',
] as const
const SIZES = ['03', '12', '22', '41', '51']

const TARGETS = [
  { id: 'ess', title: 'ESS', perimeter: 'ess', measure: 'contracts' },
  { id: 'esus', title: 'ESUS', perimeter: 'esus', measure: 'value' },
  { id: 'inclusive', title: 'Inclusives', perimeter: 'inclusive', measure: 'value' },
] as const
const YEARS = [2022, 2023, 2024, 2025]

/** The buyer that questions are asked of: the same number of contracts at every size, so that its figures should cost the same. */
export const ASKED_CONTRACTS = 100
export const PLAN = 'banc'

/** The SIREN of the buyer that has about ASKED_CONTRACTS contracts. */
async function chooseBuyer(connection: Connection): Promise<string> {
  const rows = await connection.db
    .selectFrom('contracts')
    .select(['buyer_siren', (eb) => eb.fn.countAll<bigint>().as('contracts')])
    .where('is_current', '=', true)
    .where('buyer_siren', 'is not', null)
    .groupBy('buyer_siren')
    .execute()
  const gapOf = (row: { contracts: bigint }) => Math.abs(Number(row.contracts) - ASKED_CONTRACTS)
  rows.sort((a, b) => gapOf(a) - gapOf(b) || ((a.buyer_siren ?? '') < (b.buyer_siren ?? '') ? -1 : 1))
  return rows[0]?.buyer_siren ?? ''
}

/** A register of the buyers, with a kind and a size each. */
async function writeBuyers(connection: Connection, path: string): Promise<void> {
  const rows = await connection.db
    .selectFrom('buyers')
    .select('siren')
    .distinct()
    .where('siren', 'is not', null)
    .orderBy('siren')
    .execute()
  const lines = rows.map(
    ({ siren }, index) =>
      `${siren},,${KIND_CATEGORIES[KINDS[index % KINDS.length] ?? 'municipality'][0]},${SIZES[index % SIZES.length]}`,
  )
  const header =
    'siren,economieSocialeSolidaireUniteLegale,categorieJuridiqueUniteLegale,trancheEffectifsUniteLegale'
  await writeFile(path, [header, ...lines, ''].join('\n'))
}

const planOf = (buyer: string) => ({
  ...{
    id: PLAN,
    title: 'Plan du banc',
    buyers: [buyer],
    from: '2022-01-01',
    to: '2025-12-31',
    deliberation: null,
  },
  targets: TARGETS.map((target) => ({
    ...target,
    holders: 'any-holder',
    frameworks: 'ceilings',
    values: YEARS.map((year) => ({ year, minimumPercent: 10 })),
  })),
})

async function fill(databaseUrl: string, contracts: number): Promise<void> {
  const target = { DATABASE_URL: databaseUrl }
  const rows = Math.round(contracts * ROWS_PER_CONTRACT)
  const { path } = await openCachedFile({ format: 'decp-info-csv', seed: SEED, rows })
  const stock = await openCachedFile({ format: 'sirene-stock-csv', seed: SEED, rows: SIRENE_UNITS })
  await runProduct(['migrate'], target)
  await importFile(path, target)
  const list = (file: string, ...options: string[]) => {
    const asked = ['--date', LISTED_ON, ...options, '--json']
    return runProduct(['reference', 'import', 'sirene', file, ...asked], target)
  }
  await list(stock.path, '--keep', 'useful')
  const folder = await mkdtemp(join(tmpdir(), 'spaser-bench-'))
  const connection = await connect({ databaseUrl, dataDir: '' })
  try {
    const [buyers, plan] = [join(folder, 'acheteurs.csv'), join(folder, 'plan.json')]
    await writeBuyers(connection, buyers)
    await list(buyers, '--partial')
    await writeFile(plan, JSON.stringify(planOf(await chooseBuyer(connection))))
    await runProduct(['plan', 'import', plan, '--json'], target)
    await sql`vacuum analyze`.execute(connection.db)
  } finally {
    await connection.close()
    await rm(folder, { recursive: true })
  }
}

/** A database of about so many contracts, with a SIRENE extract, a register of its buyers and a plan; filled once and kept. */
export async function openFilledDatabase(
  contracts: number,
  say: (text: string) => void,
): Promise<{ connection: Connection; buyer: string; databaseUrl: string }> {
  const name = `spaser_bench_figures_${contracts}_${await digestOfGenerator()}`
  const { databaseUrl, isNew } = await openKeptDatabase(name)
  if (isNew) {
    say(`Base de ${formatCount(contracts)} marchés : remplissage…`)
    await fill(databaseUrl, contracts).catch(async (error) => {
      await dropKeptDatabase(name)
      throw error
    })
  } else await runProduct(['migrate'], { DATABASE_URL: databaseUrl })
  const connection = await connect({ databaseUrl, dataDir: '' })
  await refreshStaleFigures(connection.db, systemClock)
  return { connection, buyer: await chooseBuyer(connection), databaseUrl }
}
