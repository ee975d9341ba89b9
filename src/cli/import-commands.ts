import { basename } from 'node:path'
import type { Db } from '../database/connect.ts'
import { SOURCE_IDS, type SourceId } from '../domain/supplier/facts.ts'
import { importContracts } from '../import/import-contracts.ts'
import { importPlan } from '../import/import-plan.ts'
import { importReference, type ReferenceOptions } from '../import/import-reference.ts'
import type { Ledger } from '../import/ledger.ts'
import { unpack, withOnlyFile } from '../import/unpack.ts'
import { AppError } from '../platform/errors.ts'
import { reportImport } from '../reports/import-report.ts'
import { exportProblems } from '../reports/problem-list.ts'
import { type CliContext, withDatabase } from './context.ts'
import { EXIT, formatCount, formatLedger, type Output } from './output.ts'

/** What every import command may be told. */
export type ImportFlags = { isJson: boolean; isDryRun: boolean }

/** The exit code after several files: a failure outweighs a refused row. */
function worstOf(codes: readonly number[]): number {
  if (codes.includes(EXIT.failed)) return EXIT.failed
  return codes.includes(EXIT.doneWithRejections) ? EXIT.doneWithRejections : EXIT.done
}

/** Imports one file and shows what became of it; what stops it is shown too, and answered as an exit code. */
async function importAndShow(
  { out, err, progress }: Output,
  name: string,
  isJson: boolean,
  work: () => Promise<Ledger>,
): Promise<number> {
  try {
    const ledger = await work()
    progress('')
    out(isJson ? JSON.stringify(ledger) : formatLedger(ledger))
    return ledger.rejected > 0 ? EXIT.doneWithRejections : EXIT.done
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message, details } = error
    if (isJson) out(JSON.stringify({ file: name, error: { code, message, ...details } }))
    err(`Échec : ${message}`)
    return EXIT.failed
  }
}

/** Imports all that the paths stand for, one file after the other; one that fails is named and does not stop the others. */
async function importEach(
  context: CliContext,
  paths: readonly string[],
  isJson: boolean,
  importOne: (db: Db, path: string, name: string) => Promise<Ledger>,
): Promise<number> {
  const codes = await withDatabase(context, async ({ db }) => {
    const results: number[] = []
    for (const path of paths) {
      const before = results.length
      for await (const file of unpack(path))
        results.push(
          await importAndShow(context.output, file.name, isJson, () =>
            'error' in file ? Promise.reject(file.error) : importOne(db, file.path, file.name),
          ),
        )
      if (results.length > before) continue
      context.output.err(`Échec : « ${path} » ne contient aucun fichier à importer.`)
      results.push(EXIT.failed)
    }
    return results
  })
  return worstOf(codes)
}

/** Imports the one file that a list or a plan is, packed or not. */
const importAlone = (
  context: CliContext,
  path: string,
  isJson: boolean,
  importOne: (db: Db, path: string, name: string) => Promise<Ledger>,
): Promise<number> =>
  withDatabase(context, ({ db }) => {
    const name = basename(path)
    const work = () => withOnlyFile(path, name, (unpacked) => importOne(db, unpacked, name))
    return importAndShow(context.output, name, isJson, work)
  })

const showProgress = (output: Output, file: string) => (rows: number) =>
  output.progress(`${file} : ${formatCount(rows)} lignes lues… `)

/** `import FILE…` */
export function runImport(
  context: CliContext,
  files: readonly string[],
  { isJson, isDryRun }: ImportFlags,
): Promise<number> {
  return importEach(context, files, isJson, (db, path, name) =>
    importContracts(db, context.clock, path, {
      name,
      isDryRun,
      onProgress: showProgress(context.output, name),
    }),
  )
}

/** `reference import sirene|ess-france|esus|siae FILE` */
export function runReferenceImport(
  context: CliContext,
  source: string,
  file: string,
  isJson: boolean,
  options: ReferenceOptions,
): Promise<number> {
  if (!SOURCE_IDS.some((id) => id === source))
    throw new AppError('bad-usage', `Liste « ${source} » inconnue. Attendu : ${SOURCE_IDS.join(', ')}.`)
  return importAlone(context, file, isJson, (db, path, name) =>
    importReference(db, context.clock, source as SourceId, path, {
      ...options,
      name,
      onProgress: showProgress(context.output, name),
    }),
  )
}

/** `plan import FILE` */
export function runPlanImport(
  context: CliContext,
  file: string,
  { isJson, isDryRun }: ImportFlags,
): Promise<number> {
  return importAlone(context, file, isJson, (db, path, name) =>
    importPlan(db, context.clock, path, { name, isDryRun }),
  )
}

/** `import problems ID`: every problem of an import, grouped for a person, or one by one as CSV. */
export function runProblems(
  context: CliContext,
  id: string,
  { isJson, isCsv }: { isJson: boolean; isCsv: boolean },
): Promise<number> {
  if (!/^[1-9]\d{0,8}$/.test(id))
    throw new AppError('bad-usage', `Import « ${id} » : numéro attendu, celui de « importId » dans le bilan.`)
  const { output } = context
  return withDatabase(context, async ({ db }) => {
    const report = await reportImport(db, BigInt(id))
    if (report === null) throw new AppError('not-found', `Aucun import ne porte le numéro ${id}.`)
    if (isCsv) for await (const chunk of (await exportProblems(db, BigInt(id))) ?? []) output.write(chunk)
    else output.out(isJson ? JSON.stringify(report) : formatLedger({ ...report, ignoredColumns: [] }))
    return EXIT.done
  })
}
