import { basename } from 'node:path'
import { SOURCE_IDS, type SourceId } from '../domain/supplier/facts.ts'
import { type UnpackedFile, unpack, withOnlyFile } from '../import/unpack.ts'
import { AppError } from '../platform/errors.ts'
import { reportImport } from '../reports/import-report.ts'
import { exportProblems } from '../reports/problem-list.ts'
import { type CliContext, withDatabase } from './context.ts'
import { type FileArguments, fileOptionsOf } from './file-options.ts'
import { formatLedger, formatSummary } from './format.ts'
import { type Importer, type ImportRequest, type WatchedFile, withImporter } from './importer.ts'
import { interruptible } from './interruption.ts'
import type { ListOptions } from './list-options.ts'
import { EXIT, type Output } from './output.ts'
import { nameOfUser } from './profile-commands.ts'
import { codeOf, type FileResult, summarize } from './summary.ts'

/** What every import command may be told. `server`: the running service that imports, in place of this machine's database. */
export type ImportFlags = { isJson: boolean; isDryRun: boolean; server: string | undefined }

/** A path as a shell takes it. */
const quote = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)

/**
 * Imports one file and shows what became of it; what stops it is shown too, and does not stop the others. `given`: the path
 * to write in the commands that would help.
 */
async function importAndShow(
  { out, err, openProgress }: Output,
  name: string,
  isJson: boolean,
  work: (onProgress: WatchedFile['onProgress']) => Promise<FileResult>,
  given = name,
): Promise<FileResult> {
  const bar = openProgress(name)
  try {
    const ledger = await work(bar.update)
    bar.close()
    if (ledger !== null) out(isJson ? JSON.stringify(ledger) : formatLedger(ledger))
    return ledger
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    bar.close()
    const { code, details } = error
    const message = error.message.replaceAll('FICHIER', quote(given))
    if (isJson) out(JSON.stringify({ file: name, error: { code, message, ...details } }))
    err(`Échec : ${message}`)
    return null
  } finally {
    bar.close()
  }
}

/** All that the paths stand for; a path that stands for nothing is given with that reason. */
async function* unpackEach(paths: readonly string[]): AsyncGenerator<UnpackedFile & { given: string }> {
  for (const path of paths) {
    let isEmpty = true
    for await (const file of unpack(path)) {
      isEmpty = false
      yield { ...file, given: path }
    }
    if (isEmpty) {
      const message = `« ${path} » ne contient aucun fichier à importer.`
      yield { name: path, given: path, error: new AppError('file-not-found', message) }
    }
  }
}

/**
 * `import FILE…`: all that the paths stand for, one file after the other, contracts and payments told apart by their content
 * unless `--kind` says which; a summary closes several.
 */
export async function runImport(
  context: CliContext,
  paths: readonly string[],
  { isJson, isDryRun, server }: ImportFlags,
  about: FileArguments,
): Promise<number> {
  const { output } = context
  const request = { ...fileOptionsOf(about), isDryRun, author: nameOfUser() }
  const importEach = async (importer: Importer, abort: AbortSignal) => {
    const results: FileResult[] = []
    for await (const file of unpackEach(paths)) {
      abort.throwIfAborted()
      const work = (onProgress: WatchedFile['onProgress']) =>
        'error' in file ? Promise.reject(file.error) : importer({ ...file, abort, onProgress })
      results.push(await importAndShow(output, file.name, isJson, work, file.given))
    }
    if (results.length > 1) {
      const summary = summarize(results)
      output.out(isJson ? JSON.stringify({ summary }) : formatSummary(summary))
    }
    return codeOf(results)
  }
  return interruptible((abort) =>
    withImporter(context, { server, abort }, request, (importer) => importEach(importer, abort)),
  )
}

/** Imports the one file that a list or a plan is, packed or not. */
const importAlone = (
  context: CliContext,
  path: string,
  { isJson, server }: ImportFlags,
  request: ImportRequest,
): Promise<number> =>
  interruptible((abort) =>
    withImporter(context, { server, abort }, request, async (importer) => {
      const name = basename(path)
      const result = await importAndShow(context.output, name, isJson, (onProgress) =>
        withOnlyFile(path, name, (unpacked) => importer({ path: unpacked, name, abort, onProgress })),
      )
      return codeOf([result])
    }),
  )

/** `reference import SOURCE FILE` */
export function runReferenceImport(
  context: CliContext,
  source: string,
  file: string,
  flags: ImportFlags,
  options: ListOptions,
): Promise<number> {
  if (!SOURCE_IDS.some((id) => id === source))
    throw new AppError('bad-usage', `Liste « ${source} » inconnue. Attendu : ${SOURCE_IDS.join(', ')}.`)
  const { isDryRun } = flags
  return importAlone(context, file, flags, { ...options, kind: source as SourceId, isDryRun })
}

/** `plan import FILE` */
export function runPlanImport(context: CliContext, file: string, flags: ImportFlags): Promise<number> {
  return importAlone(context, file, flags, { kind: 'plan', isDryRun: flags.isDryRun })
}

/** The number of an import as typed. */
export function parseImportId(id: string): bigint {
  if (/^[1-9]\d{0,8}$/.test(id)) return BigInt(id)
  throw new AppError('bad-usage', `Import « ${id} » : numéro attendu, celui de « importId » dans le bilan.`)
}

/** A sheet that an import read, as its ledger said it. */
const asRead = (sheet: { name: string; rows: number }) => ({
  ...sheet,
  isRead: true,
  isLeftOut: false,
  reason: null,
})

/** `import problems ID`: every problem of an import, grouped for a person, or one by one as CSV. */
export function runProblems(
  context: CliContext,
  id: string,
  { isJson, isCsv }: { isJson: boolean; isCsv: boolean },
): Promise<number> {
  const importId = parseImportId(id)
  const { output } = context
  return withDatabase(context, async ({ db }) => {
    const report = await reportImport(db, importId)
    if (report === null) throw new AppError('not-found', `Aucun import ne porte le numéro ${id}.`)
    if (isCsv) {
      for await (const chunk of (await exportProblems(db, importId)) ?? []) if (!output.write(chunk)) break
    } else
      output.out(
        isJson
          ? JSON.stringify(report)
          : formatLedger({ ...report, ignoredColumns: [], sheets: report.sheets.map(asRead) }),
      )
    return EXIT.done
  })
}
