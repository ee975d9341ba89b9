import { BREAKDOWN_TITLES } from '../domain/contract-filter/breakdown.ts'
import { type FigurePart, PART_TITLES } from '../domain/indicator/figure-part.ts'
import { FIELD_TITLES, type RecordedField } from '../domain/indicator/recorded-field.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { OpenedContract, openIndicator } from '../reports/indicator-contracts.ts'
import type { IndicatorReport } from '../reports/indicator-report.ts'
import type { ShareFigure } from '../reports/share-report.ts'
import { formatCount, formatEuros, shorten } from './format.ts'
import { formatCounting, formatFilters, formatOrigin, formatTallies, tallyRow } from './share-format.ts'

export const figureRows = (title: string, { contracts, value, share }: ShareFigure): string[][] => [
  tallyRow(`${title}marchés`, contracts, share.contracts, formatCount),
  tallyRow(`${title}valeur HT`, value, share.value, formatEuros),
]

function formatMethod({ method, excluded }: IndicatorReport): string[] {
  const { perimeter, territory, field } = method
  const left = Object.values(excluded).reduce((sum, count) => sum + count, 0)
  return [
    [
      ...(perimeter === null ? [] : [`Périmètre : ${PERIMETERS[perimeter as PerimeterId].title}.`]),
      ...(territory === null ? [] : [`Territoire : ${territory.join(', ')}.`]),
      ...(field === null ? [] : [`Champ : ${FIELD_TITLES[field as RecordedField]}.`]),
      formatCounting(method),
    ].join(' '),
    ...(left > 0 ? [`Laissés hors du chiffre : ${formatCount(left)} ; --open excluded les montre.`] : []),
  ]
}

const formatOffers = ({ contracts, received, average }: NonNullable<ShareFigure['offers']>) =>
  average === null
    ? 'Offres reçues : aucun marché ne le dit.'
    : `Offres reçues : ${average.toLocaleString('fr-FR', { maximumFractionDigits: 2 })} en moyenne (${formatCount(received)} pour ${formatCount(contracts)} marchés).`

/** A figure for a person: the whole, its rows, and all that is needed to quote it. */
export function formatIndicator(report: IndicatorReport): string {
  const { indicator, by, overlaps, total, rows, filters } = report
  const lines = rows.flatMap((row) => figureRows(`${row.label} : `, row))
  const outOfValue = total.outOfValue.contracts
  return [
    `${indicator.title}${by === null ? '' : `, par ${BREAKDOWN_TITLES[by]}`}`,
    formatTallies([...lines, ...figureRows(rows.length > 0 ? 'Total : ' : '', total)]),
    ...(total.offers ? [formatOffers(total.offers)] : []),
    ...(overlaps ? ['Des marchés figurent dans plusieurs lignes : leur somme dépasse le total.'] : []),
    ...(outOfValue > 0
      ? [
          `Dont ${formatCount(outOfValue)} en nombre seulement : montant absent, illisible ou invraisemblable, exclu de la valeur.`,
        ]
      : []),
    ...(total.contracts.total === 0
      ? ['Aucun marché dans ce champ : il n’y a pas de part (ce n’est pas 0 %).']
      : []),
    ...formatMethod(report),
    ...formatFilters(filters),
    ...formatOrigin(report),
  ].join('\n')
}

function formatContract({
  sourceId,
  notifiedOn,
  amount,
  object,
  counted,
  buyer,
  reasons,
}: OpenedContract): string {
  const what = object === null ? 'sans objet' : shorten(object, 80)
  const euros = amount === null ? 'montant inconnu' : formatEuros(amount)
  const brings = counted.contracts === 0 ? ` ; n’apporte que ${formatEuros(counted.value)}` : ''
  return [
    `${notifiedOn ?? 'sans date'}  n° ${sourceId ?? '?'}  ${euros}${brings}  ${buyer.name ?? buyer.id}  ${what}`,
    ...reasons.map((reason) => `    ${reason}`),
  ].join('\n')
}

/** The contracts of a part for a person: what they bring together, then each with why it is there. */
export function formatOpened(
  part: FigurePart,
  { contracts, total, counted }: Awaited<ReturnType<typeof openIndicator>>,
): string {
  const rest = total - contracts.length
  return [
    `${PART_TITLES[part]} : ${formatCount(counted.contracts)}, ${formatEuros(counted.value)}.`,
    ...contracts.map(formatContract),
    ...(rest > 0 ? [`Et ${formatCount(rest)} autres ; --csv : tous.`] : []),
  ].join('\n')
}
