import type { ArgumentsCamelCase, Argv } from 'yargs'
import { type UndoReport, undoImport } from '../import/undo-import.ts'
import { listImportSummaries } from '../reports/import-report.ts'
import { type CliContext, withDatabase } from './context.ts'
import { formatCount } from './format.ts'
import { formatTable } from './format-table.ts'
import { parseImportId } from './import-commands.ts'
import { EXIT } from './output.ts'

type UndoArguments = { numero: string; yes: boolean; dryRun: boolean; json: boolean }

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`  ${formatCount(count)} ${count > 1 ? many : one}`]

/** What undoing changes, for a person. */
function formatUndo({
  importId,
  file,
  undoneAt,
  contracts,
  payments,
  hours,
  facts,
  plans,
}: UndoReport): string {
  const changes = [
    ...counted(contracts.removed, 'marché ou version retiré', 'marchés ou versions retirés'),
    ...counted(
      contracts.handedOver,
      'gardé, un autre import l’a apporté aussi',
      'gardés, un autre import les a apportés aussi',
    ),
    ...counted(
      contracts.currentAgain,
      'version antérieure compte de nouveau',
      'versions antérieures comptent de nouveau',
    ),
    ...counted(payments.removed, 'dépense retirée', 'dépenses retirées'),
    ...counted(
      payments.handedOver,
      'dépense gardée, un autre import l’a apportée aussi',
      'dépenses gardées, un autre import les a apportées aussi',
    ),
    ...counted(hours.removed, 'relevé d’heures retiré', 'relevés d’heures retirés'),
    ...counted(
      hours.handedOver,
      'relevé d’heures gardé, un autre import l’a apporté aussi',
      'relevés d’heures gardés, un autre import les a apportés aussi',
    ),
    ...counted(facts.removed, 'entrée de la liste retirée', 'entrées de la liste retirées'),
    ...counted(
      facts.restored,
      'entrée de la liste précédente remise en l’état',
      'entrées de la liste précédente remises en l’état',
    ),
    ...counted(plans.removed, 'plan retiré', 'plans retirés'),
    ...counted(
      plans.restored,
      'plan revenu à sa version précédente',
      'plans revenus à leur version précédente',
    ),
  ]
  const origin = undoneAt === null ? 'essai, rien n’est écrit' : 'annulé'
  const title = `Import n° ${importId} (« ${file} ») : ${origin}`
  return [title, ...(changes.length > 0 ? changes : ['  rien d’autre ne change'])].join('\n')
}

/** `import undo ID`: at a terminal, shows what would change and asks; elsewhere, asks nothing. */
async function runUndo(context: CliContext, { numero, yes, dryRun, json }: UndoArguments): Promise<number> {
  const id = parseImportId(numero)
  const { output, clock } = context
  const isJson = json || !output.isTerminal
  const show = (report: UndoReport) => output.out(isJson ? JSON.stringify(report) : formatUndo(report))
  return withDatabase(context, async ({ db }) => {
    if (dryRun || !(yes || isJson)) show(await undoImport(db, clock, id, { isDryRun: true }))
    if (dryRun) return EXIT.done
    if (!(yes || isJson || (await output.confirm('Annuler cet import ?')))) {
      output.err('Rien n’est annulé.')
      return EXIT.failed
    }
    show(await undoImport(db, clock, id))
    return EXIT.done
  })
}

export const undoCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'undo <numero>',
  describe: 'Annuler un import : les données redeviennent comme s’il n’avait jamais eu lieu',
  builder: (y: Argv) =>
    y
      .positional('numero', { type: 'string', demandOption: true, describe: 'importId du bilan' })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'Essai : ce qui changerait, sans rien écrire',
      })
      .option('yes', {
        type: 'boolean',
        default: false,
        alias: 'y',
        describe: 'Ne rien demander (sans terminal, rien n’est jamais demandé)',
      }),
  handler: (args: ArgumentsCamelCase) => run(runUndo(context, args as unknown as UndoArguments)),
})

const KINDS = {
  contracts: 'marchés',
  payments: 'dépenses',
  hours: 'heures d’insertion',
  reference: 'liste',
  plan: 'plan',
} as const
const LATEST = 50

/** `import list`: the latest imports with their numbers, undone ones said so. */
async function runList(context: CliContext, isJson: boolean): Promise<number> {
  return withDatabase(context, async ({ db }) => {
    const { imports, total } = await listImportSummaries(db, { limit: LATEST, offset: 0 })
    if (isJson) for (const summary of imports) context.output.out(JSON.stringify(summary))
    else {
      const header = ['n°', 'date', 'contenu', 'fichier', 'lus', 'annulé le']
      const rows = imports.map(({ importId, startedAt, kind, file, read, undoneAt }) => [
        String(importId),
        startedAt.slice(0, 10),
        KINDS[kind],
        file,
        formatCount(read),
        undoneAt?.slice(0, 10) ?? '',
      ])
      context.output.out(formatTable(header, rows, [0, 4]))
      if (total > LATEST) context.output.out(`Les ${LATEST} derniers imports sur ${formatCount(total)}.`)
    }
    return EXIT.done
  })
}

export const listCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'list',
  describe: 'Les derniers imports et leurs numéros',
  handler: (args: ArgumentsCamelCase) => run(runList(context, Boolean(args.json))),
})
