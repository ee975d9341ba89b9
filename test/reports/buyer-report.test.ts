import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import XLSX from '@e965/xlsx'
import { sql } from 'kysely'
import t from 'tap'
import { reportBuyer } from '../../src/reports/buyer-report.ts'
import { writeReport } from '../../src/reports/buyer-report-formats.ts'
import { reportIndicator } from '../../src/reports/indicator-report.ts'
import { reportScoreboard } from '../../src/reports/scoreboard.ts'
import { targetInWords } from '../../src/reports/scoreboard-words.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { checkTable, type TableField } from './table-schema.ts'

const { db } = await openTestDatabase(t)
await importDemo(db)
const BUYER = '000010017'
const PLAN = 'spaser-val-chimere-2023-2026'
const report = await reportBuyer(db, FIXED_CLOCK, { buyer: BUYER, year: 2025, plan: null })
const filters = { buyers: [BUYER], from: '2025-01-01', to: '2025-12-31' }

t.test('every figure is that of the indicator engine', async (t) => {
  for (const { id, contracts, value, share, caveats, excluded } of report.indicators) {
    const engine = await reportIndicator(db, FIXED_CLOCK, { id, filters })
    t.match(engine.total, { contracts, value, share }, id)
    t.strictSame({ caveats: engine.caveats, excluded: engine.excluded }, { caveats, excluded }, id)
  }
  for (const { id, years } of report.histories) {
    const engine = await reportIndicator(db, FIXED_CLOCK, {
      id,
      filters: { buyers: [BUYER], from: '2016-01-01', to: '2025-12-31' },
      by: 'year',
    })
    t.strictSame(
      years
        .filter(({ contracts }) => contracts.total > 0)
        .map(({ year, contracts }) => [String(year), contracts]),
      engine.rows.map(({ key, contracts }) => [key, contracts]),
    )
    const [own] = report.indicators.filter((indicator) => indicator.id === id)
    t.strictSame(
      years.at(-1)?.contracts,
      own?.contracts,
      'the last year of the history is the year of the report',
    )
  }
  const board = await reportScoreboard(db, FIXED_CLOCK, PLAN)
  t.strictSame(
    report.plans[0]?.rows,
    board?.rows
      .filter(({ period }) => period.from <= '2025-12-31')
      .map((row) => ({ ...row, buyers: row.buyers.filter(({ buyer }) => buyer === BUYER) })),
  )
  t.equal(report.plans[0]?.isJoint, true)
})

t.test(
  'the suppliers of the ESS and their families hold the numerator, each contract at least once',
  async (t) => {
    const [ess] = report.indicators
    const sum = (items: readonly { contracts: number }[]) =>
      items.reduce((n, { contracts }) => n + contracts, 0)
    t.ok(report.suppliers.length > 0)
    t.strictSame(
      report.suppliers.filter(({ name }) => name === null),
      [],
      'a name that contracts do not give is that of a list',
    )
    t.ok(sum(report.suppliers) >= (ess?.contracts.yes ?? 0))
    t.ok(sum(report.families) >= (ess?.contracts.yes ?? 0))
    t.ok(sum(report.families) <= sum(report.suppliers))
    t.equal(
      report.families.reduce((n, { suppliers }) => n + suppliers, 0),
      report.suppliers.length,
    )
  },
)

t.test('the CSV keeps to its Table Schema, for a French spreadsheet', async (t) => {
  const csv = String(await writeReport(report, 'csv'))
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../docs/schemas/buyer-report.json'), 'utf8'),
  ) as { fields: TableField[] }
  const { header, faults, records } = checkTable(csv, schema.fields, ';')
  t.strictSame(faults, [])
  t.strictSame(
    header,
    schema.fields.map(({ name }) => name),
  )
  t.ok(csv.startsWith('\uFEFFrubrique;'))
  const of = (partie: string) =>
    records.find(
      ({ rubrique, indicateur, mesure, ...row }) =>
        rubrique === 'indicateur' &&
        indicateur === 'ess-share' &&
        mesure === 'valeur' &&
        row.partie === partie,
    )?.valeur
  const [ess] = report.indicators
  t.equal(of('oui'), String(ess?.value.yes).replace('.', ','))
  t.equal(Number(of('part minimale')?.replace(',', '.')), ess?.share.value.lower)
})

