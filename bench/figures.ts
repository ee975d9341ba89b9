import { sql } from 'kysely'
import { formatCount } from '../src/cli/format.ts'
import { formatTable } from '../src/cli/format-table.ts'
import type { Connection } from '../src/database/connect.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../src/domain/contract/contract-problems.ts'
import { systemClock, todayOf } from '../src/platform/clock.ts'
import { type ComparisonRequest, MINIMUM_RANKED, reportComparison } from '../src/reports/comparison.ts'
import { reportScoreboard } from '../src/reports/scoreboard.ts'
import { reportShareByYear } from '../src/reports/share-report.ts'
import { openDuckDb } from './figures/duckdb.ts'
import { ASKED_CONTRACTS, openFilledDatabase, PLAN } from './figures/fill.ts'
import { judgeFigures } from './figures/limits.ts'
import { comparisonInDuckDb, type Question, yearsByHand, yearsInDuckDb } from './figures/questions.ts'
import { appendHistory, describeMachine, type Measure } from './measure/history.ts'
import { secondsOf } from './measure/seconds-of.ts'
import { readServerVersion } from './measure/server.ts'

export type FiguresBench = { sizes: readonly number[]; runs: number; keepsHistory: boolean }

/** Seconds of one question; `null`: that engine is not asked. */
export type FigureMeasure = {
  contracts: number
  question: 'share' | 'share-days' | 'scoreboard' | 'comparison'
  product: number
  byHand: number | null
  duckDb: number | null
}

const SCOREBOARD_PERIMETERS = ['ess', 'esus', 'inclusive']
const COMPARED_YEAR = 2025
/** Days that are not whole years: nothing stored adds up to them, the contracts are counted. */
const SOME_DAYS = { from: '2019-03-15', to: '2026-02-14' }

const say = (text: string) => process.stdout.write(`${text}\n`)
const medianOf = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

type Ask = () => Promise<unknown>

/** Medians of `runs` measures of each, one after the other in turn, so that a busy moment falls on all; a first try warms them up. */
async function measureInTurn<K extends string>(
  asks: Readonly<Record<K, Ask | null>>,
  runs: number,
): Promise<Record<K, number | null>> {
  const given = Object.entries(asks).filter((entry): entry is [K, Ask] => entry[1] !== null)
  const seconds = Object.fromEntries(given.map(([name]) => [name, [] as number[]])) as Record<K, number[]>
  for (const [, ask] of given) await ask()
  for (let run = 0; run < runs; run++)
    for (const [name, ask] of given) seconds[name].push(await secondsOf(ask))
  const medians = Object.keys(asks).map((name) => [
    name,
    seconds[name as K] ? medianOf(seconds[name as K]) : null,
  ])
  return Object.fromEntries(medians)
}

/** The number of contracts "yes" or not that an answer counts: three engines must say the same before their times are compared. */
function checkSame(question: string, totals: readonly number[]): void {
  if (new Set(totals).size > 1)
    throw new Error(
      `${question} : réponses différentes (${totals.join(', ')}), les durées ne se comparent pas.`,
    )
}

const countOf = (rows: readonly Record<string, unknown>[]) =>
  rows.reduce(
    (sum, row) => sum + Number(row.yes) * 1_000_003 + Number(row.no) * 1_009 + Number(row.undetermined),
    0,
  )

