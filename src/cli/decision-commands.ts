import type { Argv } from 'yargs'
import { DECIDABLE_PERIMETERS, type DecidablePerimeter } from '../domain/supplier/facts.ts'
import { decideSupplier, revertDecision, unknownSupplier } from '../import/decide-supplier.ts'
import { AppError } from '../platform/errors.ts'
import { type DecisionReport, describeDecision, listDecisionReports } from '../reports/decision-report.ts'
import { type CliContext, showWith, withDatabase } from './context.ts'
import { dayOf, oneOf } from './contract-filter-options.ts'
import { nameOfUser } from './profile-commands.ts'
import { formatDecision } from './supplier-format.ts'

type Yargs = Argv<{ json: boolean }>

/** The SIREN a person typed; throws `bad-usage`. */
export function sirenOf(value: string): string {
  const digits = value.replace(/\s/g, '')
  if (/^\d{9}$/.test(digits)) return digits
  throw new AppError('bad-usage', `« ${value} » : SIREN attendu (9 chiffres).`)
}

/** A text that the command cannot do without; throws `bad-usage`. */
export function needed(option: string, value: string | undefined, what: string): string {
  if (value !== undefined && value.trim() !== '') return value
  throw new AppError('bad-usage', `--${option} : ${what} attendu.`)
}

const decideCommand = (y: Yargs) =>
  y
    .positional('siren', { type: 'string', demandOption: true, describe: 'SIREN du fournisseur' })
    .option('perimeter', { type: 'string', describe: `Périmètre : ${DECIDABLE_PERIMETERS.join(', ')}` })
    .option('outcome', { type: 'string', describe: 'yes : il en est ; no : il n’en est pas' })
    .option('reason', { type: 'string', describe: 'Motif' })
    .option('evidence', { type: 'string', describe: 'Pièce sur laquelle repose la décision' })
    .option('author', { type: 'string', describe: 'Auteur (par défaut : l’utilisateur de la machine)' })
    .option('from', { type: 'string', describe: 'Premier jour, AAAA-MM-JJ (par défaut : depuis toujours)' })
    .option('to', { type: 'string', describe: 'Dernier jour, AAAA-MM-JJ (par défaut : sans fin)' })

const decisionsCommand = (y: Yargs) =>
  y
    .positional('siren', { type: 'string', demandOption: true, describe: 'SIREN du fournisseur' })
    .option('revert', { type: 'number', describe: 'Numéro de la décision à annuler' })
    .option('reason', { type: 'string', describe: 'Motif de l’annulation' })
    .option('author', { type: 'string', describe: 'Auteur (par défaut : l’utilisateur de la machine)' })

/** `suppliers decide | decisions`: what a person says a supplier is, listed and taken back. */
export function declareDecisionCommands(
  yargs: Yargs,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock } = context
  const show = showWith(context)
  const showDecision = (isJson: boolean, decision: DecisionReport) =>
    show(isJson, decision, () => formatDecision(decision))
  return yargs
    .command(
      'decide <siren>',
      'Décider d’un fournisseur, contre ou sans les listes',
      decideCommand,
      (args) => {
        const decision = {
          siren: sirenOf(args.siren),
          perimeter: oneOf<DecidablePerimeter>(
            'perimeter',
            needed('perimeter', args.perimeter, 'périmètre'),
            DECIDABLE_PERIMETERS,
          ),
          outcome: oneOf('outcome', needed('outcome', args.outcome, 'yes ou no'), ['yes', 'no']),
          reason: needed('reason', args.reason, 'motif'),
          document: needed('evidence', args.evidence, 'intitulé de la pièce'),
          author: needed('author', args.author ?? nameOfUser() ?? undefined, 'auteur'),
          validFrom: dayOf('from', args.from),
          validTo: dayOf('to', args.to),
        } as const
        return run(
          withDatabase(context, async ({ db }) =>
            showDecision(args.json, describeDecision(await decideSupplier(db, clock, decision))),
          ),
        )
      },
    )
    .command(
      'decisions <siren>',
      'Les décisions sur un fournisseur ; --revert : en annuler une',
      decisionsCommand,
      (args) => {
        const siren = sirenOf(args.siren)
        const { revert: id } = args
        if (id === undefined)
          return run(
            withDatabase(context, async ({ db }) => {
              const report = await listDecisionReports(db, siren, { limit: 500, offset: 0 })
              if (!report) throw unknownSupplier(siren)
              return show(
                args.json,
                report,
                () => report.decisions.map(formatDecision).join('\n') || 'Aucune décision.',
              )
            }),
          )
        if (!Number.isInteger(id) || id < 1 || id > 999_999_999)
          throw new AppError('bad-usage', '--revert : numéro de décision attendu.')
        const reversal = {
          siren,
          id,
          reason: needed('reason', args.reason, 'motif'),
          author: needed('author', args.author ?? nameOfUser() ?? undefined, 'auteur'),
        }
        return run(
          withDatabase(context, async ({ db }) =>
            showDecision(args.json, describeDecision(await revertDecision(db, clock, reversal))),
          ),
        )
      },
    )
}
