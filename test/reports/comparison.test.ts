import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import tap from 'tap'
import { PERIMETER_IDS } from '../../src/domain/supplier/verdict.ts'
import { type ComparisonRequest, reportComparison } from '../../src/reports/comparison.ts'
import { openIndicator } from '../../src/reports/indicator-contracts.ts'
import { reportShareByYear } from '../../src/reports/share-report.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { rankByHand, totalOf } from './rank-by-hand.ts'
import { type OracleRow, prepareOracle, recomputeShare } from './share-oracle.ts'

const t = tap
const { db } = await openTestDatabase(t)
await importDemo(db)
await prepareOracle(db)

const BUYERS = ['000010017', '000010025', '000010033', '000010041']
const YEARS = [2023, 2024, 2025, 2026]
const ALL = { limit: 500, offset: 0 }
const DEFAULTS = { kind: 'any', size: null, department: null, region: null, group: null } as const
const METHOD = { holders: 'any-holder', frameworks: 'ceilings' } as const

const ask = ({ year, ...request }: Partial<ComparisonRequest> & { buyer: string; year?: number }) =>
  reportComparison(
    db,
    FIXED_CLOCK,
    {
      ...{ ...DEFAULTS, ...METHOD, perimeter: 'ess', minimum: 1, measure: 'contracts', filters: {} },
      period: { year: year ?? 2025 },
      ...request,
    },
    ALL,
  )

const periodOf = (year: number) => ({ from: `${year}-01-01`, to: `${year}-12-31` })
/** Compares what one buyer is answered with the figures of all, from plain SQL. */
async function checkBuyer(
  t: typeof tap,
  figures: Map<string, OracleRow>,
  whole: OracleRow,
  request: Parameters<typeof ask>[0] & { minimum: number },
): Promise<void> {
  const { standings, national, rows } = await ask(request)
  for (const measure of ['contracts', 'value'] as const) {
    const { lower, upper, ...standing } = standings[measure]
    const expected = rankByHand(figures, request.buyer, measure, request.minimum)
    t.same(standing, expected, `${measure} ${JSON.stringify(request)}`)
  }
  t.same(
    [national.contracts.yes, national.contracts.total, Math.round(national.value.yes * 100)],
    [whole.contracts.yes, totalOf(whole.contracts), whole.cents.yes].map(Number),
  )
  for (const row of rows)
    t.equal(row.contracts.yes, Number(figures.get(row.buyer)?.contracts.yes), 'the rows too')
}

t.test('ranks, figures and the whole agree with plain SQL for every buyer, year and perimeter', async (t) => {
  for (const perimeter of PERIMETER_IDS)
    for (const year of YEARS) {
      const count = (buyers: string[]) =>
        recomputeShare(db, { perimeter, ...METHOD, buyers, ...periodOf(year) })
      const figures = new Map<string, OracleRow>()
      for (const buyer of BUYERS) figures.set(buyer, await count([buyer]))
      const whole = await count([])
      for (const buyer of BUYERS)
        for (const minimum of [1, 8])
          await checkBuyer(t as typeof tap, figures, whole, { buyer, year, perimeter, minimum })
    }
})

t.test('a row is the share of its buyer, and opens on its contracts', async (t) => {
  const { rows, figure, buyer, year } = await ask({ buyer: '000010017', year: 2025 })
  for (const row of rows) {
    const filters = { buyers: [row.buyer], from: null, to: null }
    const { rows: years } = await reportShareByYear(db, FIXED_CLOCK, {
      ...filters,
      perimeter: 'ess',
      ...METHOD,
    })
    const { contracts, value, share, outOfValue } = row
    t.match(
      years.find(({ key }) => key === String(year)),
      { contracts, value, share, outOfValue },
    )
    const opened = new URL(row.opens.contracts ?? '', 'http://localhost')
    const asked = Object.fromEntries(opened.searchParams)
    const { counted } = await openIndicator(
      db,
      FIXED_CLOCK,
      {
        id: opened.pathname.split('/')[3] ?? '',
        filters: { buyers: [asked.buyer ?? ''], from: asked.from ?? null, to: asked.to ?? null },
        perimeter: 'ess',
        part: 'counted',
        key: null,
      },
      { limit: 0, offset: 0 },
    )
    t.strictSame(counted, { contracts: contracts.total, value: value.total })
  }
  t.match(
    rows.find((row) => row.buyer === buyer.id),
    figure,
  )
})