async function benchSize(size: number, runs: number): Promise<FigureMeasure[]> {
  const { connection, buyer, databaseUrl } = await openFilledDatabase(size, say)
  const { db } = connection
  say(`Base de ${formatCount(size)} marchés : acheteur ${buyer}, DuckDB…`)
  const duckDb = await openDuckDb(databaseUrl)
  try {
    const clock = systemClock
    const byHand = (statement: string) => askByHand(connection, statement)
    const share = { perimeter: 'ess', holders: 'any-holder', frameworks: 'ceilings' } as const
    const everyDay = { from: EARLIEST_PLAUSIBLE_DAY, to: todayOf(clock) }
    const sirets = await db.selectFrom('buyers').select('id').where('siren', '=', buyer).execute()
    const asked = { buyer, establishments: sirets.map(({ id }) => id) }
    const years: Question = { perimeters: ['ess'], days: everyDay, ...asked }
    const days: Question = { ...years, days: SOME_DAYS }
    const targets: Question = {
      perimeters: SCOREBOARD_PERIMETERS,
      days: { from: '2022-01-01', to: '2025-12-31' },
      ...asked,
    }
    const { kind } = await db
      .selectFrom('buyer_traits')
      .select('kind')
      .where('buyer', '=', buyer)
      .executeTakeFirstOrThrow()
    const request: ComparisonRequest = {
      ...{
        buyer,
        period: { year: COMPARED_YEAR },
        filters: {},
        minimum: MINIMUM_RANKED,
        measure: 'contracts',
      },
      ...share,
      ...{ kind: 'same', size: null, department: null, region: null, group: null },
    }
    const period = { from: `${COMPARED_YEAR}-01-01`, to: `${COMPARED_YEAR}-12-31` }
    const compared = comparisonInDuckDb({ ...years, days: period }, kind, MINIMUM_RANKED)
    const ask = {
      share: () => reportShareByYear(db, clock, { buyers: [buyer], from: null, to: null, ...share }),
      'share-days': () => reportShareByYear(db, clock, { buyers: [buyer], ...SOME_DAYS, ...share }),
      scoreboard: () => reportScoreboard(db, clock, PLAN),
      comparison: () => reportComparison(db, clock, request, { limit: 20, offset: 0 }),
    }
    for (const [name, question] of [
      ['share', years],
      ['share-days', days],
    ] as const) {
      const shown = (await ask[name]()).rows.map(({ contracts }) => ({ ...contracts }))
      checkSame(name, [
        countOf(shown),
        countOf(await byHand(yearsByHand(question))),
        countOf(await duckDb.ask(yearsInDuckDb(question))),
      ])
    }
    const board = (await ask.scoreboard())?.rows.map(({ contracts }) => ({ ...contracts })) ?? []
    checkSame('tableau de bord', [
      countOf(board),
      countOf(await byHand(yearsByHand(targets))),
      countOf(await duckDb.ask(yearsInDuckDb(targets))),
    ])
    const { peers, standings } = await ask.comparison()
    const [other] = await duckDb.ask(compared)
    checkSame('comparaison', [peers.contracts.total, Number(other?.contracts)])
    checkSame('rang', [standings.contracts.rank ?? 0, Number(other?.place)])
    const measure = async (question: FigureMeasure['question'], hand: string | null, duck: string) => {
      const seconds = await measureInTurn(
        {
          product: ask[question],
          byHand: hand === null ? null : () => byHand(hand),
          duckDb: () => duckDb.ask(duck),
        },
        runs,
      )
      return { contracts: size, question, ...seconds, product: seconds.product as number }
    }
    return [
      await measure('share', yearsByHand(years), yearsInDuckDb(years)),
      await measure('share-days', yearsByHand(days), yearsInDuckDb(days)),
      await measure('scoreboard', yearsByHand(targets), yearsInDuckDb(targets)),
      await measure('comparison', null, compared),
    ]
  } finally {
    await duckDb.close()
    await connection.close()
  }
}

const askByHand = async ({ db }: Connection, statement: string) =>
  (await sql.raw<Record<string, unknown>>(statement).execute(db)).rows

const milliseconds = (seconds: number | null) =>
  seconds === null ? '—' : (seconds * 1_000).toFixed(1).replace('.', ',')
const ratio = (product: number, other: number | null) =>
  other === null ? '—' : `${(product / other).toFixed(2).replace('.', ',')} ×`

function formatMeasures(measures: readonly FigureMeasure[]): string {
  const rows = measures.map(({ contracts, question, product, byHand, duckDb }) => [
    formatCount(contracts),
    question,
    milliseconds(product),
    milliseconds(byHand),
    ratio(product, byHand),
    milliseconds(duckDb),
    ratio(product, duckDb),
  ])
  return formatTable(
    ['Marchés', 'question', 'produit ms', 'à la main ms', 'rapport', 'DuckDB ms', 'rapport'],
    rows,
    [0, 2, 3, 4, 5, 6],
  )
}

/** The lines of the history: each engine's seconds; `ratio` is the product's to that engine's. */
const linesOf = (measures: readonly FigureMeasure[]): Measure[] =>
  measures.flatMap(({ contracts, question, product, byHand, duckDb }) => {
    const line = (name: string, seconds: number, to: number | null) => ({
      ...{ name: `figures-${question}-${name}`, rows: contracts, bytes: 0, seconds, peakMegabytes: null },
      ratio: to === null ? null : to / seconds,
    })
    return [
      line('product', product, null),
      ...(byHand === null ? [] : [line('by-hand', byHand, product)]),
      ...(duckDb === null ? [] : [line('duckdb', duckDb, product)]),
    ]
  })

const VERDICTS = { true: 'tenu', false: 'non tenu', null: '—' }

/** Asks the same questions of the product, of SQL written by hand and of DuckDB, on the same data, and shows them beside their limits. */
export async function benchFigures({ sizes, runs, keepsHistory }: FiguresBench): Promise<void> {
  const postgresql = await readServerVersion()
  say(describeMachine(postgresql))
  const measures: FigureMeasure[] = []
  for (const size of sizes) measures.push(...(await benchSize(size, runs)))
  if (keepsHistory) await appendHistory(linesOf(measures), postgresql)
  say(
    `\nUn acheteur d’environ ${ASKED_CONTRACTS} marchés ; médiane de ${runs} mesures.\n${formatMeasures(measures)}`,
  )
  const limits = judgeFigures(measures)
  say(
    `\n${limits.map(({ limit, figure, isKept }) => `${VERDICTS[`${isKept}`].padEnd(8)}  ${limit} : ${figure}`).join('\n')}`,
  )
}
