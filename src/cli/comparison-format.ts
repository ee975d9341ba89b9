import { KIND_TITLES } from '../domain/buyer/buyer-kind.ts'
import type { PeerCriteria } from '../domain/buyer/peer-criteria.ts'
import { REGIONS } from '../domain/buyer/regions.ts'
import { SIZE_TITLES } from '../domain/buyer/size-class.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Comparison, Distribution, ReportedStanding } from '../reports/comparison.ts'
import { counted, formatCount, formatShare } from './format.ts'
import { formatTable } from './format-table.ts'
import { figureRows } from './indicator-format.ts'
import { formatCounting, formatCriteria, formatOrigin, formatTallies } from './share-format.ts'

const regionTitle = (code: string) => REGIONS.find((region) => region.code === code)?.title ?? 'inconnue'
const KNOWN_FROM = {
  'legal-category': 'catégorie juridique',
  siren: 'présumée d’après le SIREN',
  unknown: 'aucune source',
} as const

/** Who is compared: "Commune, département 31". */
export function describeCriteria({ kinds, sizes, departments, regions, groups }: PeerCriteria): string {
  const said = [
    ...kinds.map((kind) => KIND_TITLES[kind]),
    ...sizes.map((size) => SIZE_TITLES[size]),
    ...departments.map((code) => `département ${code}`),
    ...regions.map((code) => `région ${regionTitle(code)}`),
    ...groups.map((group) => `groupe ${group}`),
  ]
  return said.length > 0 ? said.join(', ') : 'tous les acheteurs importés'
}

function formatStanding(title: string, { ranked, rank, ties, best, worst }: ReportedStanding): string {
  if (rank === null) return `${title} : non classé, trop peu de marchés ou aucun montant utilisable.`
  const equals = ties === 0 ? '' : `, à égalité avec ${counted(ties ?? 0, 'autre', 'autres')}`
  const range =
    best === worst
      ? ''
      : ` ; entre ${formatCount(best ?? 0)} et ${formatCount(worst ?? 0)} selon les indéterminés`
  return `${title} : rang ${formatCount(rank)} sur ${formatCount(ranked)}${equals}${range}.`
}

const distributionRow = (title: string, distribution: Distribution | null): string[][] =>
  distribution === null
    ? []
    : [
        [
          title,
          ...[
            distribution.minimum,
            distribution.decile1,
            distribution.quartile1,
            distribution.median,
            distribution.quartile3,
            distribution.decile9,
            distribution.maximum,
          ].map((share) => formatShare(share)),
        ],
      ]

function formatDistributions({ contracts, value }: Comparison['standings']): string[] {
  const rows = [
    ...distributionRow('marchés, part minimale', contracts.lower),
    ...distributionRow('marchés, part maximale', contracts.upper),
    ...distributionRow('valeur HT, part minimale', value.lower),
    ...distributionRow('valeur HT, part maximale', value.upper),
  ]
  const header = [
    '',
    'minimum',
    '1er décile',
    '1er quartile',
    'médiane',
    '3e quartile',
    '9e décile',
    'maximum',
  ]
  return rows.length === 0 ? [] : ['', formatTable(header, rows, [1, 2, 3, 4, 5, 6, 7])]
}

function formatRows({ rows, measure, buyer }: Comparison): string[] {
  if (rows.length === 0) return []
  const lines = rows.map((row) => {
    const bounds = row.share[measure]
    const mark = row.buyer === buyer.id ? ' ←' : ''
    return [
      formatCount(row.rank),
      `${row.name ?? row.buyer}${mark}`,
      row.buyer,
      formatCount(row.contracts.total),
      formatShare(bounds.lower),
      formatShare(bounds.upper),
    ]
  })
  const header = ['rang', 'acheteur', 'SIREN', 'marchés', 'part minimale', 'part maximale']
  return ['', formatTable(header, lines, [0, 3, 4, 5])]
}

/** "en 2025", "du 2024-07-01 au 2025-06-30", "depuis le 2024-07-01". */
function formatDays({ year, filters: { from, to } }: Comparison): string {
  if (year !== null) return `en ${year}`
  if (to === null) return `depuis le ${from}`
  return from === null ? `jusqu’au ${to}` : `du ${from} au ${to}`
}

/** A comparison for a person: the figures side by side, the ranks, the distribution, the first buyers, and all that is needed to quote it. */
export function formatComparison(comparison: Comparison): string {
  const { buyer, year, isProvisional, figure, national, peers, minimum, standings, method, filters } =
    comparison
  const { buyers: _buyers, from: _from, to: _to, ...criteria } = filters
  return [
    `${buyer.name ?? buyer.id} ${formatDays(comparison)}${isProvisional ? ` (${year === null ? 'période' : 'année'} en cours)` : ''} — ${KIND_TITLES[buyer.kind]} (${KNOWN_FROM[buyer.kindFrom]}), ${SIZE_TITLES[buyer.sizeClass]}, département ${buyer.department === 'unknown' ? 'inconnu' : buyer.department}, région ${regionTitle(buyer.region)}`,
    `Comparé à : ${describeCriteria(peers.criteria)} (${counted(peers.buyers, 'acheteur', 'acheteurs')}). Ensemble des données importées : ${counted(national.buyers, 'acheteur', 'acheteurs')}.`,
    ...formatCriteria(criteria).map(
      (line) => `Ne sont comptés, chez tous les acheteurs, que certains marchés. ${line}`,
    ),
    formatTallies([
      ...figureRows('acheteur : ', figure),
      ...figureRows('comparables : ', peers),
      ...figureRows('ensemble : ', national),
    ]),
    `Classés : les acheteurs de ${counted(minimum, 'marché', 'marchés')} ou plus dans ce champ, par part minimale.`,
    formatStanding('En nombre', standings.contracts),
    formatStanding('En valeur', standings.value),
    ...formatDistributions(standings),
    ...formatRows(comparison),
    '',
    `Périmètre : ${PERIMETERS[method.perimeter as PerimeterId].title}. ${formatCounting(method)}`,
    ...formatOrigin(comparison),
  ].join('\n')
}