t.test('each perimeter opens on an indicator that knows it', async (t) => {
  for (const perimeter of PERIMETER_IDS) {
    const { buyer } = await ask({ buyer: '000010017', year: 2025, perimeter })
    t.match(buyer.opens.contracts, /^\/v1\/indicators\/[a-z-]+\/contracts\?/)
    t.notMatch(buyer.opens.contracts, /undefined/)
  }
})

t.test('the example of the documentation is what the tool answers', async (t) => {
  const { standings, rows, peers } = await ask({ buyer: '000010041', year: 2025 })
  const page = await readFile(join(import.meta.dirname, '../../docs/comparison.md'), 'utf8')
  const lines = [...page.matchAll(/^\| (\d) \| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|/gm)]
  t.strictSame(
    rows.map((row) => [row.rank, row.name, ...Object.values(row.contracts).slice(0, 3), row.contracts.total]),
    lines.map(([, rank, name, yes, no, undetermined, total]) => [
      Number(rank),
      name,
      ...[yes, no, undetermined, total].map(Number),
    ]),
  )
  t.match(standings.contracts, { ranked: 4, rank: 3, ties: 0, best: 2, worst: 4 })
  t.match(standings.contracts.lower, { minimum: 0, median: 1 / 12, maximum: 6 / 34 })
  t.equal(peers.buyers, 4)
  t.match(page, /rang 3 sur 4 ; entre 2 et 4/)
})

t.test('who is compared: by kind of its own accord, by what is asked, never without the buyer', async (t) => {
  const own = await ask({ buyer: '000010041', year: 2025, kind: null })
  t.strictSame(own.peers.criteria.kinds, ['municipality'])
  t.equal(own.peers.buyers, 3)
  const other = await ask({ buyer: '000010041', year: 2025, kind: 'intermunicipality' })
  t.equal(other.peers.buyers, 2, 'those of the kind, and the buyer')
  t.strictSame(
    other.rows.map(({ buyer }) => buyer),
    ['000010017', '000010041'],
  )
  const unranked = await ask({ buyer: '000010041', year: 2025, minimum: 1000 })
  t.match(unranked.standings.contracts, { ranked: 0, rank: null, best: null, lower: null })
  t.strictSame(unranked.rows, [])
  const byEstablishment = await ask({ buyer: '00001001700010', year: 2025 })
  t.equal(byEstablishment.buyer.id, '000010017', 'an establishment is compared as its legal unit')
  const none = await ask({ buyer: '000010041', year: 2001 })
  t.match(none.figure, { contracts: { total: 0 }, share: { contracts: { lower: null } } })
  t.match(none.standings.value, { rank: null })
})

for (const { title, request, code, says } of [
  { title: 'a buyer nobody knows', request: { buyer: '999999999' }, code: 'not-found', says: /999999999/ },
  { title: 'a group nobody made', request: { group: 'x' }, code: 'not-found', says: /« x »/ },
  {
    title: 'a size that is not known',
    request: { size: 'same' as const },
    code: 'bad-usage',
    says: /SIRENE/,
  },
  {
    title: 'a department that is not known',
    request: { department: 'same' },
    code: 'bad-usage',
    says: /code/,
  },
])
  t.test(`${title} is refused`, async (t) => {
    await t.rejects(ask({ buyer: '000010041', year: 2025, ...request }), { code, message: says })
  })
