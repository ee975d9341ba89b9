import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { splitJsonRecords } from '../../src/import/split-json-records.ts'
import { fixture } from '../support/database.ts'
import { cellsOf, type Table } from './mutate-table.ts'

/** Larger seeds only make each run slower: these are cut to a few records or rows. */
const LARGEST_SEED_BYTES = 3 * 1024
const RECORDS_KEPT = 2
const ROWS_KEPT = 3

/** The folder of real files, when the person who fuzzes has one. */
const REAL_DATA = process.env.REAL_DATA_DIR ?? ''

function readAll(patterns: readonly string[], root: string): Buffer[] {
  if (root === '' || !existsSync(root)) return []
  const paths = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }).sort())
  return paths.map((path) => readFileSync(join(root, path)))
}

const readFixtures = (...patterns: string[]) => readAll(patterns, fixture(''))
const readReal = (...patterns: string[]) => readAll(patterns, REAL_DATA)

/** Some records of a file, spread over it, in a file of their own. */
async function cutJson(file: Buffer): Promise<Buffer[]> {
  if (file.length <= LARGEST_SEED_BYTES) return [file]
  const records: Buffer[] = []
  for await (const { text } of splitJsonRecords(Readable.from([file]))) records.push(text)
  const step = Math.ceil(records.length / (4 * RECORDS_KEPT))
  const spread = records.filter((_, index) => index % step === 0)
  const cuts: Buffer[] = []
  for (let at = 0; at < spread.length; at += RECORDS_KEPT)
    cuts.push(Buffer.from(`{"marches":[\n${spread.slice(at, at + RECORDS_KEPT).join(',\n')}\n]}`))
  return cuts
}

/** Its titles and some rows, in the bytes of the file. */
function cutLines(file: Buffer): Buffer[] {
  if (file.length <= LARGEST_SEED_BYTES) return [file]
  const [titles = '', ...lines] = file.toString('latin1').split(/(?<=\n)/)
  const step = Math.ceil(lines.length / (3 * ROWS_KEPT))
  const spread = lines.filter((_, index) => index % step === 0)
  return [0, ROWS_KEPT].map((at) => Buffer.from(titles + spread.slice(at, at + ROWS_KEPT).join(''), 'latin1'))
}

/** Some records of an XML file, between its own first and last tags. */
function cutXml(file: Buffer): Buffer[] {
  if (file.length <= LARGEST_SEED_BYTES) return [file]
  const text = file.toString('utf8')
  const records = text.match(/<marche>[\s\S]*?<\/marche>/g) ?? []
  const step = Math.ceil(records.length / RECORDS_KEPT)
  const kept = records.filter((_, index) => index % step === 0)
  return [Buffer.from(`<marches>\n${kept.join('\n')}\n</marches>`)]
}

/** A record of JSON as an XML file holds it: a list is an element met several times. */
function toXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => toXml(name, item)).join('')
  if (typeof value !== 'object' || value === null)
    return `<${name}>${String(value ?? '').replace(/[&<]/g, (mark) => (mark === '&' ? '&amp;' : '&lt;'))}</${name}>`
  return `<${name}>\n${Object.entries(value)
    .map(([key, inner]) => toXml(key, inner))
    .join('\n')}</${name}>`
}

const xmlOfFixtures = () =>
  ['two-holders', 'amended-twice', 'concession', 'lots-same-id'].map((name) => {
    const { marches } = JSON.parse(readFileSync(fixture(`${name}.json`), 'utf8'))
    const inner = Array.isArray(marches) ? { marche: marches } : marches
    return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${toXml('marches', inner)}`)
  })

async function jsonSeeds(): Promise<Buffer[]> {
  const files = [
    ...readReal('schemas/v*/examples/json/*.json', 'decp/*.json'),
    ...readFixtures('*.json', 'demo/marches-*.json'),
  ]
  return (await Promise.all(files.map(cutJson))).flat()
}

const csvSeeds = () =>
  [
    ...readReal('schemas/table/*.csv', 'decp/*.csv', 'buyers/*.csv', 'grants/*.csv'),
    ...readFixtures('*.csv', 'demo/marches-*.csv'),
  ].flatMap(cutLines)

const xmlSeeds = () => [
  ...readReal('schemas/v*/examples/xml/*.xml', 'decp/*.xml').flatMap(cutXml),
  ...xmlOfFixtures(),
]

const referenceSeeds = () =>
  [
    ...readReal('ess/*.csv', 'sirene/*.csv'),
    ...readFixtures('demo/{esus,siae,ess-france,sirene-stock-unite-legale}.csv', 'lists/*.{csv,json}'),
  ].flatMap(cutLines)

const isText = (bytes: Buffer) => new TextDecoder().decode(bytes).includes('\ufffd') === false

/** The tables of CSV files, cell by cell. */
export function tablesOf(files: readonly Buffer[]): Table[] {
  return files.filter(isText).flatMap((file) => {
    const text = file.toString('utf8')
    const firstLine = text.slice(0, text.indexOf('\n'))
    const delimiter = [',', ';', '\t', '|'].toSorted(
      (a, b) => firstLine.split(b).length - firstLine.split(a).length,
    )[0] as string
    const table = cellsOf(text, delimiter)
    return table.length > 1 ? [table] : []
  })
}

export type SeedKind = 'json' | 'csv' | 'xml' | 'reference' | 'plan' | 'workbook' | 'hours'

const SOURCES: Readonly<Record<SeedKind, () => Promise<Buffer[]> | Buffer[]>> = {
  json: jsonSeeds,
  csv: csvSeeds,
  xml: xmlSeeds,
  reference: referenceSeeds,
  plan: () => readFixtures('demo/plan.json'),
  hours: () => readFixtures('hours-*.csv', 'demo/heures-*.csv').flatMap(cutLines),
  workbook: () => readReal('schemas/table/*.xlsx', 'grants/*.xlsx'),
}

/** The files to start from: those of the project and, with REAL_DATA_DIR, pieces of real ones; never an empty one. */
export async function readSeeds(kind: SeedKind): Promise<Buffer[]> {
  return (await SOURCES[kind]()).filter(({ length }) => length > 0)
}
