import type { Readable } from 'node:stream'
import type { Argv } from 'yargs'
import type { Db } from '../database/connect.ts'
import { CSV_LAYOUTS } from '../domain/contract-export/decp-columns.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { UNREGISTERED_PREFIX } from '../domain/ocds/release-package.ts'
import { exportContractsCsv } from '../reports/contracts-csv.ts'
import { exportOcds, OCDS_FORMATS } from '../reports/ocds-export.ts'
import { type CliContext, withDatabase } from './context.ts'
import {
  BUYER_AND_PERIOD_OPTIONS,
  CRITERIA_OPTIONS,
  type FilterArguments,
  filtersOf,
  oneOf,
} from './contract-filter-options.ts'
import { interruptible } from './interruption.ts'
import { EXIT } from './output.ts'
import { writeWhole } from './write-file.ts'

type ExportArguments = FilterArguments & { out?: string | undefined }

const NOTHING_WRITTEN =
  'L’export n’est pas écrit ; le fichier de ce nom, s’il y en avait un, est resté le même.'

/** Writes an export to `--out`, whole or not at all, else to standard output as it comes. */
function runExport(
  context: CliContext,
  { out, ...filterArguments }: ExportArguments,
  open: (db: Db, filters: ContractFilters) => Readable | Promise<Readable>,
): Promise<number> {
  const { output } = context
  const filters = filtersOf(filterArguments)
  return withDatabase(context, ({ db }) =>
    interruptible(async (abort) => {
      const content = await open(db, filters)
      if (out !== undefined) {
        await writeWhole(out, content, abort)
        output.err(`Export écrit : ${out}`)
        return EXIT.done
      }
      for await (const chunk of content) {
        abort.throwIfAborted()
        if (!output.write(chunk)) break
      }
      return EXIT.done
    }, NOTHING_WRITTEN),
  )
}

const SELECTION = {
  ...BUYER_AND_PERIOD_OPTIONS,
  ...CRITERIA_OPTIONS,
  out: {
    type: 'string',
    describe: 'Fichier à écrire, remplacé une fois l’export entier (par défaut : sortie standard)',
  },
} as const

/** `export ocds` and `export csv`. */
export const declareExportCommands = (
  y: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) =>
  y
    .command(
      'ocds',
      'Format OCDS 1.1, fournisseurs classés pour chaque périmètre (docs/exports.md)',
      (z) =>
        z.options(SELECTION).option('format', {
          type: 'string',
          default: OCDS_FORMATS[0],
          describe: 'json (un paquet) ou jsonl (une publication par ligne, pour les grands volumes)',
        }),
      (args) => {
        const { clock, config, output } = context
        const format = oneOf('format', args.format, OCDS_FORMATS)
        if (config.publication.ocidPrefix === null)
          output.err(
            `Préfixe provisoire ${UNREGISTERED_PREFIX}, que personne n’a enregistré : demandez le vôtre à l’Open Contracting Partnership et donnez-le dans OCID_PREFIX avant de publier.`,
          )
        return run(
          runExport(context, args as ExportArguments, (db, filters) =>
            exportOcds(db, clock, config.publication, { ...filters, format, uri: null }),
          ),
        )
      },
    )
    .command(
      'csv',
      'CSV des données essentielles, selon le schéma tabulaire national (docs/exports.md)',
      (z) =>
        z.options(SELECTION).option('columns', {
          type: 'string',
          default: CSV_LAYOUTS[0],
          describe:
            'full (tout ce que l’import relit) ou schema (les 33 colonnes du schéma et aucune autre, montants en vigueur)',
        }),
      (args) => {
        const layout = oneOf('columns', args.columns, CSV_LAYOUTS)
        return run(
          runExport(context, args as ExportArguments, (db, filters) =>
            exportContractsCsv(db, context.clock, { ...filters, layout }),
          ),
        )
      },
    )
    .demandCommand(1, 'Format attendu : ocds ou csv.')
