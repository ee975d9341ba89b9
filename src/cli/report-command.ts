import { Readable } from 'node:stream'
import type { ArgumentsCamelCase, Argv } from 'yargs'
import { AppError } from '../platform/errors.ts'
import { type BuyerReportRequest, reportBuyer } from '../reports/buyer-report.ts'
import { REPORT_FORMATS, writeReport } from '../reports/buyer-report-formats.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, oneOf } from './contract-filter-options.ts'
import { interruptible } from './interruption.ts'
import { EXIT } from './output.ts'
import { yearOf } from './publication-command.ts'
import { writeWhole } from './write-file.ts'

const NOTHING_WRITTEN =
  'Le rapport n’est pas écrit ; le fichier de ce nom, s’il y en avait un, est resté le même.'

type ReportArguments = {
  buyer: string
  year: string
  plan?: string | undefined
  format: string
  out?: string | undefined
}

function requestOf({ buyer: typed, year, plan }: ReportArguments): BuyerReportRequest {
  const [buyer = ''] = buyersOf([typed])
  return { buyer, year: yearOf('year', year), plan: plan ?? null }
}

async function runReport(context: CliContext, args: ReportArguments): Promise<number> {
  const { clock, output } = context
  const request = requestOf(args)
  const format = oneOf('format', args.format, REPORT_FORMATS)
  if (format === 'xlsx' && args.out === undefined && output.isTerminal)
    throw new AppError('bad-usage', 'Un classeur ne se lit pas dans un terminal : donnez --out FICHIER.xlsx.')
  return withDatabase(context, ({ db }) =>
    interruptible(async (abort) => {
      const bytes = await writeReport(await reportBuyer(db, clock, request), format)
      if (args.out === undefined) output.write(bytes)
      else {
        await writeWhole(args.out, Readable.from([bytes]), abort)
        output.err(`Rapport écrit : ${args.out}`)
      }
      return EXIT.done
    }, NOTHING_WRITTEN),
  )
}

/** `report`: the yearly report of a buyer, in one of four formats. */
export const reportCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'report',
  describe: 'Rapport annuel d’un acheteur : JSON, CSV, XLSX ou HTML à imprimer (docs/reports.md)',
  builder: (y: Argv<{ json: boolean }>) =>
    y.options({
      buyer: { type: 'string', demandOption: true, describe: 'SIREN ou SIRET de l’acheteur' },
      year: { type: 'string', demandOption: true, describe: 'Année de notification, AAAA' },
      plan: { type: 'string', describe: 'Plan à suivre (par défaut : tous ceux qui lient l’acheteur)' },
      format: { type: 'string', default: 'json', describe: REPORT_FORMATS.join(', ') },
      out: { type: 'string', describe: 'Fichier à écrire (par défaut : sortie standard)' },
    } as const),
  handler: (args: ArgumentsCamelCase<ReportArguments>) => run(runReport(context, args)),
})
