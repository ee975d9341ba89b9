import type { Argv } from 'yargs'
import { KNOWN_FAMILIES } from '../domain/supplier/latest-legal-family.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { unknownSupplier } from '../import/decide-supplier.ts'
import { todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { listRegisterEntries, listSuppliersToReview } from '../reports/register-report.ts'
import { reportSupplier } from '../reports/supplier-report.ts'
import { declareChangeCommand } from './change-commands.ts'
import { type CliContext, showWith, withDatabase } from './context.ts'
import { buyersOf, dayOf, oneOf } from './contract-filter-options.ts'
import { declareDecisionCommands, sirenOf } from './decision-commands.ts'
import { declareNamedCommands } from './named-commands.ts'
import { formatRegister, formatReview, formatSupplier } from './supplier-format.ts'

type Yargs = Argv<{ json: boolean }>

const perimeterOption = {
  type: 'string',
  default: 'ess',
  describe: `Périmètre : ${PERIMETER_IDS.join(', ')}`,
} as const
const limitOption = { type: 'number', default: 50, describe: 'Nombre de lignes, 500 au plus' } as const

function limitOf(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit
  throw new AppError('bad-usage', '--limit : nombre entier de 1 à 500 attendu.')
}

/** `suppliers search`: the register, by name or identifier and by what is known. */
const searchCommand = (y: Yargs) =>
  y
    .positional('mots', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Mots du nom, SIREN, SIRET ou TVA (sans rien : tous)',
    })
    .option('perimeter', perimeterOption)
    .option('outcome', { type: 'string', describe: 'Réponse : yes, no ou undetermined' })
    .option('on', { type: 'string', describe: 'Jour du classement, AAAA-MM-JJ (par défaut : aujourd’hui)' })
    .option('family', { type: 'string', describe: `Famille juridique : ${KNOWN_FAMILIES.join(', ')}` })
    .option('department', { type: 'string', describe: 'Code du département : 31, 2A, 974' })
    .option('conflict', { type: 'boolean', describe: 'Ceux sur qui les sources se contredisent' })
    .option('decided', { type: 'boolean', describe: 'Ceux dont une personne a décidé' })
    .option('sort', { type: 'string', default: 'amount', describe: 'amount ou name' })
    .option('limit', limitOption)

/** `suppliers search | show | decide | decisions | changes | to-review`: the register, why, and what a person makes of it. */
export function declareSupplierCommands(
  yargs: Yargs,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock } = context
  const show = showWith(context)
  const declared = declareChangeCommand(declareDecisionCommands(yargs, context, run), context, run)
  return declareNamedCommands(declared as Yargs, context, run)
    .command('search [mots..]', 'Chercher dans le registre des fournisseurs', searchCommand, (args) => {
      const q = args.mots.map(String).join(' ').trim()
      const request = {
        q: q === '' ? null : q.slice(0, 200),
        perimeter: oneOf('perimeter', args.perimeter, PERIMETER_IDS),
        outcome:
          args.outcome === undefined ? null : oneOf('outcome', args.outcome, ['yes', 'no', 'undetermined']),
        day: dayOf('on', args.on) ?? todayOf(clock),
        family: args.family === undefined ? null : oneOf('family', args.family, KNOWN_FAMILIES),
        department: args.department ?? null,
        isInConflict: args.conflict ?? null,
        isDecided: args.decided ?? null,
        sort: oneOf('sort', args.sort, ['amount', 'name']),
      } as const
      const page = { limit: limitOf(args.limit), offset: 0 }
      return run(
        withDatabase(context, async ({ db }) => {
          const found = await listRegisterEntries(db, request, page)
          return show(args.json, found, () => formatRegister(found.entries, found.total, found.isApproximate))
        }),
      )
    })
    .command(
      'show <siren>',
      'Un fournisseur : ce que dit chaque source, son classement et pourquoi',
      (y) =>
        y
          .positional('siren', { type: 'string', demandOption: true, describe: 'SIREN du fournisseur' })
          .option('on', {
            type: 'string',
            describe: 'Jour du classement, AAAA-MM-JJ (par défaut : aujourd’hui)',
          })
          .option('unmasked', {
            type: 'boolean',
            default: false,
            describe:
              'Montrer le nom d’une personne physique ou d’une unité à diffusion partielle : à ne pas publier',
          }),
      (args) => {
        const [siren, on] = [sirenOf(args.siren), dayOf('on', args.on)]
        return run(
          withDatabase(context, async ({ db }) => {
            const report = await reportSupplier(db, clock, siren, on ?? todayOf(clock), args.unmasked)
            if (!report) throw unknownSupplier(siren)
            return show(args.json, report, () => formatSupplier(report))
          }),
        )
      },
    )
    .command(
      'to-review',
      'Les fournisseurs indéterminés, ceux dont le doute déplace le plus d’euros d’abord',
      (y) =>
        y
          .option('perimeter', perimeterOption)
          .option('buyer', {
            type: 'string',
            array: true,
            nargs: 1,
            describe: 'SIREN ou SIRET de l’acheteur ; peut se répéter (par défaut : tous)',
          })
          .option('limit', limitOption),
      (args) => {
        const request = {
          perimeter: oneOf('perimeter', args.perimeter, PERIMETER_IDS),
          buyers: buyersOf(args.buyer ?? []),
        }
        const page = { limit: limitOf(args.limit), offset: 0 }
        return run(
          withDatabase(context, async ({ db }) => {
            const found = await listSuppliersToReview(db, clock, request, page)
            return show(args.json, found, () => formatReview(found.suppliers, found.total))
          }),
        )
      },
    )
    .demandCommand(
      1,
      'Action attendue : search, show, decide, decisions, changes, named, candidates, link, refuse, unlink, to-review ou enrich.',
    )
}
