import type { Random } from '../../bench/generator/random.ts'
import { textToken } from './tokens.ts'

/** A table as a person sees it, its titles first. */
export type Table = readonly (readonly string[])[]

/** The cells of a seed; none has quotes that the fuzzer would have to read as a CSV reader does, but for whole quoted cells. */
export function cellsOf(text: string, delimiter: string): Table {
  const cell = new RegExp(
    `(?:^|${delimiter === '|' ? '\\|' : delimiter})(?:"((?:[^"]|"")*)"|([^${delimiter}]*))`,
    'g',
  )
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(cell)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ''),
    )
}

const OTHER_TITLES = [
  'Montant HT',
  'Montant TTC',
  'Montant initial',
  'Montant modifié',
  'Objet du marché',
  'N° de marché',
  'Lot',
  'Titulaire',
  'SIRET titulaire',
  'Titulaire 2',
  'SIRET titulaire 2',
  'Mandataire',
  'Cotraitant',
  'Rôle',
  'Date de notification',
  'Année',
  'Acheteur',
  'SIRET acheteur',
  'Durée',
  'Code CPV',
  'Clause sociale',
  'Clause environnementale',
  'Observations',
  'SIREN',
]

const damage = (title: string, random: Random): string => {
  const at = random.below(title.length + 1)
  return random.pick([
    title.toUpperCase(),
    ` ${title} `,
    title.slice(0, at) + title.slice(at + 1),
    `${title.slice(0, at)}\n${title.slice(at)}`,
    random.pick(OTHER_TITLES),
    textToken(random),
    '',
  ])
}

type Mutation = (rows: string[][], random: Random) => void

const pickRow = (rows: string[][], random: Random) => random.below(rows.length)

const setCell: Mutation = (rows, random) => {
  const row = rows[pickRow(rows, random)] as string[]
  row[random.below(row.length + 1)] = textToken(random)
}

const appendToCell: Mutation = (rows, random) => {
  const row = rows[pickRow(rows, random)] as string[]
  const at = random.below(row.length + 1)
  row[at] = `${row[at] ?? ''}${textToken(random)}`
}

const swapCells: Mutation = (rows, random) => {
  const [from, to] = [pickRow(rows, random), pickRow(rows, random)].map((at) => rows[at] as string[]) as [
    string[],
    string[],
  ]
  const [i, j] = [random.below(from.length + 1), random.below(to.length + 1)]
  ;[from[i], to[j]] = [to[j] ?? '', from[i] ?? '']
}

const moveColumn: Mutation = (rows, random) => {
  const width = rows[0]?.length ?? 0
  const [from, to] = [random.below(width + 1), random.below(width + 1)]
  for (const row of rows) row.splice(to, 0, ...row.splice(from, 1))
}

const copyColumn: Mutation = (rows, random) => {
  const at = random.below((rows[0]?.length ?? 0) + 1)
  for (const row of rows) row.push(row[at] ?? '')
}

const dropColumn: Mutation = (rows, random) => {
  const at = random.below((rows[0]?.length ?? 0) + 1)
  for (const row of rows) row.splice(at, 1)
}

const changeTitle: Mutation = (rows, random) => {
  const titles = rows[0] as string[]
  const at = random.below(titles.length + 1)
  titles[at] = damage(titles[at] ?? '', random)
}

const insertRow: Mutation = (rows, random) => {
  const copied = [...(rows[pickRow(rows, random)] as string[])]
  const row = random.pick([
    copied,
    [],
    [''],
    copied.slice(0, random.below(copied.length + 1)),
    [...copied, 'x'],
    [textToken(random)],
  ])
  rows.splice(random.below(rows.length + 1), 0, row)
}

const MUTATIONS: readonly Mutation[] = [
  ...[
    setCell,
    setCell,
    setCell,
    appendToCell,
    appendToCell,
    swapCells,
    moveColumn,
    copyColumn,
    dropColumn,
    changeTitle,
    changeTitle,
  ],
  ...[insertRow, insertRow],
  (rows, random) => {
    if (rows.length > 1) rows.splice(pickRow(rows, random), 1)
  },
]

/** A table with cells, columns, rows or titles changed. */
export function mutateTable(table: Table, random: Random): Table {
  const rows = table.map((row) => [...row])
  for (let times = 1 + random.below(4); times > 0; times--) random.pick(MUTATIONS)(rows, random)
  return rows.map((row) => Array.from(row, (cell) => cell ?? ''))
}

/** A table as a CSV of some tool: any delimiter, quotes where needed (or not), any line end. */
export function writeCsv(table: Table, random: Random): string {
  const delimiter = random.pick([',', ';', '\t', '|'])
  const end = random.pick(['\n', '\r\n', '\n', '\r'])
  const isCareful = random.chance(0.8)
  const quote = (cell: string) =>
    isCareful && /["\r\n,;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  return table.map((row) => row.map(quote).join(delimiter)).join(end)
}
