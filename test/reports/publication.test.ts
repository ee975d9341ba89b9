import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import yauzl from 'yauzl'
import { reportIndicator } from '../../src/reports/indicator-report.ts'
import { reportPublication } from '../../src/reports/publication.ts'
import { CONTRACTS_SCHEMA } from '../../src/reports/publication-contracts.ts'
import { FIGURES_SCHEMA, rowsOfPublication } from '../../src/reports/publication-figures.ts'
import { digestOf, writePublication, writeZip } from '../../src/reports/publication-package.ts'
import { writePublicationPage } from '../../src/reports/publication-page.ts'
import { PUBLISHED_CATEGORIES, PUBLISHED_INDICATORS } from '../../src/reports/published-categories.ts'
import { reportScoreboard } from '../../src/reports/scoreboard.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { checkTable, type TableField } from './table-schema.ts'

const { db } = await openTestDatabase(t)
await importDemo(db)
const BUYER = '000010017'
const PLAN = 'spaser-val-chimere-2023-2026'
const ASK = { buyer: BUYER, fromYear: 2024, toYear: 2025 }
const { publication, files } = await writePublication(db, FIXED_CLOCK, ASK)
const textOf = (name: string) => String(files.find((file) => file.name === name)?.content)

t.test('each figure is that of the indicator engine, and each target that of the scoreboard', async (t) => {
  t.strictSame(
    publication.years.map(({ year }) => year),
    [2024, 2025],
  )
  for (const { year, indicators } of publication.years) {
    t.strictSame(
      indicators.map(({ id }) => id),
      PUBLISHED_INDICATORS,
    )
    for (const { id, contracts, value, share } of indicators) {
      const filters = { buyers: [BUYER], from: `${year}-01-01`, to: `${year}-12-31` }
      t.match(
        (await reportIndicator(db, FIXED_CLOCK, { id, filters })).total,
        { contracts, value, share },
        id,
      )
    }
  }
  const board = await reportScoreboard(db, FIXED_CLOCK, PLAN)
  const expected = board?.rows.filter(({ period }) => /^202[45]/.test(period.to)) ?? []
  const { targets = [], isJoint } = publication.plans[0] ?? {}
  t.equal(isJoint, true)
  t.ok(targets.length > 0)
  t.strictSame(
    targets.map(({ id, period, target, actual }) => ({ id, period, target, actual })),
    expected.map(({ targetId, period, target, actual }) => ({
      id: `${PLAN}/${targetId}`,
      period: period.label,
      target,
      actual,
    })),
  )
  t.match(
    targets.filter(({ categoryId }) => categoryId === 'social').map(({ id }) => id.split('/')[1]),
    ['clause-sociale', 'marches-reserves'],
    'a target is of the category of its indicator',
  )
})

t.test('the two categories the law names are there, and the share of the ESS stands apart', async (t) => {
  const statutory = PUBLISHED_CATEGORIES.filter(({ isStatutory }) => isStatutory)
  t.strictSame(
    statutory.map(({ id }) => id),
    ['esus', 'inclusive', 'social', 'ecological'],
  )
  t.notOk(statutory.some(({ indicators }) => indicators.includes('ess-share')))
  t.equal(PUBLISHED_CATEGORIES.at(-1)?.isStatutory, false)
})

t.test('what is not known is said: missing targets, undetermined answers, spending', async (t) => {
  const said = publication.unknowns.join('\n')
  t.match(said, /dépenses/)
  t.match(said, /40 000 € HT/)
  t.match(said, /cible « Achats écologiquement responsables » pour 2024 et 2025/)
  t.notMatch(said, /cible « Entreprises agréées ESUS »/, 'the plan gives that one')
  const empty = await reportPublication(db, FIXED_CLOCK, { buyer: BUYER, fromYear: 2001, toYear: 2002 })
  t.match(empty.unknowns.join('\n'), /aucun marché notifié cette année-là.*n’est pas une part de 0 %/)
  t.match(empty.unknowns.join('\n'), /cible « Entreprises agréées ESUS » pour 2001 et 2002/)
  t.notMatch(writePublicationPage(empty), /NaN|Infinity|undefined/)
  const running = await reportPublication(db, FIXED_CLOCK, { buyer: BUYER, fromYear: 2025, toYear: 2026 })
  t.match(running.unknowns.join('\n'), /résultat définitif de 2026/)
  t.match(writePublicationPage(running), /2026 \(provisoire\)/)
})

t.test('both tables keep to the Table Schema that goes with them', async (t) => {
  for (const name of ['indicateurs', 'marches']) {
    const schema = JSON.parse(textOf(`${name}.schema.json`)) as { fields: TableField[] }
    const csv = textOf(`${name}.csv`)
    t.ok(csv.startsWith('\uFEFF'), 'a French spreadsheet reads the accents')
    const { header, faults, records } = checkTable(csv, schema.fields, ';')
    t.strictSame(faults, [], name)
    t.strictSame(
      header,
      schema.fields.map((field) => field.name),
    )
    t.ok(records.length > 0)
  }
})

t.test('the Table Schemas of docs/schemas are those of the package', async (t) => {
  for (const [name, schema] of [
    ['l2111-3-indicateurs', FIGURES_SCHEMA],
    ['l2111-3-marches', CONTRACTS_SCHEMA],
  ] as const)
    t.strictSame(
      JSON.parse(readFileSync(join(import.meta.dirname, `../../docs/schemas/${name}.json`), 'utf8')),
      JSON.parse(JSON.stringify(schema)),
      name,
    )
})

