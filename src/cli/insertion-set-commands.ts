import { basename } from 'node:path'
import type { Argv } from 'yargs'
import { PURCHASE_FAMILY_IDS } from '../domain/insertion/purchase-family.ts'
import { readPlannedFile, removePlannedPurchase, savePlannedPurchases } from '../import/planned-purchases.ts'
import { withOnlyFile } from '../import/unpack.ts'
import { listPlanned } from '../reports/insertion-prospects.ts'
import { assessSet, type SetAssessment } from '../reports/insertion-set-assessment.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, oneOf } from './contract-filter-options.ts'
import { counted, formatCount, formatEuros, formatShare, shorten } from './format.ts'
import { formatTable } from './format-table.ts'
import { BY, byOf, show } from './insertion-answer.ts'
import { basesOf, numberOf } from './insertion-options.ts'
import { EXIT } from './output.ts'

const hours = (value: number) => formatCount(Math.round(value))

const column = (side: SetAssessment['set']) => [
  formatCount(side.clauses),
  hours(side.promisedHours),
  hours(side.doneHours),
  formatShare(side.rate),
  hours(side.hoursPerMonth),
  hours(side.shortfallHours),
  side.penalty === null ? '—' : formatEuros(side.penalty),
  side.people === null ? 'moins de 5' : formatCount(side.people.atLeast),
]
const MEASURES = [
  'clauses',
  'heures promises',
  'réalisées',
  'taux',
  'par mois',
  'manque',
  'pénalités',
  'personnes',
]

function formatSet({ set, similar, similarBy, notes }: SetAssessment): string {
  const [own, others] = [column(set), column(similar)]
  const rows = MEASURES.map((measure, index) => [measure, own[index] ?? '', others[index] ?? ''])
  const by = similarBy === 'family' ? 'mêmes familles d’achat' : 'un fondement en commun'
  return [
    formatTable(['', 'ces clauses', 'voisines'], rows, [1, 2]),
    `Voisines : ${by}. Rien ici ne dit oui ou non : les chiffres et les notes sont à votre jugement.`,
    ...notes.map(({ clauseId, notedOn, note }) => `Clause n° ${clauseId}, ${notedOn} : ${note}`),
  ].join('\n')
}

const repeatable = (describe: string) =>
  ({ type: 'string', array: true, nargs: 1, default: [] as string[], describe }) as const

/** `clauses assess-set | plan-purchases | planned-purchases`: a set of clauses beside its like, and the purchases to come. */
export function declareSetCommands(
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock } = context
  return yargs
    .command(
      'assess-set',
      'Des clauses sont-elles concluantes ? Prises ensemble, à côté des clauses voisines',
      (y) =>
        y
          .option('clause', repeatable('Numéro de clause ; peut se répéter'))
          .option('buyer', repeatable('SIREN ou SIRET de l’acheteur ; peut se répéter'))
          .option('tag', repeatable('Étiquette d’un marché de la clause ; peut se répéter'))
          .option('family', repeatable(`Famille d’achat : ${PURCHASE_FAMILY_IDS.join(', ')}`))
          .option('basis', repeatable('Fondement ; peut se répéter'))
          .option('internal', { type: 'boolean', default: false, describe: 'Montrer moins de 5 personnes' }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const assessment = await assessSet(db, clock, {
              ids: args.clause.map((number) => numberOf('Clause', number)),
              buyers: buyersOf(args.buyer),
              tags: args.tag,
              families: args.family.map((family) => oneOf('family', family, PURCHASE_FAMILY_IDS)),
              bases: basesOf(args.basis),
              isInternal: args.internal,
            })
            return show(context, args.json, assessment, formatSet)
          }),
        ),
    )
    .command(
      'plan-purchases <fichier>',
      'Enregistrer des achats prévus (tableau : acheteur, intitulé, CPV ou famille, montant HT, date prévue)',
      (y) =>
        y
          .positional('fichier', { type: 'string', demandOption: true, describe: 'CSV, XLSX ou ODS' })
          .option('buyer', {
            type: 'string',
            describe: 'SIRET de l’acheteur des lignes qui ne le donnent pas',
          })
          .options({ by: BY.by }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const [buyer = null] = buyersOf(args.buyer === undefined ? [] : [args.buyer])
            const given = await withOnlyFile(args.fichier, basename(args.fichier), (path) =>
              readPlannedFile(path, buyer),
            )
            const done = await savePlannedPurchases(db, clock, given, byOf(args).author)
            return show(
              context,
              args.json,
              done,
              ({ recorded }) =>
                `${counted(recorded, 'achat prévu enregistré', 'achats prévus enregistrés')}. Où étendre : clauses prospects.`,
            )
          }),
        ),
    )
    .command(
      'planned-purchases',
      'Les achats prévus ; --delete en retire un',
      (y) =>
        y
          .option('buyer', repeatable('SIREN ou SIRET de l’acheteur ; peut se répéter'))
          .option('delete', { type: 'string', describe: 'Numéro de l’achat prévu à supprimer' }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            if (args.delete !== undefined) {
              await removePlannedPurchase(db, numberOf('Achat prévu', args.delete))
              context.output.out(
                args.json ? JSON.stringify({ deleted: Number(args.delete) }) : 'Achat prévu supprimé.',
              )
              return EXIT.done
            }
            const { data: planned } = await listPlanned(db, buyersOf(args.buyer))
            return show(context, args.json, planned, (rows) =>
              rows.length === 0
                ? 'Aucun achat prévu. Pour en enregistrer : clauses plan-purchases FICHIER.'
                : formatTable(
                    ['n°', 'prévu le', 'acheteur', 'intitulé', 'CPV', 'famille', 'montant HT'],
                    rows.map(({ id, plannedOn, buyerId, title, cpv, family, amount }) => [
                      String(id),
                      plannedOn,
                      buyerId,
                      shorten(title, 50),
                      cpv ?? '',
                      family ?? '',
                      amount === null ? '—' : formatEuros(amount),
                    ]),
                    [0, 6],
                  ),
            )
          }),
        ),
    )
}
