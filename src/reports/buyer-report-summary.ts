import { html } from 'hono/html'
import type { BuyerReport } from './buyer-report.ts'
import { type Html, tableOf } from './buyer-report-tables.ts'
import { inBounds, inCount, inEuros } from './french-numbers.ts'
import type { ScoreboardRow } from './scoreboard.ts'
import { actualInWords, targetInWords, verdictInWords } from './scoreboard-words.ts'

/* The first page: what an elected official asks before any table. */

export const NO_CONTRACTS = html`<p class="note">Aucun marché notifié dans l’année n’est connu pour cet acheteur : il n’y a pas de part, ce qui n’est pas une part de 0 %.</p>`

/** How to read a share, before the charts. */
export const READING =
  'Une part est un intervalle quand des marchés sont indéterminés : la borne basse les compte « non », la borne haute « oui ». Dans les graphiques, le plein est acquis, les hachures restent à déterminer.'

const KEY_FIGURES = [
  'ess-share',
  'esus-share',
  'inclusive-share',
  'social-consideration',
  'environmental-consideration',
  'reserved-contracts',
]

type Bounds = { lower: number | null; upper: number | null }

/** How a share moved, as far as the undetermined let it be said. */
function changeInWords(before: Bounds, now: Bounds): string {
  if (before.lower === null || before.upper === null || now.lower === null || now.upper === null) return '—'
  if (now.lower > before.upper) return 'en hausse'
  if (now.upper < before.lower) return 'en baisse'
  const isSure = now.lower === now.upper && before.lower === before.upper
  return isSure ? 'inchangée' : 'indécis (indéterminés)'
}

/** What changed since the year before, for the indicators that have a history. */
function changes({ histories, year }: BuyerReport): Html {
  const moved = histories.flatMap(({ id, title, years }) => {
    const now = years.find((row) => row.year === year)
    const before = years.find((row) => row.year === year - 1)
    if (!now || !before || before.contracts.total === 0) return []
    const rowOf = (measure: 'contracts' | 'value', label: string) => [
      label,
      inBounds(before.share[measure]),
      inBounds(now.share[measure]),
      changeInWords(before.share[measure], now.share[measure]),
    ]
    const inNumber = rowOf('contracts', `${title}, en nombre`)
    return id === 'ess-share' ? [inNumber, rowOf('value', `${title}, en valeur`)] : [inNumber]
  })
  if (moved.length === 0) return html`<p>Aucun marché de ${year - 1} n’est connu : rien à comparer.</p>`
  return tableOf(
    `Ce qui a changé depuis ${year - 1}`,
    [
      { title: 'Part' },
      { title: String(year - 1), isNumber: true },
      { title: String(year), isNumber: true },
      { title: 'Évolution' },
    ],
    moved,
  )
}

const isOfYear = ({ period }: ScoreboardRow, { period: year }: Pick<BuyerReport, 'period'>) =>
  period.from <= year.to && period.to >= year.from

/** Each target of the year, in one line. */
function targets(report: BuyerReport): Html {
  const rows = report.plans.flatMap((plan) => plan.rows.filter((row) => isOfYear(row, report)))
  if (rows.length === 0) return html`<p>Aucun objectif d’un plan importé ne porte sur cette année.</p>`
  const isJoint = report.plans.some((plan) => plan.isJoint)
  return tableOf(
    `Les objectifs de ${report.year} sont-ils atteints ?${isJoint ? ' (constat sur tous les acheteurs du plan)' : ''}`,
    [{ title: 'Objectif' }, { title: 'Visé' }, { title: 'Constaté' }, { title: 'Verdict' }],
    rows.map((row) => [
      row.period.label === String(report.year) ? row.title : `${row.title} (${row.period.label})`,
      `${targetInWords(row)}${row.unit === 'percent' ? (row.measure === 'value' ? ' en valeur' : ' en nombre') : ''}`,
      actualInWords(row.actual, row),
      verdictInWords(row),
    ]),
  )
}

/** What the figures do not know, in numbers where there are. */
function unknown({ indicators }: BuyerReport): Html {
  const [ess] = indicators
  const undetermined = ess?.contracts.undetermined ?? 0
  const lines = [
    undetermined === 0
      ? 'Aucun marché compté n’est indéterminé.'
      : `Marchés indéterminés : ${inCount(undetermined)} sur ${inCount(ess?.contracts.total ?? 0)}, pour ${inEuros(ess?.value.undetermined ?? 0)}, sans titulaire publié ou d’un titulaire que les listes ne permettent pas de classer : ils font l’intervalle.`,
    ...((ess?.excluded.undated ?? 0) > 0
      ? [
          `${inCount(ess?.excluded.undated ?? 0)} sans date de notification utilisable : hors des chiffres de l’année.`,
        ]
      : []),
    'Les achats de moins de 40 000 € HT, pour la plupart absents des données essentielles, et les sommes réellement payées.',
  ]
  return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

/** The answer first: the shares, the targets, what changed, what is not known. */
export function summaryOf(report: BuyerReport): Html {
  const { indicators, suppliers, year } = report
  const [first] = indicators
  if (first === undefined || first.contracts.total === 0) return NO_CONTRACTS
  const shown = KEY_FIGURES.flatMap((id) => indicators.find((indicator) => indicator.id === id) ?? [])
  return html`<p class="answer">En ${year}, l’économie sociale et solidaire (ESS) tient ${inBounds(first.share.contracts)} des marchés en nombre et ${inBounds(first.share.value)} en valeur : ${inCount(first.contracts.yes)} marchés sûrs sur ${inCount(first.contracts.total)}, ${inEuros(first.value.yes)} sur ${inEuros(first.value.total)} hors taxes, auprès de ${inCount(suppliers.length)} fournisseurs.</p>
<ul class="key">${shown.map(
    ({ title, share, contracts }) =>
      html`<li>${title}<strong>${inBounds(share.contracts)}</strong>en nombre ; ${inBounds(share.value)} en valeur${
        contracts.undetermined > 0
          ? `. Indéterminés : ${inCount(contracts.undetermined)} sur ${inCount(contracts.total)}`
          : ''
      }.</li>`,
  )}</ul>
${targets(report)}
${changes(report)}
<h3>Ce que l’on ne sait pas</h3>${unknown(report)}`
}
