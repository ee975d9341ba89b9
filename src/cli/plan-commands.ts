import type { Argv } from 'yargs'
import { deletePlan } from '../import/save-plan.ts'
import { AppError } from '../platform/errors.ts'
import { listPlanSummaries, reportPlan, reportPlanVersions, reportScoreboard } from '../reports/scoreboard.ts'
import { type CliContext, withDatabase } from './context.ts'
import { formatCount } from './format.ts'
import { formatTable } from './format-table.ts'
import { EXIT } from './output.ts'
import { formatScoreboard } from './scoreboard-format.ts'

/** Plans shown to a person; `--json` gives them all. */
const SHOWN = 100

const noSuchPlan = (id: string) =>
  new AppError('not-found', `Aucun plan n’a l’identifiant « ${id} ». La liste : plan list.`)

const runList = (context: CliContext, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const { plans, total } = await listPlanSummaries(db, { limit: isJson ? 100_000 : SHOWN, offset: 0 })
    const rows = plans.map(({ id, title, buyers, from, to }) => [
      id,
      title,
      `${from} au ${to}`,
      formatCount(buyers.length),
    ])
    const rest =
      total > plans.length ? `\nEt ${formatCount(total - plans.length)} autres ; --json : tous.` : ''
    context.output.out(
      isJson
        ? JSON.stringify({ total, plans })
        : total === 0
          ? 'Aucun plan : plan import en lit un dans un fichier (docs/plan-file.md).'
          : `${formatTable(['plan', 'titre', 'jours', 'acheteurs'], rows, [3])}${rest}`,
    )
    return EXIT.done
  })

type ShowArguments = { id: string; json: boolean; document: boolean; versions: boolean }

async function runShow(
  context: CliContext,
  { id, json, document, versions }: ShowArguments,
): Promise<number> {
  const { clock, output } = context
  return withDatabase(context, async ({ db }) => {
    if (document) {
      const plan = await reportPlan(db, id)
      if (plan === null) throw noSuchPlan(id)
      output.out(JSON.stringify(plan, null, json ? 0 : 2))
      return EXIT.done
    }
    if (versions) {
      const found = await reportPlanVersions(db, id)
      if (found.length === 0) throw noSuchPlan(id)
      const rows = found.map(({ importId, importedAt, file, plan }) => [
        String(importId),
        importedAt ?? '—',
        file,
        plan?.title ?? '(supprimé)',
      ])
      output.out(json ? JSON.stringify(found) : formatTable(['import', 'le', 'fichier', 'titre'], rows, [0]))
      return EXIT.done
    }
    const scoreboard = await reportScoreboard(db, clock, id)
    if (scoreboard === null) throw noSuchPlan(id)
    output.out(json ? JSON.stringify(scoreboard) : formatScoreboard(scoreboard))
    return EXIT.done
  })
}

const runDelete = (context: CliContext, id: string, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const ledger = await deletePlan(db, context.clock, id)
    const { importId } = ledger
    context.output.out(
      isJson
        ? JSON.stringify({ ...ledger, planId: id })
        : `Plan « ${id} » supprimé ; ses versions restent. Pour le retrouver : import undo ${importId}.`,
    )
    return EXIT.done
  })

const ID = { type: 'string', demandOption: true, describe: 'Identifiant du plan' } as const

/** `plan list`, `plan show`, `plan delete`, beside `plan import`. */
export const declarePlanCommands = (
  y: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) =>
  y
    .command('list', 'Les plans', {}, (args) => run(runList(context, args.json as boolean)))
    .command(
      'show <id>',
      'Le tableau de bord d’un plan : constat, écarts, verdicts, tendance, reste à faire',
      (z) =>
        z
          .positional('id', ID)
          .option('document', {
            type: 'boolean',
            default: false,
            describe: 'Le plan lui-même, tel que son fichier l’écrit',
          })
          .option('versions', {
            type: 'boolean',
            default: false,
            describe: 'Ses versions, la dernière d’abord',
          }),
      (args) => run(runShow(context, args)),
    )
    .command(
      'delete <id>',
      'Supprimer un plan (import undo le rend)',
      (z) => z.positional('id', ID),
      (args) => run(runDelete(context, args.id, args.json)),
    )
    .demandCommand(1, 'Action attendue : import, list, show ou delete.')
