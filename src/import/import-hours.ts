import type { Db } from '../database/connect.ts'
import { findImport } from '../database/imports.ts'
import { listClauses } from '../database/insertion-clauses.ts'
import { type NewStatement, takeRank } from '../database/insertion-hours.ts'
import { mergeStatements } from '../database/insertion-hours-merge.ts'
import { findDropped, withdrawDropped } from '../database/insertion-hours-withdraw.ts'
import { HIDDEN_VALUE, parseHoursRow, showable } from '../domain/insertion/parse-hours-row.ts'
import { RAW_HOURS_FIELDS, type RawHours } from '../domain/insertion/raw-hours.ts'
import { type Problem, problemOf } from '../domain/problem/problem.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { checkRow } from './check-row.ts'
import { decideVerdicts } from './decide-verdicts.ts'
import { ClauseFinder } from './find-clause.ts'
import { type InspectedFile, inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { describeHoursColumns, mapHoursRow } from './map-hours-row.ts'
import { hintsFor, rememberHoursGuesses, type TableOptions } from './mapping-profiles.ts'
import { type HoursFile, openHoursFile, PersonalColumns } from './open-hours-file.ts'
import { sheetsRead, tableOfLine } from './open-table.ts'
import { type PaymentStatements, paymentDefaultsOf } from './payment-defaults.ts'
import { type ImportOptions, type OpenImport, runImport } from './run-import.ts'
import { IS_OTHERWISE_TITLED } from './select-sheets.ts'

/** What is said of the whole file holds for what its lines lack. */
export type HoursOptions = ImportOptions &
  TableOptions &
  Pick<PaymentStatements, 'buyer' | 'period'> & {
    /** The import that this table takes the place of: what it no longer has is withdrawn. */
    replaces?: bigint | undefined
  }

/** Lines are held in memory while they are put in order: a facilitator's file has thousands. */
const MOST_LINES = 200_000

const tooMany = (name: string) =>
  new AppError(
    'workbook-too-large',
    `Le fichier « ${name} » a plus de ${MOST_LINES} lignes : ce n’est pas un relevé d’heures ; coupez-le par année. Rien n’a été importé.`,
  )

/** A problem whose value may name someone keeps its column and line only. */
const withoutNames = (problem: Problem): Problem => ({
  ...problem,
  value: problem.column === '(ligne)' ? HIDDEN_VALUE : showable(problem.value),
})

/** One line: a statement on its clause, `null` when it was refused, and its problems. */
function readLine(
  raw: RawHours,
  finder: ClauseFinder,
  defaults: ReturnType<typeof paymentDefaultsOf>,
): {
  statement: (Omit<NewStatement, 'line' | 'effectiveOn'> & { effectiveOn: string | null }) | null
  problems: Problem[]
} {
  const { record, statedOn, problems } = parseHoursRow(raw, defaults.period ?? null)
  if (record === null) return { statement: null, problems: [...problems] }
  const found = finder.find(raw)
  if ('problem' in found) {
    const { problem, field } = found
    const column = raw.columnNames[field] ?? RAW_HOURS_FIELDS[field]
    return { statement: null, problems: [...problems, problemOf(problem, column, raw.fields[field])] }
  }
  const { clauseId } = found
  const rest = { copy: 1, isWithdrawn: false, isDated: statedOn !== null, author: null, reason: null }
  return { statement: { clauseId, record, effectiveOn: statedOn, ...rest }, problems: [...problems] }
}

/** Why a row is refused that states no hours: none of the lines of another table can be missing because of it. */
const BESIDE_LINES: ReadonlySet<Problem['code']> = new Set(['total-row', 'header-repeated', 'lone-cell'])

async function readStatements(
  open: OpenImport<never>,
  file: InspectedFile,
  table: HoursFile,
  finder: ClauseFinder,
  options: HoursOptions,
  today: string,
): Promise<{ statements: NewStatement[]; rejected: number; hasUnreadLine: boolean }> {
  const defaults = paymentDefaultsOf(options)
  const personal = new PersonalColumns()
  const statements: NewStatement[] = []
  let rejected = 0
  let hasUnreadLine = false
  let read = 0
  for await (const { line, cells: written } of table.read()) {
    open.countRead()
    if (++read > MOST_LINES) throw tooMany(file.name)
    const { header, titles, sheet } = tableOfLine(table, line)
    const row = checkRow({ titles, isSheet: sheet !== null }, written)
    if (!row.isRefused) personal.look(header.plan, line, row.cells)
    const parsed = row.isRefused ? null : readLine(mapHoursRow(header.plan, row.cells), finder, defaults)
    const problems = [...row.problems, ...(parsed?.problems ?? [])]
    open.report(line, problems.map(withoutNames))
    if (parsed?.statement) {
      const { effectiveOn, ...statement } = parsed.statement
      statements.push({ ...statement, line, effectiveOn: effectiveOn ?? today })
    } else {
      rejected++
      hasUnreadLine ||= !problems.some(({ code }) => BESIDE_LINES.has(code))
    }
  }
  hasUnreadLine ||= table.sheets.some(({ reason }) => reason === IS_OTHERWISE_TITLED)
  personal.refuse(file.name, sheetsRead(table.sheets)?.map(({ name }) => name) ?? null)
  await open.flush()
  return { statements, rejected, hasUnreadLine }
}

/** What problems of the table as a whole are told under. */
const WHOLE_TABLE = '(relevé)'

/** Says that lines of the last table of this name are not in this one, which does not say that it replaces it. */
async function tellDropped({ trx, importId, report }: OpenImport<never>, fileName: string): Promise<void> {
  const dropped = await findDropped(trx, fileName, importId)
  if (dropped === null) return
  const value = `${dropped.count} ${dropped.count > 1 ? 'lignes' : 'ligne'} de l’import n° ${dropped.importId}`
  report(0, [problemOf('hours-dropped', WHOLE_TABLE, value)])
}

/** Throws `bad-usage` when the import that a table is said to replace is none of hours, or was undone. */
async function checkReplaced(db: Db, replaces: bigint | undefined): Promise<void> {
  if (replaces === undefined) return
  const replaced = await findImport(db, replaces)
  if (replaced?.kind === 'hours' && replaced.undone_at === null) return
  throw new AppError(
    'bad-usage',
    `L’import n° ${replaces} n’est pas un relevé d’heures en vigueur : donnez le numéro du relevé que celui-ci remplace (import list). Rien n’a été importé.`,
  )
}

/**
 * Imports one table of hours done, by person and month or in totals. Every line is stored, updated, unchanged or rejected with a
 * reason; importing the same file again changes nothing. Throws an `AppError` when the file cannot be used at all, or when a
 * column identifies people: nothing of it is then kept.
 */
export async function importHours(
  db: Db,
  clock: Clock,
  source: string | InspectedFile,
  options: HoursOptions = {},
): Promise<Ledger> {
  const startedAt = clock.now()
  const file = typeof source === 'string' ? await inspectFile(source, options.name) : source
  const table = await openHoursFile(file, await hintsFor(db, options))
  const { plan: columns } = table.header
  let { profile } = table.header
  const today = todayOf(clock)
  await checkReplaced(db, options.replaces)
  let withdrawn = 0
  const run = async (open: OpenImport<never>) => {
    const { trx, importId } = open
    const finder = new ClauseFinder(await listClauses(trx, {}), paymentDefaultsOf(options).buyerId ?? null)
    const { statements, rejected, hasUnreadLine } = await readStatements(
      open,
      file,
      table,
      finder,
      options,
      today,
    )
    const origin = { importId, rank: await takeRank(trx), at: startedAt }
    const { repeats, repeatsOfSheets, restated, outdated, ...counts } = await mergeStatements(
      trx,
      statements,
      today,
      origin,
      table.sheets.length > 0,
    )
    if (options.replaces === undefined) await tellDropped(open, file.name)
    else if (hasUnreadLine) open.report(0, [problemOf('hours-not-withdrawn', WHOLE_TABLE, '')])
    else withdrawn = await withdrawDropped(trx, options.replaces, origin)
    for (const line of repeats) open.report(line, [problemOf('hours-repeat', '(ligne)', '')])
    for (const line of repeatsOfSheets) open.report(line, [problemOf('sheet-repeat', '(ligne)', '')])
    for (const line of restated) open.report(line, [problemOf('hours-restated', '(ligne)', '')])
    for (const line of outdated) open.report(line, [problemOf('hours-outdated', '(ligne)', '')])
    await decideVerdicts(trx, clock, 'new')
    profile ??= await rememberHoursGuesses(trx, clock, file.name, columns, options)
    return { ...counts, rejected, isChange: withdrawn > 0 }
  }
  const plan = {
    kind: 'hours',
    format: `hours-${columns.fields.has('person') ? 'by-person' : 'totals'}-${table.format}`,
    file,
    ignoredColumns: columns.ignored,
    sheets: table.sheets,
    startedAt,
    run,
  } as const
  const ledger = await runImport(db, clock, plan, options)
  const applied = options.isDryRun ? table.header.profile : profile
  const named = applied && { id: applied.id, name: applied.name }
  return { ...ledger, columns: describeHoursColumns(columns), profile: named, withdrawn }
}