t.test('the contracts add up to every figure, to the cent', async (t) => {
  const { records } = checkTable(textOf('marches.csv'), [...CONTRACTS_SCHEMA.fields], ';')
  const answers = { yes: 'oui', no: 'non', undetermined: 'indéterminé' } as const
  for (const { year, indicators } of publication.years)
    for (const { id, contracts, value } of indicators)
      for (const part of ['yes', 'no', 'undetermined'] as const) {
        const behind = records.filter(
          (record) => record.annee === String(year) && record[id.replaceAll('-', '_')] === answers[part],
        )
        t.equal(behind.length, contracts[part], `${id} ${year} ${part}`)
        const cents = behind.reduce(
          (sum, record) => sum + Math.round(Number(record.compte_en_valeur?.replace(',', '.')) * 100),
          0,
        )
        t.equal(cents, Math.round(value[part] * 100), `${id} ${year} ${part}, in value`)
      }
})

t.test('names of natural persons are masked, and formulas neutralised, in the contracts', async (t) => {
  const [{ id, siren } = { id: '', siren: '' }] = (
    await sql<{ id: string; siren: string }>`
      select c.id, s.siren from contracts c join contract_holders h on h.contract_id = c.id join suppliers s on s.id = h.supplier_id
      where c.is_current and c.buyer_siren = ${BUYER} and c.counted_on between '2025-01-01' and '2025-12-31' and s.siren is not null
        and exists (select from facts f where f.siren = s.siren)
      limit 1
    `.execute(db)
  ).rows
  await sql`update facts set is_name_masked = true where siren = ${siren}`.execute(db)
  await sql`update contracts set object = '=1+1' where id = ${id}`.execute(db)
  const again = await writePublication(db, FIXED_CLOCK, ASK)
  const line = String(again.files.find(({ name }) => name === 'marches.csv')?.content)
    .split('\r\n')
    .find((row) => row.startsWith(id))
  t.match(line, /nom masqué/)
  t.match(line, /;'=1\+1;/)
  await sql`update facts set is_name_masked = false where siren = ${siren}`.execute(db)
})

const listZip = (bytes: Buffer) =>
  new Promise<string[]>((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const names: string[] = []
      zip.on('entry', ({ fileName }: { fileName: string }) => {
        names.push(fileName)
        zip.readEntry()
      })
      zip.on('end', () => resolve(names))
      zip.readEntry()
    })
  })

t.test('the same data give the same package, byte for byte, at another moment of another day', async (t) => {
  const first = await writeZip((await writePublication(db, FIXED_CLOCK, ASK)).files)
  const later = { now: () => new Date('2026-12-30T23:30:00Z') }
  const second = await writeZip((await writePublication(db, later, ASK)).files)
  t.equal(digestOf(first), digestOf(second))
  t.strictSame(
    await listZip(first),
    files.map(({ name }) => name),
  )
  const manifest = JSON.parse(textOf('manifeste.json')) as { files: { name: string; sha256: string }[] }
  t.strictSame(
    manifest.files.map(({ name, sha256 }) => [name, sha256]),
    files.slice(0, -1).map(({ name, content }) => [name, digestOf(content)]),
  )
})

t.test(
  'both pages are whole by themselves, in French, every table with its caption and headers',
  async (t) => {
    for (const name of ['publication.html', 'note-de-methode.html']) {
      const page = textOf(name)
      t.match(page, /^<!doctype html>\n<html lang="fr">/)
      for (const once of ['<h1', '<main', '<header', '<footer', '<nav', '<title>'])
        t.equal(page.split(once).length, 2, `${name} ${once}`)
      t.notMatch(page, /<(script|link|img|iframe|object)|\son\w+=|url\((?!#)|@import|\ssrc=/)
      t.equal(page.split('<caption>').length, page.split('<table ').length)
      t.notMatch(page, /<th(?![^>]*scope=)[\s>]/)
      const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
      t.equal(new Set(ids).size, ids.length, 'no id twice')
      for (const [, target = ''] of page.matchAll(/(?:href="#|labelledby=")([^"]+)"/g))
        t.ok(ids.includes(target), target)
      for (const [, file = ''] of page.matchAll(/href="([a-z.-]+\.(?:html|csv|json))"/g))
        t.ok(
          files.some((known) => known.name === file),
          `${file} is in the package`,
        )
      t.notMatch(page, /NaN|Infinity|undefined|\[object/)
    }
    t.match(textOf('note-de-methode.html'), 'LEGITEXT000037701019')
    for (const { title } of PUBLISHED_CATEGORIES) t.match(textOf('publication.html'), title)
  },
)

t.test('a name that is a script stays a text', async (t) => {
  const page = writePublicationPage({
    ...publication,
    buyer: { id: BUYER, name: '<script>alert(1)</script>' },
  })
  t.notMatch(page, /<script/i)
})

t.test('rows of figures are each named once', async (t) => {
  const names = rowsOfPublication(publication).map(({ section, year, indicator, measure, part }) =>
    [section, year, indicator, measure, part].join('|'),
  )
  t.equal(new Set(names).size, names.length)
})

t.test('what cannot be published says why', async (t) => {
  for (const [wrong, code, says] of [
    [{ buyer: '123456789' }, 'not-found', /123456789/],
    [{ fromYear: 2025, toYear: 2024 }, 'bad-usage', /2024.*précède.*2025/],
    [{ toYear: 2027 }, 'bad-usage', /2027 n’a pas commencé/],
    [{ fromYear: 2019 }, 'bad-usage', /7 années, 6 au plus/],
  ] as const)
    await t.rejects(reportPublication(db, FIXED_CLOCK, { ...ASK, ...wrong }), { code, message: says })
})
