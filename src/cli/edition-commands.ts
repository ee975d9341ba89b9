import { Readable } from 'node:stream'
import type { Argv } from 'yargs'
import { EDITION_KINDS, type EditionParameters } from '../domain/edition/edition.ts'
import { AppError } from '../platform/errors.ts'
import { verifyEdition } from '../reports/edition-verification.ts'
import {
  getEdition,
  getEditionFile,
  listEditionReports,
  publishEdition,
  withdrawEdition,
} from '../reports/editions.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, oneOf } from './contract-filter-options.ts'
import { formatEdition, formatEditions, formatVerification } from './edition-format.ts'
import { interruptible } from './interruption.ts'
import { EXIT } from './output.ts'
import { nameOfUser } from './profile-commands.ts'
import { publicationRequestOf, yearOf } from './publication-command.ts'
import { writeWhole } from './write-file.ts'

const MOST_LISTED = 500

type PublishArguments = {
  kind: string
  buyer: string
  year?: string | undefined
  fromYear?: string | undefined
  toYear?: string | undefined
  plan?: string | undefined
}

function needed(option: string, value: string | undefined, what: string): string {
  if (value !== undefined && value.trim() !== '') return value
  throw new AppError('bad-usage', `--${option} : ${what}.`)
}

/** What the options ask to freeze. Throws `bad-usage`. */
function parametersOf(args: PublishArguments): EditionParameters {
  const kind = oneOf('kind', args.kind, EDITION_KINDS)
  if (kind === 'report') {
    const [buyer = ''] = buyersOf([args.buyer])
    const year = yearOf('year', needed('year', args.year, 'année attendue pour un rapport'))
    return { kind, buyer, year, plan: args.plan ?? null }
  }
  const fromYear = needed('from-year', args.fromYear, 'première année attendue pour une publication')
  const toYear = needed('to-year', args.toYear, 'dernière année attendue pour une publication')
  return { kind, ...publicationRequestOf({ buyer: args.buyer, fromYear, toYear }) }
}

function idOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new AppError('bad-usage', `Édition « ${text} » : numéro attendu, celui que donne « edition list ».`)
}

const NOTHING_WRITTEN = 'Le fichier n’est pas écrit ; celui de ce nom, s’il y en avait un, est resté le même.'

const ABOUT_NUMBER = { type: 'string', demandOption: true, describe: 'Numéro de l’édition' } as const

/** `edition publish | list | show | verify | withdraw | file`: what was published, frozen, and whether it still holds. */
export function declareEditionCommands(
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock, output } = context
  const show = (isJson: boolean, report: unknown, text: () => string) =>
    output.out(isJson || !output.isTerminal ? JSON.stringify(report) : text())
  return yargs
    .command(
      'publish',
      'Figer un rapport ou une publication, avec son empreinte',
      (y) =>
        y.options({
          kind: {
            type: 'string',
            demandOption: true,
            describe: 'report : le rapport d’une année ; publication : le paquet L2111-3',
          },
          buyer: { type: 'string', demandOption: true, describe: 'SIREN ou SIRET de l’acheteur' },
          year: { type: 'string', describe: 'Rapport : année de notification, AAAA' },
          plan: { type: 'string', describe: 'Rapport : plan à suivre (par défaut : tous)' },
          'from-year': { type: 'string', describe: 'Publication : première année, AAAA' },
          'to-year': { type: 'string', describe: 'Publication : dernière année, AAAA' },
          title: { type: 'string', describe: 'Titre de l’édition' },
          author: { type: 'string', describe: 'Qui publie (par défaut : l’utilisateur de la machine)' },
          note: { type: 'string', describe: 'Note : contexte, délibération…' },
        } as const),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const edition = await publishEdition(db, clock, {
              parameters: parametersOf(args),
              title: needed('title', args.title, 'titre attendu'),
              author: needed('author', args.author ?? nameOfUser() ?? undefined, 'auteur attendu'),
              note: args.note ?? null,
            })
            show(args.json, edition, () => formatEdition(edition))
            return EXIT.done
          }),
        ),
    )
    .command(
      'list',
      'Les éditions, les dernières d’abord, retirées comprises',
      (y) => y.option('buyer', { type: 'string', describe: 'SIREN ou SIRET (par défaut : tous)' }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const [buyer = null] = args.buyer === undefined ? [] : buyersOf([args.buyer])
            const { editions } = await listEditionReports(db, buyer, { limit: MOST_LISTED, offset: 0 })
            show(args.json, editions, () => formatEditions(editions))
            return EXIT.done
          }),
        ),
    )
    .command(
      'show <numero>',
      'Une édition : ce qu’elle fige, ses fichiers, ses empreintes',
      (y) => y.positional('numero', ABOUT_NUMBER),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const edition = await getEdition(db, idOf(args.numero))
            show(args.json, edition, () => formatEdition(edition))
            return EXIT.done
          }),
        ),
    )
    .command(
      'verify <numero>',
      'Refaire une édition : identique, ou ce qui a changé et pourquoi (code 3), ou altérée (code 1)',
      (y) => y.positional('numero', ABOUT_NUMBER),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const verification = await verifyEdition(db, clock, idOf(args.numero))
            show(args.json, verification, () => formatVerification(verification))
            if (!verification.integrity.isIntact) return EXIT.failed
            return verification.result === 'identical' ? EXIT.done : EXIT.doneWithRejections
          }),
        ),
    )
    .command(
      'withdraw <numero>',
      'Retirer une édition : elle reste, avec le motif',
      (y) =>
        y.positional('numero', ABOUT_NUMBER).options({
          reason: { type: 'string', describe: 'Motif' },
          author: { type: 'string', describe: 'Qui retire (par défaut : l’utilisateur de la machine)' },
        } as const),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const edition = await withdrawEdition(db, clock, idOf(args.numero), {
              reason: needed('reason', args.reason, 'motif attendu'),
              author: needed('author', args.author ?? nameOfUser() ?? undefined, 'auteur attendu'),
            })
            show(args.json, edition, () => formatEdition(edition))
            return EXIT.done
          }),
        ),
    )
    .command(
      'file <numero> <fichier>',
      'Un fichier d’une édition, tel qu’il a été figé',
      (y) =>
        y
          .positional('numero', ABOUT_NUMBER)
          .positional('fichier', {
            type: 'string',
            demandOption: true,
            describe: 'Nom que donne « edition show »',
          })
          .option('out', { type: 'string', describe: 'Fichier à écrire (par défaut : sortie standard)' }),
      (args) =>
        run(
          withDatabase(context, ({ db }) =>
            interruptible(async (abort) => {
              const { content } = await getEditionFile(db, idOf(args.numero), args.fichier)
              if (args.out === undefined) output.write(content)
              else {
                await writeWhole(args.out, Readable.from([content]), abort)
                output.err(`Fichier écrit : ${args.out}`)
              }
              return EXIT.done
            }, NOTHING_WRITTEN),
          ),
        ),
    )
    .demandCommand(1, 'Action attendue : publish, list, show, verify, withdraw ou file.')
}
