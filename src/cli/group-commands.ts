import type { Argv } from 'yargs'
import { GROUP_ID } from '../domain/contract-filter/buyer-group.ts'
import { readBuyerGroups } from '../import/read-buyer-groups.ts'
import { AppError } from '../platform/errors.ts'
import { deleteGroup, findGroup, listGroupSummaries, saveGroups } from '../reports/buyer-groups.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf } from './contract-filter-options.ts'
import { counted, formatCount } from './format.ts'
import { formatTable } from './format-table.ts'
import { EXIT } from './output.ts'

/** Groups shown to a person, refused rows too; `--json` gives more. */
const SHOWN = 50

function groupIdOf(id: string): string {
  if (GROUP_ID.test(id)) return id
  throw new AppError(
    'bad-usage',
    `Groupe « ${id} » : minuscules, chiffres et tirets attendus, 60 caractères au plus (exemple : sicoval).`,
  )
}

const runList = (context: CliContext, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const { groups, total } = await listGroupSummaries(db, { limit: isJson ? 100_000 : SHOWN, offset: 0 })
    const rows = groups.map(({ id, title, members }) => [id, title, formatCount(members)])
    const rest =
      total > groups.length ? `\nEt ${formatCount(total - groups.length)} autres ; --json : tous.` : ''
    context.output.out(
      isJson
        ? JSON.stringify({ total, groups })
        : total === 0
          ? 'Aucun groupe : groups save en crée un, groups import les lit dans un fichier.'
          : `${formatTable(['groupe', 'nom', 'membres'], rows, [2])}${rest}`,
    )
    return EXIT.done
  })

const runShow = (context: CliContext, id: string, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const group = await findGroup(db, id)
    const rows = group.members.map(({ buyer, name }) => [buyer, name ?? ''])
    context.output.out(
      isJson ? JSON.stringify(group) : `${group.title}\n${formatTable(['acheteur', 'nom'], rows, [])}`,
    )
    return EXIT.done
  })

async function runSave(context: CliContext, id: string, title: string, buyers: readonly string[]) {
  const members = buyersOf(buyers).map((buyer) => ({ buyer, name: null }))
  const group = { id: groupIdOf(id), title, members }
  return withDatabase(context, async ({ db }) => {
    await saveGroups(db, context.clock, [group])
    context.output.out(`Groupe « ${id} » enregistré : ${counted(members.length, 'membre')}.`)
    return EXIT.done
  })
}

const runDelete = (context: CliContext, id: string) =>
  withDatabase(context, async ({ db }) => {
    await deleteGroup(db, context.clock, id)
    context.output.out(`Groupe « ${id} » supprimé ; ses membres et leurs marchés restent.`)
    return EXIT.done
  })

/** `groups import`: the bodies of a membership file, each with its members. Rows that cannot be used are told, one by one. */
async function runImport(context: CliContext, path: string, isJson: boolean): Promise<number> {
  const { groups, ...counts } = await readBuyerGroups(path)
  return withDatabase(context, async ({ db }) => {
    await saveGroups(db, context.clock, groups)
    const { read, stored, rejected } = counts
    const lines = rejected
      .slice(0, SHOWN)
      .map(({ line, value, expected }) => `  REJET ligne ${line} : ${expected} — « ${value} »`)
    const rest = rejected.length > SHOWN ? [`  et ${formatCount(rejected.length - SHOWN)} autres`] : []
    const title = `${counted(groups.length, 'groupe')} : ${counted(read, 'ligne lue', 'lignes lues')}, ${counted(stored, 'retenue')}, ${counted(rejected.length, 'rejetée')}`
    context.output.out(
      isJson ? JSON.stringify({ groups: groups.length, ...counts }) : [title, ...lines, ...rest].join('\n'),
    )
    return rejected.length > 0 ? EXIT.doneWithRejections : EXIT.done
  })
}

/** `groups`: buyers put together under a name, for the filter `--group`. */
export const groupCommands = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'groups <action>',
  describe: 'Groupes d’acheteurs : un EPCI et ses communes, ou tout autre',
  handler: () => undefined,
  builder: (y: Argv) =>
    y
      .command('list', 'Les groupes', {}, (args) => run(runList(context, args.json as boolean)))
      .command(
        'show <id>',
        'Un groupe et ses membres',
        (z) => z.positional('id', { type: 'string', demandOption: true, describe: 'Identifiant' }),
        (args) => run(runShow(context, args.id, args.json as unknown as boolean)),
      )
      .command(
        'save <id>',
        'Créer ou remplacer un groupe',
        (z) =>
          z
            .positional('id', { type: 'string', demandOption: true, describe: 'Identifiant : sicoval' })
            .option('title', { type: 'string', demandOption: true, describe: 'Nom du groupe' })
            .option('buyer', {
              type: 'string',
              array: true,
              nargs: 1,
              demandOption: true,
              describe: 'SIREN ou SIRET d’un membre ; se répète',
            }),
        (args) => run(runSave(context, args.id, args.title, args.buyer)),
      )
      .command(
        'delete <id>',
        'Supprimer un groupe',
        (z) => z.positional('id', { type: 'string', demandOption: true, describe: 'Identifiant' }),
        (args) => run(runDelete(context, args.id)),
      )
      .command(
        'import <fichier>',
        'Lire les groupements et leurs membres (colonnes siren_epci, siren_commune)',
        (z) => z.positional('fichier', { type: 'string', demandOption: true, describe: 'CSV, XLSX ou ODS' }),
        (args) => run(runImport(context, args.fichier, args.json as unknown as boolean)),
      )
      .demandCommand(1, 'Action attendue : list, show, save, delete ou import.'),
})
