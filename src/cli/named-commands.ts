import type { Argv } from 'yargs'
import { chooseName, getNamedSupplier } from '../import/link-names.ts'
import { AppError } from '../platform/errors.ts'
import {
  listCandidateReports,
  listNamedReports,
  type NamedEntry,
  reportNamedSupplier,
} from '../reports/named-suppliers.ts'
import { type CliContext, showWith, withDatabase } from './context.ts'
import { BUYER_AND_PERIOD_OPTIONS, buyersOf } from './contract-filter-options.ts'
import { needed, sirenOf } from './decision-commands.ts'
import { formatCount, formatEuros, formatShare, shorten } from './format.ts'
import { formatTable } from './format-table.ts'
import { nameOfUser } from './profile-commands.ts'

type Yargs = Argv<{ json: boolean }>

const SHOWN = 50
/** The first digits of an identifier: enough to tell names apart. */
const SHORT = 8

const idOf = (value: string): string => {
  if (/^[0-9a-f-]{4,36}$/.test(value)) return value
  throw new AppError('bad-usage', `« ${value} » : numéro donné par « suppliers named » attendu.`)
}

const linkText = ({ link }: NamedEntry) =>
  link === null
    ? ''
    : `${link.siren} (${link.method === 'person' ? 'par une personne' : 'nom identique et unique'})`

function formatNamed(suppliers: readonly NamedEntry[], total: number): string {
  if (total === 0) return 'Tous les fournisseurs ont un identifiant.'
  const rows = suppliers.map((named) => [
    named.id.slice(0, SHORT),
    shorten(named.name, 50),
    named.buyer,
    formatCount(named.contracts),
    formatEuros(named.value),
    formatCount(named.payments),
    linkText(named),
  ])
  return [
    formatTable(
      ['n°', 'nom', 'acheteur', 'marchés', 'montant HT', 'dépenses', 'rattaché à'],
      rows,
      [3, 4, 5],
    ),
    ...(total > suppliers.length ? [`Les ${suppliers.length} premiers sur ${formatCount(total)}.`] : []),
    'Qui est-ce ? suppliers candidates N°.',
  ].join('\n')
}

const withId = (y: Yargs) =>
  y.positional('numero', {
    type: 'string',
    demandOption: true,
    describe: 'Numéro donné par « suppliers named »',
  })
const withTexts = <T>(y: Argv<T>) =>
  y
    .option('reason', { type: 'string', describe: 'Motif' })
    .option('author', { type: 'string', describe: 'Auteur (par défaut : l’utilisateur de la machine)' })

const CHOICES = [
  { choice: 'link', describe: 'Rattacher un nom à un SIREN, pour les prochains fichiers aussi' },
  { choice: 'refuse', describe: 'Refuser un SIREN pour un nom' },
] as const

/** `suppliers named | candidates | link | refuse | unlink`: names without identifier, and whom they stand for. */
export function declareNamedCommands(
  yargs: Yargs,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock } = context
  const show = showWith(context)
  const choose = (
    args: { numero: string; reason?: string | undefined; author?: string | undefined; json: boolean },
    choice: 'link' | 'refuse' | 'unlink',
    siren: string | null,
  ) => {
    const id = idOf(args.numero)
    const reason = needed('reason', args.reason, 'motif')
    const author = needed('author', args.author ?? nameOfUser() ?? undefined, 'auteur')
    return run(
      withDatabase(context, async ({ db }) => {
        const named = await chooseName(db, clock, { id, choice, siren, reason, author })
        const report = await reportNamedSupplier(db, named)
        return show(
          args.json,
          report,
          () => `${report.name} : ${linkText(report) || 'rattaché à aucun SIREN'}`,
        )
      }),
    )
  }
  const declared = CHOICES.reduce(
    (y, { choice, describe }) =>
      y.command(
        `${choice} <numero> <siren>`,
        describe,
        (z) =>
          withTexts(withId(z).positional('siren', { type: 'string', demandOption: true, describe: 'SIREN' })),
        (args) => choose(args, choice, sirenOf(args.siren)),
      ),
    yargs,
  )
  return declared
    .command(
      'unlink <numero>',
      'Détacher un nom de son SIREN',
      (y) => withTexts(withId(y)),
      (args) => choose(args, 'unlink', null),
    )
    .command(
      'named',
      'Les fournisseurs connus par leur seul nom, ceux du plus d’euros d’abord',
      (y) =>
        y.option('buyer', BUYER_AND_PERIOD_OPTIONS.buyer).option('linked', {
          type: 'boolean',
          describe: 'Ceux qui sont rattachés (--no-linked : les autres)',
        }),
      (args) => {
        const filters = { buyers: buyersOf((args.buyer as string[]) ?? []), isLinked: args.linked ?? null }
        return run(
          withDatabase(context, async ({ db }) => {
            const found = await listNamedReports(db, filters, { limit: SHOWN, offset: 0 })
            return show(args.json, found, () => formatNamed(found.suppliers, found.total))
          }),
        )
      },
    )
    .command('candidates <numero>', 'Les entreprises que ce nom désigne peut-être', withId, (args) => {
      const id = idOf(args.numero)
      return run(
        withDatabase(context, async ({ db }) => {
          const candidates = await listCandidateReports(db, await getNamedSupplier(db, id))
          const rows = candidates.map((one) => [
            one.siren,
            shorten(one.name, 50),
            formatShare(one.score),
            one.department ?? '',
            [one.isSupplierOfBuyer ? 'déjà fournisseur' : '', one.isRefused ? 'refusé' : '']
              .filter(Boolean)
              .join(', '),
          ])
          return show(args.json, candidates, () =>
            rows.length === 0
              ? 'Aucun nom proche dans les fichiers ni les listes importés. Si vous connaissez le SIREN : suppliers link N° SIREN --reason …'
              : [
                  formatTable(['SIREN', 'nom', 'ressemblance', 'département', ''], rows, [2]),
                  'Pour trancher : suppliers link N° SIREN --reason … ; ou suppliers refuse N° SIREN --reason …',
                ].join('\n'),
          )
        }),
      )
    })
}
