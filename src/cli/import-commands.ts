import type { Db } from '../database/connect.ts'
import { SOURCE_IDS, type SourceId } from '../domain/supplier/facts.ts'
import { importContracts } from '../import/import-contracts.ts'
import { importPlan } from '../import/import-plan.ts'
import { importReference, type ReferenceOptions } from '../import/import-reference.ts'
import type { Ledger } from '../import/ledger.ts'
import { AppError } from '../platform/errors.ts'
import { type CliContext, withDatabase } from './context.ts'
import { EXIT, formatCount, formatLedger, type Output } from './output.ts'

/** The exit code after several files: a failure outweighs a refused row. */
function worstOf(codes: readonly number[]): number {
  if (codes.includes(EXIT.failed)) return EXIT.failed
  return codes.includes(EXIT.doneWithRejections) ? EXIT.doneWithRejections : EXIT.done
}

/** Imports files one after the other; one that fails is named and does not stop the others. */
async function importEach(
  context: CliContext,
  files: readonly string[],
  isJson: boolean,
  importOne: (db: Db, file: string) => Promise<Ledger>,
): Promise<number> {
  const { out, err } = context.output
  const codes = await withDatabase(context, async ({ db }) => {
    const results: number[] = []
    for (const file of files) {
      try {
        const ledger = await importOne(db, file)
        context.output.progress('')
        out(isJson ? JSON.stringify(ledger) : formatLedger(ledger))
        results.push(ledger.rejected > 0 ? EXIT.doneWithRejections : EXIT.done)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (isJson)
          out(JSON.stringify({ file, error: { code: error.code, message: error.message, ...error.details } }))
        err(`Échec : ${error.message}`)
        results.push(EXIT.failed)
      }
    }
    return results
  })
  return worstOf(codes)
}

const showProgress = (output: Output, file: string) => (rows: number) =>
  output.progress(`${file} : ${formatCount(rows)} lignes lues… `)

/** `import FILE…` */
export function runImport(context: CliContext, files: readonly string[], isJson: boolean): Promise<number> {
  return importEach(context, files, isJson, (db, file) =>
    importContracts(db, context.clock, file, { onProgress: showProgress(context.output, file) }),
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
  return importEach(context, [file], isJson, (db, path) =>
    importReference(db, context.clock, source as SourceId, path, {
      ...options,
      onProgress: showProgress(context.output, path),
    }),
  )
}

/** `plan import FILE` */
export function runPlanImport(context: CliContext, file: string, isJson: boolean): Promise<number> {
  return importEach(context, [file], isJson, (db, path) => importPlan(db, context.clock, path))
}
