import type { ArgumentsCamelCase, Argv } from 'yargs'
import { describePlace } from '../domain/problem/file-line.ts'
import { type DuplicatePair, exportDuplicatePairs, listDuplicatePairs } from '../reports/duplicate-report.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, dayOf } from './contract-filter-options.ts'
import { formatCount, formatEuros, shorten } from './format.ts'
import { EXIT } from './output.ts'

type DuplicatesArguments = {
  buyer?: readonly string[]
  from?: string
  to?: string
  csv: boolean
  json: boolean
}

/** Pairs shown to a person; the CSV gives them all. */
const SHOWN = 50

function lineOf({ sourceId, object, notifiedOn, amount, origin }: DuplicatePair['first']): string {
  const number = sourceId === null ? 'sans numéro' : `n° ${sourceId}`
  const euros = amount === null ? 'montant inconnu' : formatEuros(amount)
  const what = object === null ? '' : ` — ${shorten(object, 60)}`
  return `    ${number}, ${notifiedOn ?? 'sans date'}, ${euros} (${origin.file}, ${describePlace(origin)})${what}`
}

function formatPairs(pairs: readonly DuplicatePair[], total: number): string {
  if (total === 0) return 'Aucun doublon probable.'
  const blocks = pairs.flatMap(({ buyerSiren, reasons, first, second }) => [
    `  acheteur ${buyerSiren} : ${reasons.join(' ; ')}`,
    lineOf(first),
    lineOf(second),
  ])
  const rest = total > pairs.length ? [`Les ${SHOWN} premières ; --csv : toutes.`] : []
  const title = `${formatCount(total)} ${total > 1 ? 'paires de marchés qui semblent n’en être qu’un' : 'paire de marchés qui semblent n’en être qu’un'} ; rien n’est fusionné.`
  return [title, ...blocks, ...rest].join('\n')
}

/** `duplicates`: contracts that look published twice, two by two, with why. */
async function runDuplicates(context: CliContext, args: DuplicatesArguments): Promise<number> {
  const { output } = context
  const filters = {
    buyers: buyersOf(args.buyer ?? []),
    from: dayOf('from', args.from),
    to: dayOf('to', args.to),
  }
  return withDatabase(context, async ({ db }) => {
    if (args.csv) for await (const chunk of await exportDuplicatePairs(db, filters)) output.write(chunk)
    else {
      const { pairs, total } = await listDuplicatePairs(db, filters, { limit: SHOWN, offset: 0 })
      output.out(args.json ? JSON.stringify({ total, pairs }) : formatPairs(pairs, total))
    }
    return EXIT.done
  })
}

export const duplicatesCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'duplicates',
  describe: 'Les marchés d’un acheteur qui semblent publiés deux fois',
  builder: (y: Argv) =>
    y
      .option('buyer', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'SIREN ou SIRET de l’acheteur ; peut se répéter (par défaut : tous, ce qui prend du temps)',
      })
      .option('from', { type: 'string', describe: 'Premier jour de notification, AAAA-MM-JJ' })
      .option('to', { type: 'string', describe: 'Dernier jour de notification, AAAA-MM-JJ' })
      .option('csv', { type: 'boolean', default: false, describe: 'Liste complète, pour un tableur' }),
  handler: (args: ArgumentsCamelCase) => run(runDuplicates(context, args as unknown as DuplicatesArguments)),
})
