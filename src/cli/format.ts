import { describePlace } from '../domain/problem/file-line.ts'
import type { ReferenceLedger } from '../import/import-reference.ts'
import type { Ledger, LedgerColumn, LedgerSheet, ProblemGroup } from '../import/ledger.ts'
import type { ListDateOrigin } from '../import/list-date.ts'
import { NOT_ASKED } from '../import/sheet.ts'
import type { ImportSummary } from './summary.ts'

type ListFacts = Partial<
  Pick<ReferenceLedger, 'listedOn' | 'listedOnFrom' | 'isComplete' | 'closed' | 'keep'>
>
type RowCounts = Pick<Ledger, 'read' | 'stored' | 'updated' | 'unchanged' | 'rejected' | 'notKept'>

const number = new Intl.NumberFormat('fr-FR')
const euro = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat('fr-FR', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})

/** Narrow no-break spaces of French typography become plain ones: terminals and `grep` do better with them. */
export const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

export const formatCount = (count: number): string => plain(number.format(count))
/** "1 marché", "2 400 marchés". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count > 1 ? many : one}`
/** The beginning of a text, "…" saying that it goes on; `--json` gives it whole. */
export const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text
export const formatEuros = (euros: number): string => plain(euro.format(euros))
/** "12,3 %", or "—" when there is nothing to divide by. */
export const formatShare = (ratio: number | null): string =>
  ratio === null ? '—' : plain(percent.format(ratio))

const LONGEST_LIST = 6

/** The first items of a list, and how many more there are; `--json` gives them all. */
function abridge(items: readonly string[]): string {
  const rest = items.length - LONGEST_LIST
  return rest > 1 ? `${items.slice(0, LONGEST_LIST).join(', ')} et ${rest} autres` : items.join(', ')
}

/** "10 lignes lues, 8 enregistrées, …"; rows not kept are named where there are some. */
function formatCounts({ read, stored, updated, unchanged, rejected, notKept }: RowCounts): string {
  return [
    counted(read, 'ligne lue', 'lignes lues'),
    counted(stored, 'enregistrée'),
    counted(updated, 'mise à jour', 'mises à jour'),
    counted(unchanged, 'inchangée'),
    counted(rejected, 'rejetée'),
    ...(notKept > 0 ? [counted(notKept, 'non retenue', 'non retenues')] : []),
  ].join(', ')
}

/** What became of several files together, on one line. */
export function formatSummary({ files, imported, failed, ...counts }: ImportSummary): string {
  const outcome = `${counted(imported, 'importé')}, ${formatCount(failed)} en échec`
  return `Bilan de ${formatCount(files)} fichiers : ${outcome} — ${formatCounts(counts)}`
}

/** What a column was taken for: `« Mt HT » = Montant initial HT (lu quand … est vide)`. */
const formatColumn = ({ column, title, reason }: LedgerColumn): string =>
  `« ${column || '(sans titre)'} »${title === null ? '' : ` = ${title}`}${reason === null ? '' : ` (${reason})`}`

/**
 * The columns of a buyer's own table: what is known, what was guessed, what is ignored and why. A published format, whose
 * columns are always the same, names those it ignores only, unless it is a trial or a profile says what they hold.
 */
function formatColumns({
  columns = [],
  format,
  importId,
  profile,
  ignoredColumns,
}: Pick<Ledger, 'columns' | 'format' | 'importId' | 'profile' | 'ignoredColumns'>): string[] {
  const isWhole = importId === null || format.startsWith('buyer-') || Boolean(profile)
  if (columns.length === 0 || !isWhole)
    return ignoredColumns.length > 0 ? [`  colonnes ignorées : ${abridge(ignoredColumns)}`] : []
  const having = (how: LedgerColumn['how']) => columns.filter((column) => column.how === how)
  const unexplained = having('ignored').filter(({ reason }) => reason === null)
  const isSaved = having('guessed').length > 0
  const isOpen = !profile && columns.some(({ needsConfirmation }) => needsConfirmation)
  return [
    ...(profile
      ? [`  profil de colonnes ${isSaved ? 'enregistré' : 'appliqué'} : n° ${profile.id} « ${profile.name} »`]
      : []),
    ...[...having('known'), ...having('profile')].map((column) => `  colonne lue : ${formatColumn(column)}`),
    ...having('guessed').map(
      (column) =>
        `  colonne DEVINÉE${column.needsConfirmation && !profile ? ', à confirmer' : ''} : ${formatColumn(column)}`,
    ),
    ...having('ignored')
      .filter(({ reason }) => reason !== null)
      .map((column) => `  colonne ignorée : ${formatColumn(column)}`),
    ...(unexplained.length > 0
      ? [`  colonnes ignorées : ${abridge(unexplained.map(({ column }) => column))}`]
      : []),
    ...(isOpen
      ? [
          `  pour importer : --accept-guesses confirme les colonnes devinées ; profile save${format.startsWith('hours-') ? ' --kind hours' : ''} les corrige`,
        ]
      : []),
  ]
}

