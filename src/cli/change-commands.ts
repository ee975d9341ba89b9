import type { Argv } from 'yargs'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { AppError } from '../platform/errors.ts'
import { exportMovedSuppliers } from '../reports/moved-suppliers-csv.ts'
import {
  listMovedSuppliers,
  listReclassificationReports,
  reportReclassification,
} from '../reports/reclassification-report.ts'
import { formatChange, formatChanges } from './change-format.ts'
import { type CliContext, showWith, withDatabase } from './context.ts'
import { BUYER_AND_PERIOD_OPTIONS, CRITERIA_OPTIONS, filtersOf, oneOf } from './contract-filter-options.ts'
import { EXIT } from './output.ts'

/** Shown to a person; --csv gives them all. */
const SHOWN = 20
const OUTCOMES = ['yes', 'no', 'undetermined'] as const

const changesCommand = (y: Argv<{ json: boolean }>) =>
  y
    .positional('numero', { type: 'number', describe: 'Numéro du reclassement (sans rien : leur liste)' })
    .option('perimeter', {
      type: 'string',
      default: 'ess',
      describe: `Périmètre de la part : ${PERIMETER_IDS.join(', ')}`,
    })
    .options(BUYER_AND_PERIOD_OPTIONS)
    .option('group', CRITERIA_OPTIONS.group)
    .option('before', { type: 'string', describe: 'Réponse d’avant : yes, no ou undetermined' })
    .option('after', { type: 'string', describe: 'Réponse d’après : yes, no ou undetermined' })
    .option('csv', {
      type: 'boolean',
      default: false,
      describe: 'Tous les fournisseurs reclassés, pour un tableur',
    })

/** `suppliers changes`: when verdicts were decided again and why; with a number, what that changed. */
export function declareChangeCommand(
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock, output } = context
  const show = showWith(context)
  return yargs.command(
    'changes [numero]',
    'Ce qui a changé : les reclassements, et les fournisseurs, marchés et parts qu’un d’eux déplace',
    changesCommand,
    (args) => {
      const { numero: id, before, after } = args
      if (id !== undefined && (!Number.isInteger(id) || id < 1 || id > 999_999_999))
        throw new AppError('bad-usage', 'Numéro de reclassement attendu ; leur liste : suppliers changes.')
      if (id === undefined)
        return run(
          withDatabase(context, async ({ db }) => {
            const found = await listReclassificationReports(db, { limit: 50, offset: 0 })
            return show(args.json, found, () => formatChanges(found.reclassifications, found.total))
          }),
        )
      const { buyers, groups, from, to } = filtersOf(args as Parameters<typeof filtersOf>[0])
      const request = {
        id,
        perimeter: oneOf('perimeter', args.perimeter, PERIMETER_IDS),
        buyers,
        groups,
        from,
        to,
        before: before === undefined ? null : oneOf('before', before, OUTCOMES),
        after: after === undefined ? null : oneOf('after', after, OUTCOMES),
      }
      return run(
        withDatabase(context, async ({ db }) => {
          if (args.csv) {
            for await (const chunk of await exportMovedSuppliers(db, clock, request))
              if (!output.write(chunk)) break
            return EXIT.done
          }
          const report = await reportReclassification(db, clock, request)
          const moved = await listMovedSuppliers(db, clock, request, { limit: SHOWN, offset: 0 })
          return show(args.json, { ...report, moved }, () => formatChange(report, moved))
        }),
      )
    },
  )
}
