import type { ArgumentsCamelCase, Argv } from 'yargs'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import { openCompanySearch } from '../import/company-search.ts'
import { type Enrichment, type EnrichmentLedger, enrichSuppliers } from '../import/enrich-suppliers.ts'
import { AppError } from '../platform/errors.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, oneOf } from './contract-filter-options.ts'
import { counted, formatCount, formatLedger } from './format.ts'
import { interruptible } from './interruption.ts'
import { EXIT } from './output.ts'

type EnrichArguments = {
  perimeter: string
  buyer?: readonly string[]
  limit?: number
  maxAge: number
  again: boolean
  dryRun: boolean
  json: boolean
}

const INTERRUPTED =
  'Les réponses déjà reçues sont enregistrées. Relancez la même commande pour la suite : elles ne seront pas redemandées.'

function wholeNumber(option: string, value: number, smallest: number): number {
  if (Number.isInteger(value) && value >= smallest) return value
  throw new AppError('bad-usage', `--${option} : nombre entier attendu, ${smallest} au moins.`)
}

const suppliers = (count: number) => counted(count, 'fournisseur')

/** What a run, or its trial, says to a person. */
function formatEnrichment(ledger: EnrichmentLedger, isDryRun: boolean): string {
  const { perimeter, toAsk, found, notFound, inDoubt } = ledger
  const title = PERIMETERS[perimeter as PerimeterId].title
  const doubt = `${suppliers(inDoubt.before.suppliers)} ${inDoubt.before.suppliers > 1 ? 'indéterminés' : 'indéterminé'} dans « ${title} », dont ${counted(inDoubt.before.answered, 'déjà demandé récemment', 'déjà demandés récemment')} (--again : les redemander).`
  if (isDryRun || toAsk === 0)
    return `${doubt}\n${toAsk === 0 ? 'Rien à demander.' : `${suppliers(toAsk)} à demander ; essai, rien n’est envoyé ni écrit.`}`
  const advice =
    inDoubt.after.suppliers > 0 && perimeter === 'ess'
      ? '\nUne société ordinaire ne devient « non » qu’avec une liste entière où elle ne figure pas : reference import esus FICHIER, ou ess-france.'
      : ''
  return [
    formatLedger(ledger),
    `  ${counted(found, 'trouvé')} dans l’annuaire, ${counted(notFound, 'introuvable')}`,
    `Fournisseurs indéterminés dans « ${title} » : ${formatCount(inDoubt.before.suppliers)} avant, ${formatCount(inDoubt.after.suppliers)} après.${advice}`,
  ].join('\n')
}

function codeOf({ ledger, stop }: Enrichment): number {
  if (stop) throw stop
  return ledger.rejected > 0 ? EXIT.doneWithRejections : EXIT.done
}

/** `suppliers enrich`: asks the API Recherche d'entreprises about the suppliers in doubt. */
function runEnrich(context: CliContext, args: EnrichArguments): Promise<number> {
  const { output, clock, timer, config } = context
  const request = {
    perimeter: oneOf<PerimeterId>('perimeter', args.perimeter, PERIMETER_IDS),
    buyers: buyersOf(args.buyer ?? []),
    limit: args.limit === undefined ? null : wholeNumber('limit', args.limit, 1),
    maxAgeDays: wholeNumber('max-age', args.maxAge, 0),
    isAgain: args.again,
    isDryRun: args.dryRun,
  }
  const isJson = args.json || !output.isTerminal
  const enrich = (abort: AbortSignal) =>
    withDatabase(context, async ({ db }) => {
      const search = openCompanySearch({
        address: config.companySearchUrl,
        clock,
        timer,
        abort,
      })
      const bar = output.openProgress(new URL(search.address).host)
      const enrichment = await enrichSuppliers(db, clock, search, {
        ...request,
        abort,
        onProgress: (asked, total) => bar.update({ phase: 'asking', rows: null, readShare: asked / total }),
      }).finally(bar.close)
      const { ledger, stop } = enrichment
      if (stop === null || ledger.read > 0)
        output.out(isJson ? JSON.stringify(ledger) : formatEnrichment(ledger, request.isDryRun))
      return codeOf(enrichment)
    })
  return interruptible(enrich, INTERRUPTED)
}

export const enrichCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'enrich',
  describe:
    'Demander à l’API Recherche d’entreprises ce qu’elle sait des fournisseurs indéterminés (SIREN seul envoyé)',
  builder: (y: Argv) =>
    y
      .option('perimeter', {
        type: 'string',
        default: 'ess',
        describe: `Périmètre du doute : ${PERIMETER_IDS.join(', ')}`,
      })
      .option('buyer', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'SIREN ou SIRET de l’acheteur ; peut se répéter (par défaut : tous)',
      })
      .option('limit', {
        type: 'number',
        describe: 'Nombre de fournisseurs au plus, ceux des plus gros montants d’abord',
      })
      .option('max-age', {
        type: 'number',
        default: 90,
        describe: 'Jours pendant lesquels une réponse n’est pas redemandée',
      })
      .option('again', {
        type: 'boolean',
        default: false,
        describe: 'Redemander aussi ce qui a été répondu récemment',
      })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'Essai : combien seraient demandés, sans rien envoyer ni écrire',
      }),
  handler: (args: ArgumentsCamelCase) => run(runEnrich(context, args as unknown as EnrichArguments)),
})
