import type { Argv } from 'yargs'
import { CLAUSE_STATES } from '../domain/insertion/clause-state.ts'
import { PURCHASE_FAMILIES } from '../domain/insertion/purchase-family.ts'
import { addNote } from '../import/insertion-notes.ts'
import { AppError } from '../platform/errors.ts'
import { type Assessment, type AssessmentLine, assessClause } from '../reports/insertion-assessment.ts'
import { listProspects, type Prospects } from '../reports/insertion-prospects.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, dayOf } from './contract-filter-options.ts'
import { counted, formatCount, formatEuros, formatShare, plain, shorten } from './format.ts'
import { formatTable } from './format-table.ts'
import { BY, byOf, show, withNumber } from './insertion-answer.ts'
import { numberOf } from './insertion-options.ts'

const hours = (value: number | null) => (value === null ? '—' : formatCount(Math.round(value)))

const row = (line: AssessmentLine) => [
  String(line.clauseId),
  shorten(line.title ?? '', 40),
  CLAUSE_STATES[line.state],
  hours(line.promisedHours),
  hours(line.doneHours),
  formatShare(line.rate),
  hours(line.hoursPerMonth),
  hours(line.shortfallHours),
  line.penalty === null ? '—' : formatEuros(line.penalty),
]

function formatAssessment({ clause, similar, similarBy, notes }: Assessment): string {
  const header = ['n°', 'intitulé', 'état', 'promises', 'réalisées', 'taux', 'par mois', 'manque', 'pénalité']
  const people = clause.people === null ? 'moins de 5' : formatCount(clause.people.atLeast)
  const by = similarBy === 'family' ? 'même famille d’achat' : 'un fondement en commun'
  return [
    formatTable(header, [row(clause), ...similar.map(row)], [0, 3, 4, 5, 6, 7, 8]),
    `La première ligne est la clause ; les autres, ses voisines (${by}). Personnes : ${people}.`,
    ...notes.map(
      ({ notedOn, note, author }) => `${notedOn}${author === null ? '' : `, ${author}`} : ${note}`,
    ),
  ].join('\n')
}

function formatProspects({ families, contracts, planned, method }: Prospects): string {
  const given = families.filter(({ clauses }) => clauses > 0)
  const rows = contracts.map((contract) => [
    contract.endsOn,
    PURCHASE_FAMILIES[contract.family].title,
    contract.amount === null ? '—' : formatEuros(contract.amount),
    hours(contract.hours),
    contract.sourceId ?? '',
    shorten(contract.object ?? '', 50),
  ])
  const plannedRows = planned.map((purchase) => [
    purchase.plannedOn,
    PURCHASE_FAMILIES[purchase.family].title,
    purchase.amount === null ? '—' : formatEuros(purchase.amount),
    hours(purchase.hours),
    shorten(purchase.reference, 20),
    shorten(purchase.title, 50),
  ])
  return [
    ...given.map(
      ({ title, clauses, rate }) =>
        `${title} : ${counted(clauses, 'clause', 'clauses')}, taux ${formatShare(rate)}`,
    ),
    rows.length === 0
      ? 'Aucun marché sans clause ne finit bientôt dans ces familles.'
      : formatTable(['fin', 'famille', 'montant HT', 'heures', 'marché', 'objet'], rows, [2, 3]),
    ...(plannedRows.length === 0
      ? []
      : [
          formatTable(
            ['prévu le', 'famille', 'montant HT', 'heures', 'référence', 'achat prévu'],
            plannedRows,
            [2, 3],
          ),
        ]),
    ...(rows.length + plannedRows.length === 0
      ? []
      : [`${plain(method)} À adapter à chaque marché : --labour-share, --rate, --hourly-cost.`]),
  ].join('\n')
}

/** Above zero once written with two decimals, as it is kept. */
const isUpTo = (most: number, value: unknown) => Math.round(Number(value) * 100) > 0 && Number(value) <= most

/** `clauses assess | note | prospects`: is a clause conclusive, and where next. */
export function declareAssessmentCommands(
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock } = context
  return yargs
    .command(
      'assess <numero>',
      'La clause est-elle concluante ? Promis, réalisé, manque, à côté des clauses voisines',
      (y) =>
        withNumber(y).option('internal', {
          type: 'boolean',
          default: false,
          describe: 'Montrer moins de 5 personnes',
        }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const assessment = await assessClause(db, clock, numberOf('Clause', args.numero), args.internal)
            if (assessment) return show(context, args.json, assessment, formatAssessment)
            throw new AppError(
              'not-found',
              `Aucune clause d’insertion en vigueur n’a le numéro ${args.numero}.`,
            )
          }),
        ),
    )
    .command(
      'note <numero> <texte>',
      'Noter une difficulté ou une décision ; sans rien qui désigne une personne',
      (y) =>
        withNumber(y)
          .positional('texte', { type: 'string', demandOption: true, describe: 'La note' })
          .options({
            on: { type: 'string', describe: 'Jour, AAAA-MM-JJ (par défaut : aujourd’hui)' },
            by: BY.by,
          }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const id = numberOf('Clause', args.numero)
            await addNote(db, clock, id, { note: args.texte, on: dayOf('on', args.on) }, byOf(args))
            return show(context, args.json, { clauseId: id }, () => 'Note enregistrée.')
          }),
        ),
    )
    .command(
      'prospects',
      'Où étendre les clauses ? Marchés sans clause qui finissent bientôt, heures que donnerait la formule',
      (y) =>
        y
          .option('buyer', {
            type: 'string',
            array: true,
            nargs: 1,
            describe: 'SIREN ou SIRET de l’acheteur',
          })
          .option('days', { type: 'number', default: 365, describe: 'Qui finissent dans ce nombre de jours' })
          .option('labour-share', { type: 'number', default: 50, describe: 'Part de main-d’œuvre, en %' })
          .option('rate', { type: 'number', default: 5, describe: 'Taux d’insertion, en %' })
          .option('hourly-cost', { type: 'number', default: 30, describe: 'Coût horaire chargé, en €' })
          .check(
            ({ days, labourShare, rate, hourlyCost }) =>
              (Number.isInteger(days) &&
                isUpTo(3_660, days) &&
                isUpTo(100, labourShare) &&
                isUpTo(100, rate) &&
                isUpTo(1_000, hourlyCost)) ||
              '--days : jours entiers, de 1 à 3660 ; --labour-share et --rate : pourcentages jusqu’à 100 ; --hourly-cost : 1000 € au plus. Tous plus grands que 0.',
          ),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const prospects = await listProspects(db, clock, {
              buyers: buyersOf(args.buyer ?? []),
              days: args.days,
              labourShareBasisPoints: Math.round(args.labourShare * 100),
              insertionRateBasisPoints: Math.round(args.rate * 100),
              hourlyCostCents: Math.round(args.hourlyCost * 100),
            })
            return show(context, args.json, prospects, formatProspects)
          }),
        ),
    )
}