const DATE_ORIGINS: Readonly<Record<ListDateOrigin, string>> = {
  given: '',
  'same-file': ', date de l’import précédent du même fichier',
  file: ', date lue dans le fichier',
  'file-name': ', date lue dans le nom du fichier',
  today: ', aujourd’hui faute de date dans le fichier (--date la donne)',
}

/** What a reference list says besides its rows: its day, whether it is whole, what it closed, why rows were left aside. */
function formatList({ listedOn, listedOnFrom, isComplete, closed, keep }: ListFacts): string[] {
  if (listedOn === undefined)
    return closed
      ? [`  ${counted(closed, 'entrée')} de la liste précédente ${closed > 1 ? 'fermées' : 'fermée'}`]
      : []
  const kind = isComplete ? 'entière' : 'partielle'
  return [
    `  liste ${kind} du ${listedOn}${DATE_ORIGINS[listedOnFrom ?? 'given']} : ${counted(closed ?? 0, 'entrée')} de la précédente ${(closed ?? 0) > 1 ? 'fermées' : 'fermée'}`,
    ...(keep === 'useful'
      ? ['  non retenues : unités ni fournisseurs connus, ni de l’ESS (--keep all les garde)']
      : []),
  ]
}

const nameOfSheet = ({ name, reason }: LedgerSheet) => (reason === null ? name : `${name} (${reason})`)

/** The sheets of a workbook: how many rows each of those read has, what stands under other titles, and what is not read. */
function formatSheets({
  sheets,
  importId,
  listedOn,
}: Pick<Ledger, 'sheets' | 'importId'> & ListFacts): string[] {
  const read = sheets.filter(({ isRead }) => isRead)
  const notAsked = sheets.filter(({ reason }) => reason === NOT_ASKED)
  const ignored = sheets.filter((sheet) => !sheet.isRead && !sheet.isLeftOut && !notAsked.includes(sheet))
  const leftOut = sheets.filter(({ isLeftOut }) => isLeftOut)
  const remedy =
    listedOn === undefined
      ? 'Si leurs lignes doivent compter : --sheet "NOM", autant de fois qu’il y a de feuilles à lire.'
      : 'Enregistrez cette feuille dans son propre fichier.'
  const names = read.map(({ name, rows }) => `${name} (${counted(rows, 'ligne')})`)
  return [
    ...read.flatMap(({ name, columns, profile = null }) =>
      columns === undefined
        ? []
        : [
            `  feuille « ${name} », sous d’autres titres :`,
            ...formatColumns({ columns, profile, importId, format: 'buyer-', ignoredColumns: [] }).map(
              (line) => `  ${line}`,
            ),
          ],
    ),
    ...(read.length > 0
      ? [`  ${read.length > 1 ? 'feuilles lues' : 'feuille lue'} : ${abridge(names)}`]
      : []),
    ...(ignored.length > 0 ? [`  feuilles ignorées : ${abridge(ignored.map(nameOfSheet))}`] : []),
    ...(notAsked.length > 0
      ? [`  feuilles non demandées : ${abridge(notAsked.map(({ name }) => name))}`]
      : []),
    ...(leftOut.length > 0
      ? [`  ATTENTION, NON LU : ${leftOut.map(nameOfSheet).join(' ; ')}. ${remedy}`]
      : []),
  ]
}

/** Where a problem was first met, and on what; a line as a whole has no value, a file as a whole no line either. */
function formatExample({ column, example }: ProblemGroup): string {
  const { line, value } = example
  const isWhole = value === '' && column.startsWith('(')
  const text = value === '' ? '(vide)' : `« ${shorten(value, 60)} »`
  const parts = [...(line > 0 ? [`ex. ${describePlace(example)}`] : []), ...(isWhole ? [] : [text])]
  return parts.length === 0 ? '' : ` — ${parts.join(' : ')}`
}

/** The ledger of a file for a person: one line of counts, then each cause of problem with its first example. */
export function formatLedger(ledger: Ledger & ListFacts & { undoneAt?: string | null }): string {
  const { file, format, importId, problems } = ledger
  const lines = problems.map((problem) => {
    const { code, column, count, isRejection, expected } = problem
    const mark = isRejection ? 'REJET' : 'signalé'
    return `  ${mark} ×${count}  ${column} : ${expected} [${code}]${formatExample(problem)}`
  })
  const undone = ledger.undoneAt ? `, annulé le ${ledger.undoneAt.slice(0, 10)}` : ''
  const origin = importId === null ? 'essai, rien n’est écrit' : `import n° ${importId}${undone}`
  return [
    `${file} (${format}, ${origin}) : ${formatCounts(ledger)}`,
    ...formatList(ledger),
    ...lines,
    ...formatColumns(ledger),
    ...formatSheets(ledger),
  ].join('\n')
}