t.test('the workbook has its sheets, and numbers, percentages and days that are real ones', async (t) => {
  const book = XLSX.read(await writeReport(report, 'xlsx'), { cellNF: true, cellDates: true })
  t.strictSame(book.SheetNames, [
    'Synthèse',
    'Indicateurs',
    'Historique',
    'Objectifs',
    'Répartition ESS',
    'Fournisseurs ESS',
    'Méthode',
  ])
  const sheet = book.Sheets.Indicateurs as XLSX.WorkSheet
  const [ess] = report.indicators
  t.match(sheet.C2, { t: 'n', v: ess?.contracts.yes })
  t.match(sheet.G2, { t: 'n', v: ess?.share.contracts.lower, z: '0.0\\ %' })
  t.match(sheet.I2, { t: 'n', v: ess?.value.yes })
  t.match((book.Sheets.Synthèse as XLSX.WorkSheet).B5, { t: 'd', z: 'dd/mm/yyyy' })
})

const EVIL = '=HYPERLINK("x")<script>alert(1)</script>'

t.test('a name that is a formula or a script stays a text everywhere', async (t) => {
  const first = report.suppliers[0]
  const evil = {
    ...report,
    buyer: { id: BUYER, name: EVIL },
    suppliers: first ? [{ ...first, name: EVIL }] : [],
  }
  const page = String(await writeReport(evil, 'html'))
  t.notMatch(page, /<script/i)
  t.match(page, '=HYPERLINK(&quot;x&quot;)&lt;script&gt;alert(1)&lt;/script&gt;')
  const book = XLSX.read(await writeReport(evil, 'xlsx'), { cellFormula: true })
  const cell = (book.Sheets['Fournisseurs ESS'] as XLSX.WorkSheet).A2 as XLSX.CellObject
  t.match(cell, { t: 's', v: EVIL })
  t.equal(cell.f, undefined)
  t.match(String(await writeReport(evil, 'csv')), `'${EVIL.replaceAll('"', '""')}`)
})

