import type { Random } from '../../bench/generator/random.ts'
import type { Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importHours } from '../../src/import/import-hours.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { importReference } from '../../src/import/import-reference.ts'
import type { Ledger } from '../../src/import/ledger.ts'
import { workbook, xlsxOf } from '../import/workbooks.ts'
import { FIXED_CLOCK } from '../support/database.ts'
import { BUYER, checkContracts, type Reading } from './check-contracts.ts'
import { checkHours } from './check-hours.ts'
import { checkPlan, checkReference, pickSource } from './check-lists.ts'
import { checkAmount, checkDate, checkIdentifier } from './check-values.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { mutateJson } from './mutate-json.ts'
import { mutateTable, type Table, writeCsv } from './mutate-table.ts'
import { AMOUNTS, DATES, IDENTIFIERS, mutateText } from './mutate-text.ts'
import { mutateWorkbook, type Parts, unzip } from './mutate-workbook.ts'
import { readSeeds, type SeedKind, tablesOf } from './seeds.ts'

export type Import = (db: Db, path: string, random: Random) => Promise<Ledger>

/** How one parser is fuzzed. `read` and `importFile` are given the same draws, so that they are told the same of the input. */
export type Parser = {
  makeInput: (random: Random) => Promise<Buffer> | Buffer
  /** Reads an input and holds what is promised of it. Throws an `AppError` when the product refuses it. */
  read: (path: string, bytes: Buffer, random: Random) => Promise<Reading> | Reading
  /** Whether `read` opens its file more than to read it through, as a ZIP is; others are given it in memory. */
  needsFile: boolean
  /** The whole import; `null` where there is none to make. */
  importFile: Import | null
}

const toContracts: Omit<Parser, 'makeInput'> = {
  needsFile: false,
  read: checkContracts,
  importFile: (db, path, random) =>
    importContracts(db, FIXED_CLOCK, path, {
      buyer: random.chance(0.5) ? BUYER : undefined,
      acceptGuesses: true,
    }),
}

const mutateOf = (seeds: readonly Buffer[]) => (random: Random) =>
  mutateBytes(random.pick(seeds), random, random.pick(seeds))

const isJson = (bytes: Buffer) => {
  try {
    JSON.parse(bytes.toString('utf8'))
    return true
  } catch {
    return false
  }
}

/** Half of the inputs stay JSON, so that what is inside is read. */
function mutateJsonOf(seeds: readonly Buffer[]): (random: Random) => Buffer {
  const texts = seeds.filter(isJson).map((seed) => seed.toString('utf8'))
  const mutate = mutateOf(seeds)
  return (random) =>
    random.chance(0.5) ? mutate(random) : Buffer.from(mutateJson(random.pick(texts), random))
}

async function bytesOf(kind: SeedKind): Promise<Parser> {
  const seeds = await readSeeds(kind)
  return { makeInput: kind === 'json' ? mutateJsonOf(seeds) : mutateOf(seeds), ...toContracts }
}

async function ofTables(): Promise<Parser> {
  const tables = tablesOf(await readSeeds('csv'))
  const makeInput = (random: Random) => {
    const text = writeCsv(mutateTable(random.pick(tables), random), random)
    const bytes = Buffer.from(text)
    return random.chance(0.15) ? mutateBytes(bytes, random, bytes) : bytes
  }
  return { makeInput, ...toContracts }
}

async function ofReferences(): Promise<Parser> {
  const seeds = await readSeeds('reference')
  const tables = tablesOf(seeds)
  const mutate = mutateOf(seeds)
  return {
    makeInput: (random) =>
      random.chance(0.5)
        ? mutate(random)
        : Buffer.from(writeCsv(mutateTable(random.pick(tables), random), random)),
    needsFile: false,
    read: (path, _bytes, random) => checkReference(path, pickSource(random)),
    importFile: (db, path, random) =>
      importReference(db, FIXED_CLOCK, pickSource(random), path, { force: true }),
  }
}

async function ofHours(): Promise<Parser> {
  const seeds = await readSeeds('hours')
  const tables = tablesOf(seeds)
  const mutate = mutateOf(seeds)
  return {
    makeInput: (random) =>
      random.chance(0.4)
        ? mutate(random)
        : Buffer.from(writeCsv(mutateTable(random.pick(tables), random), random)),
    needsFile: false,
    read: checkHours,
    importFile: (db, path) => importHours(db, FIXED_CLOCK, path, { acceptGuesses: true }),
  }
}

