import { inWords } from '../reports/french-numbers.ts'
import type { HourRow } from '../reports/insertion-targets.ts'
import type { Scoreboard, ScoreboardRow } from '../reports/scoreboard.ts'
import {
  actualInWords,
  amountInWords,
  gapInWords,
  OUTLOOK_TITLES,
  pointsInWords,
  restInWords,
  TREND_TITLES,
  targetInWords,
  trendInWords,
  verdictInWords,
} from '../reports/scoreboard-words.ts'
import type { Standing } from '../reports/target-standing.ts'
import { formatCount, plain } from './format.ts'
import { formatTable } from './format-table.ts'

const VERDICTS: Readonly<Record<ScoreboardRow['verdict'], string>> = {
  met: 'ATTEINT',
  missed: 'MANQUÉ',
  'depends-on-undetermined': 'DÉPEND DES INDÉTERMINÉS',
  'no-contracts': 'AUCUN MARCHÉ',
}

/** While the period runs, a target missed is only not reached yet; the pace says where it leads. */
function formatVerdict({ verdict, stage, trajectory }: ScoreboardRow): string {
  if (stage === 'to-come') return 'À VENIR'
  if (stage === 'over' || verdict === 'no-contracts') return VERDICTS[verdict]
  const today = verdict === 'missed' ? 'PAS ATTEINT À CE JOUR' : `${VERDICTS[verdict]}, À CE JOUR`
  const isSaid = trajectory === null || trajectory.outlook === verdict
  return isSaid ? today : `${today} ; ${OUTLOOK_TITLES[trajectory.outlook]}`
}

/** "12 / 80 marchés" */
const countedIn = ({ measure, contracts, value, suppliers }: Standing & { measure: string }) => {
  if (measure === 'value')
    return `${amountInWords(value.yes, 'value')} / ${amountInWords(value.total, 'value')}`
  const tally =
    measure === 'suppliers' ? suppliers?.all : measure === 'contracts' ? contracts : suppliers?.new
  return `${formatCount(tally?.yes ?? 0)} / ${formatCount(tally?.total ?? 0)}`
}

const gapOf = (row: ScoreboardRow) =>
  [pointsInWords(row), gapInWords(row)].filter((text) => text !== '').join(' ; ')

function targetRow(row: ScoreboardRow): string[] {
  return [
    `${row.period.label}${row.stage === 'under-way' ? ' (en cours)' : ''}`,
    countedIn(row),
    actualInWords(row.actual, row),
    targetInWords(row),
    formatVerdict(row),
    gapOf(row),
    trendInWords(row),
  ].map(plain)
}

const HEADER = ['période', 'oui / total', 'constaté', 'visé', 'verdict', 'écart', 'tendance']

/** What the rest of a running period must bring, and each buyer of a joint plan over the last period begun. */
function detailsOf(rows: readonly ScoreboardRow[]): string[] {
  const rest = rows
    .map((row) => ({ row, text: restInWords(row) }))
    .filter(({ text }) => text !== '')
    .map(({ row, text }) => plain(`  Reste à faire, ${row.period.label} : ${text}.`))
  const last = rows.findLast(({ stage }) => stage !== 'to-come')
  if (!last || last.buyers.length === 0) return rest
  const own = formatTable(
    [`acheteur, ${last.period.label}`, 'oui / total', 'constaté', 'verdict'],
    last.buyers.map((buyer) =>
      [
        buyer.name ?? buyer.buyer,
        countedIn({ ...buyer, measure: last.measure }),
        actualInWords(buyer.actual, last),
        verdictInWords({ ...buyer, stage: last.stage }),
      ].map(plain),
    ),
    [1, 2],
    '    ',
  )
  return [...rest, own]
}

function formatTarget(rows: readonly ScoreboardRow[]): string {
  const [first] = rows
  if (!first) return ''
  const unit = first.measure === 'value' ? 'en valeur' : 'en nombre'
  const perimeter = first.perimeter === null ? '' : `, périmètre ${first.perimeter}`
  const heading = `▸ ${first.title} — ${first.indicatorTitle}${perimeter}, ${unit}`
  return [heading, formatTable(HEADER, rows.map(targetRow), [1, 2, 3]), ...detailsOf(rows)].join('\n')
}

const HOUR_VERDICTS: Readonly<Record<HourRow['verdict'], string>> = {
  met: 'ATTEINT',
  missed: 'MANQUÉ',
  'on-track': 'DANS LES TEMPS',
  behind: 'EN RETARD',
}

/** Each target in hours with its periods. */
function formatHourTargets(rows: readonly HourRow[]): string[] {
  const byTarget = Map.groupBy(rows, ({ title }) => title)
  return [...byTarget].map(([title, periods]) => {
    const table = formatTable(
      [
        'période',
        'heures',
        'dont validées',
        'objectif',
        'attendues à ce jour',
        'manquent',
        'verdict',
        'tendance',
      ],
      periods.map((row) => [
        `${row.period.label}${row.isProvisional ? ' (en cours)' : ''}`,
        formatCount(row.doneHours),
        formatCount(row.validatedHours),
        formatCount(row.minimumHours),
        formatCount(Math.round(row.expectedHours)),
        formatCount(row.missingHours),
        HOUR_VERDICTS[row.verdict],
        row.trend ? `${TREND_TITLES[row.trend.trend]} depuis ${row.trend.label}` : '',
      ]),
      [1, 2, 3, 4, 5],
    )
    return `▸ ${title} — objectif en heures d’insertion\n${table}`
  })
}

const READING =
  'Un intervalle va des fournisseurs indéterminés comptés « non » à ceux comptés « oui ». L’écart en marchés ou en euros suppose le même total ; docs/plan-file.md le définit, avec la trajectoire.'

/** Each target with its periods: the figure, the aim, the verdict, the gap, the trend and what is left to do. */
export function formatScoreboard({ plan, rows, hours, asOf, caveats }: Scoreboard): string {
  const targets = plan.targets.map(({ id }) => formatTarget(rows.filter(({ targetId }) => targetId === id)))
  return [
    `${plan.title} (données au ${inWords(asOf)})`,
    ...targets,
    ...formatHourTargets(hours),
    [READING, ...caveats].map((caveat) => `• ${caveat}`).join('\n'),
  ].join('\n\n')
}