t.test('the page is whole by itself, in French, with one title, and a table beside each chart', async (t) => {
  const page = String(await writeReport(report, 'html'))
  t.match(page, /^<!doctype html>\n<html lang="fr">/)
  for (const once of ['<h1', '<main', '<header', '<footer', '<nav', '<title>'])
    t.equal(page.split(once).length, 2, once)
  t.notMatch(page, /<(script|link|img|iframe|object)|\son\w+=|url\((?!#)|@import|\ssrc=/)
  const tables = page.split('<table ').length - 1
  t.equal(page.split('<caption>').length - 1, tables, 'every table has its caption')
  t.notMatch(page, /<th(?![^>]*scope=)[\s>]/)
  t.equal(page.split('<svg').length - 1, 3)
  t.equal(page.split('role="img"').length - 1, 3)
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
  t.equal(new Set(ids).size, ids.length, 'no id twice')
  for (const [, target = ''] of page.matchAll(/(?:href="|labelledby=")#?([a-z-]+)"/g))
    t.ok(ids.includes(target), target)
  const words = page.replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('\u00a0', ' ')
  for (const caveat of report.caveats) t.match(words, caveat)
  t.match(page, /<footer>|contentinfo/)
  t.match(page, '23 novembre 2026')
})

const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')

t.test(
  'the page begins with the answer: shares, targets met or not, what changed, what is not known',
  async (t) => {
    const page = String(await writeReport(report, 'html'))
    const [, section = ''] = /<section class="essentiel"[^>]*>([\s\S]*?)<\/section>/.exec(page) ?? []
    const said = textOf(section)
    t.match(
      said,
      /En 2025, l’économie sociale et solidaire \(ESS\) tient 17,6 % à 23,5 % des marchés en nombre/,
    )
    for (const row of report.plans[0]?.rows.filter(({ year }) => year === 2025) ?? [])
      t.ok(said.includes(`${row.title} ${targetInWords(row)}`), row.title)
    t.match(said, /Nombre de marchés réservés au moins 4 marchés 2 marchés non atteint/)
    t.match(said, /Part des entreprises agréées ESUS, en nombre 10,0 % 5,9 % en baisse/)
    t.match(
      said,
      /solidaire, en nombre 16,7 % à 20,0 % 17,6 % à 23,5 % indécis/,
      'intervals that overlap tell nothing',
    )
    t.match(
      said,
      /Marchés indéterminés : 2 sur 34, pour [\d\s]+ €, sans titulaire publié ou d’un titulaire que les listes ne permettent pas de classer/,
    )
  },
)

t.test('the annex writes once what several indicators share, and loses nothing', async (t) => {
  const said = textOf(String(await writeReport(report, 'html')))
  for (const { title, definition, formula, exclusions, assumptions, references } of report.indicators) {
    t.ok(said.includes(definition), title)
    for (const text of [formula, ...exclusions, ...assumptions, ...references.map((one) => one.title)])
      t.equal(said.split(text.replace(/\s+/g, ' ')).length > 1, true, text)
  }
  const [first] = report.indicators
  const written = said.split(first?.formula ?? '?').length - 1
  t.ok(written <= 2, `the formula of shares is written ${written} times: shared, and inside a longer one`)
})

t.test('no contract in the year is no share, and said', async (t) => {
  const empty = await reportBuyer(db, FIXED_CLOCK, { buyer: BUYER, year: 2001, plan: null })
  t.match(empty.indicators[0]?.share, { contracts: { lower: null }, value: { lower: null } })
  t.match(empty.caveats.join(' '), /Aucun marché notifié en 2001.*ce n’est pas 0 %/)
  t.strictSame(empty.plans, [], 'no plan binds it that year')
  t.match(String(await writeReport(empty, 'html')), /n’est pas une part de 0\s%/)
  t.notMatch(String(await writeReport(empty, 'html')), /NaN|Infinity|undefined/)
  t.match(String(await writeReport(empty, 'csv')), /;part minimale;part;;rien à diviser/)
  t.ok((await writeReport(empty, 'xlsx')).length > 0)
  await sql`insert into buyers (id, siren, name) values ('99999999900017', '999999999', 'Sans marché')`.execute(
    db,
  )
  const quiet = await reportBuyer(db, FIXED_CLOCK, { buyer: '999999999', year: 2025, plan: null })
  t.match(quiet, { buyer: { name: 'Sans marché' }, suppliers: [], categories: [], plans: [] })
  t.equal((await reportBuyer(db, FIXED_CLOCK, { buyer: BUYER, year: 2026, plan: null })).isProvisional, true)
})

t.test('what cannot be reported says why', async (t) => {
  const ask = { buyer: BUYER, year: 2025, plan: null }
  for (const [wrong, code, says] of [
    [{ buyer: '123456789' }, 'not-found', /Aucun marché.*123456789/],
    [{ year: 2027 }, 'bad-usage', /2027 n’a pas commencé.*2026/],
    [{ plan: 'autre' }, 'not-found', /Aucun plan.*autre/],
    [{ buyer: '999999999', plan: PLAN }, 'bad-usage', /ne lie pas l’acheteur 999999999.*000010017/],
  ] as const)
    await t.rejects(reportBuyer(db, FIXED_CLOCK, { ...ask, ...wrong }), { code, message: says })
})