async function ofPlans(): Promise<Parser> {
  return {
    makeInput: mutateJsonOf(await readSeeds('plan')),
    needsFile: false,
    read: (_path, bytes) => checkPlan(bytes),
    importFile: (db, path) => importPlan(db, FIXED_CLOCK, path),
  }
}

/** Values travel as UTF-16, which can hold halves of characters. */
function ofValues(seeds: readonly string[], check: (text: string) => boolean): Parser {
  return {
    makeInput: (random) => Buffer.from(mutateText(seeds, random), 'utf16le'),
    needsFile: false,
    read: (_path, bytes) => ({ rows: 1, rejected: check(bytes.toString('utf16le')) ? 0 : 1 }),
    importFile: null,
  }
}

/** Shared texts, dates by style, leading zeros: what the library that writes the seeds does not use. */
const HAND_MADE_ROWS = [
  ['id', 'acheteur_id', 'objet', 'montant', 'dateNotification', 'titulaire_id'],
  ['M1', BUYER, 'Toiture', '1200.5', '45292', '00002420800019'],
]

async function handMadeXlsx(): Promise<Buffer> {
  const texts = HAND_MADE_ROWS.flat().map((text) => `<si><r><t>${text}</t></r><rPh><t>x</t></rPh></si>`)
  const cell = (row: number, column: number) => {
    const rank = row * 6 + column
    const place = `${'ABCDEF'[column]}${row + 2}`
    if (row === 1 && column > 2 && column < 5)
      return `<c r="${place}" s="${column - 3}"><v>${HAND_MADE_ROWS[1]?.[column]}</v></c>`
    return `<c r="${place}" t="s"><v>${rank}</v></c>`
  }
  const rows = [0, 1].map(
    (row) => `<row r="${row + 2}">${[0, 1, 2, 3, 4, 5].map((column) => cell(row, column)).join('')}</row>`,
  )
  return xlsxOf(`<row r="1"><c t="inlineStr"><is><t>Marchés</t></is></c></row>${rows.join('')}`, {
    texts: texts.join(''),
    styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
  })
}

const FEWEST_COLUMNS = 3
const WORKBOOK_ROWS = 4

function workbookOf(format: 'xlsx' | 'ods', table: Table, index: number): Buffer {
  const typed = table
    .slice(0, WORKBOOK_ROWS)
    .map((row, line) =>
      row.map((cell) => (line > 0 && /^[1-9]\d{0,7}(\.\d+)?$/.test(cell) ? Number(cell) : cell)),
    )
  const sheets = [{ name: 'Marchés', rows: index % 3 === 0 ? [['Titre'], [], ...typed] : typed }]
  if (index % 2 === 1) sheets.push({ name: '2021', rows: typed.map((row) => row.toReversed()) })
  return workbook(format, index % 4 === 0 ? [{ name: 'Notice', rows: [['Lisez-moi']] }, ...sheets] : sheets)
}

async function ofWorkbooks(format: 'xlsx' | 'ods'): Promise<Parser> {
  const tables = tablesOf(await readSeeds('csv')).filter(
    ([titles]) => (titles?.length ?? 0) >= FEWEST_COLUMNS,
  )
  const books = tables.map((table, index) => workbookOf(format, table, index))
  if (format === 'xlsx') books.push(await handMadeXlsx(), ...(await readSeeds('workbook')))
  const seeds: Parts[] = await Promise.all(books.map(unzip))
  return {
    makeInput: (random) => mutateWorkbook(random.pick(seeds), random),
    ...toContracts,
    needsFile: true,
  }
}

/** Every parser, in the order they are fuzzed; seeds are read when one is. */
export const PARSERS = {
  json: () => bytesOf('json'),
  csv: () => bytesOf('csv'),
  table: ofTables,
  xml: () => bytesOf('xml'),
  reference: ofReferences,
  plan: ofPlans,
  hours: ofHours,
  identifiers: async () => ofValues(IDENTIFIERS, checkIdentifier),
  amounts: async () => ofValues(AMOUNTS, checkAmount),
  dates: async () => ofValues(DATES, checkDate),
  xlsx: () => ofWorkbooks('xlsx'),
  ods: () => ofWorkbooks('ods'),
} as const satisfies Record<string, () => Promise<Parser>>
export type ParserName = keyof typeof PARSERS
export const PARSER_NAMES = Object.keys(PARSERS) as ParserName[]
