import type { Ledger } from '../import/ledger.ts'

/** Where the command line writes: answers on standard output, everything else on standard error. */
export type Output = {
  out: (text: string) => void
  err: (text: string) => void
  /** Whether a person reads the answers; a nightly job does not. */
  isTerminal: boolean
  /** Bytes of an answer that is a file. */
  write: (bytes: Uint8Array) => void
  /** Shows what is going on, over what it showed before; nothing where nobody looks (no terminal). */
  progress: (text: string) => void
}

/** Whoever reads our answer may stop early (`| head`): that is no failure, and there is nobody left to tell. */
export function endQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

export const standardOutput: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  isTerminal: Boolean(process.stdout.isTTY),
  write: (bytes) => void process.stdout.write(bytes),
  progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text}`)),
}

/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, badUsage: 2, doneWithRejections: 3 } as const

const number = new Intl.NumberFormat('fr-FR')
const euro = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat('fr-FR', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})

/** Narrow no-break spaces of French typography become plain ones: terminals and `grep` do better with them. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

export const formatCount = (count: number): string => plain(number.format(count))
export const formatEuros = (euros: number): string => plain(euro.format(euros))
/** "12,3 %", or "—" when there is nothing to divide by. */
export const formatShare = (ratio: number | null): string =>
  ratio === null ? '—' : plain(percent.format(ratio))

/** A table in plain text, columns aligned; the columns listed in `right` are aligned to the right. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(header), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}

const LONGEST_LIST = 6

/** The first items of a list, and how many more there are; `--json` gives them all. */
function abridge(items: readonly string[]): string {
  const rest = items.length - LONGEST_LIST
  return rest > 1 ? `${items.slice(0, LONGEST_LIST).join(', ')} et ${rest} autres` : items.join(', ')
}

/** The ledger of a file for a person: one line of counts, then each cause of problem with its first example. */
export function formatLedger(ledger: Ledger): string {
  const { file, format, importId, read, stored, updated, unchanged, rejected, problems, ignoredColumns } =
    ledger
  const counts = [
    `${formatCount(read)} lus`,
    `${formatCount(stored)} enregistrés`,
    `${formatCount(updated)} mis à jour`,
    `${formatCount(unchanged)} inchangés`,
    `${formatCount(rejected)} rejetés`,
  ].join(', ')
  const lines = problems.map(({ code, column, count, isRejection, expected, example }) => {
    const value = example.value === '' ? '(vide)' : `« ${example.value.slice(0, 60)} »`
    const mark = isRejection ? 'REJET' : 'signalé'
    return `  ${mark} ×${count}  ${column} : ${expected} [${code}] — ex. ligne ${example.line} : ${value}`
  })
  const ignored = ignoredColumns.length > 0 ? [`  colonnes ignorées : ${abridge(ignoredColumns)}`] : []
  const origin = importId === null ? 'essai, rien n’est écrit' : `import n° ${importId}`
  return [`${file} (${format}, ${origin}) : ${counts}`, ...lines, ...ignored].join('\n')
}
