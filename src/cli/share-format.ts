import type { ContractCriteria, ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { FrameworkMethod, HolderMethod, ShareBounds } from '../domain/share/share.ts'
import { inWords } from '../reports/french-numbers.ts'
import type { Tally } from '../reports/share-report.ts'
import type { DataSources } from '../reports/sources.ts'
import { formatShare } from './format.ts'
import { formatTable } from './format-table.ts'

const HEADER = [
  '',
  'oui',
  'non',
  'indéterminé',
  'total',
  'part minimale',
  'part maximale',
  'parmi les déterminés',
]
const RIGHT = [1, 2, 3, 4, 5, 6, 7]

/** One line of a table of shares. `bounds` `null`: what is counted is no share. */
export const tallyRow = (
  label: string,
  tally: Tally,
  bounds: ShareBounds | null,
  format: (n: number) => string,
): string[] => [
  label,
  format(tally.yes),
  format(tally.no),
  format(tally.undetermined),
  format(tally.total),
  ...(bounds === null
    ? []
    : [formatShare(bounds.lower), formatShare(bounds.upper), formatShare(bounds.determined)]),
]

/** Lines of `tallyRow` under their header. */
export const formatTallies = (rows: readonly (readonly string[])[]): string =>
  formatTable(HEADER, rows, RIGHT)

/** What each criterion is called; its values follow. */
const CRITERIA: Readonly<Record<string, string>> = {
  kinds: 'Natures',
  procedures: 'Procédures',
  cpv: 'CPV',
  categories: 'Catégories',
  amounts: 'Tranches de montant',
  holderPerimeters: 'Périmètres des titulaires',
  holderFamilies: 'Familles juridiques des titulaires',
  holderDepartments: 'Départements des titulaires',
  proximities: 'Proximité des titulaires',
  tags: 'Étiquettes',
  transitions: 'Transitions',
  groups: 'Groupes d’acheteurs',
  endsFrom: 'Fin estimée à partir du',
  endsTo: 'Fin estimée jusqu’au',
}

/** The criteria that were given, in one line; none: no line. */
export function formatCriteria(criteria: ContractCriteria & Pick<ContractFilters, 'groups'>): string[] {
  const given = Object.entries(criteria).map(
    ([name, values]) => `${CRITERIA[name]} : ${[values].flat().join(', ')}.`,
  )
  return given.length > 0 ? [given.join(' ')] : []
}

/** What a figure is about, a line each for buyers and period, and for the criteria that were given. */
export function formatFilters(
  { buyers, from, to, ...criteria }: ContractFilters,
  days = 'Notifiés',
): string[] {
  return [
    `Acheteurs : ${buyers.join(', ') || 'tous'}. ${days} ${from === null && to === null ? ': toutes les dates' : `du ${from ?? 'premier jour connu'} au ${to ?? 'dernier jour connu'}`}.`,
    ...formatCriteria(criteria),
  ]
}

/** Where a figure comes from and what to know of it, a line each. */
export const formatOrigin = ({
  sources,
  caveats,
  asOf,
}: {
  sources: DataSources
  caveats: readonly string[]
  asOf: string | null
}): string[] => [
  ...sources.map(
    (source) =>
      `Source : ${source.title}, liste du ${source.listedOn}${source.isComplete ? '' : ' (partielle)'}.`,
  ),
  asOf === null ? 'Aucune donnée importée.' : `Données au ${inWords(asOf)}.`,
  ...caveats.map((caveat) => `• ${caveat}`),
]

const HOLDER_WORDS = {
  'any-holder': 'un seul suffit',
  'equal-split': 'parts égales',
  lead: 'le premier cité décide',
} as const satisfies Record<HolderMethod, string>

const FRAMEWORK_WORDS = {
  ceilings: 'pour leur plafond, sans leurs marchés subséquents',
  'call-offs': 'écartés, leurs marchés subséquents comptent',
  none: 'rien n’est écarté',
} as const satisfies Record<FrameworkMethod, string>

/** How contracts are counted, each method with the word that an option takes for it; `holders` is null where none is classified. */
export const formatCounting = ({
  holders,
  frameworks,
  rulesVersion,
}: {
  holders: HolderMethod | null
  frameworks: FrameworkMethod
  rulesVersion: number
}): string =>
  [
    ...(holders === null ? [] : [`Titulaires : ${HOLDER_WORDS[holders]} (${holders}).`]),
    `Accords-cadres : ${FRAMEWORK_WORDS[frameworks]} (${frameworks}).`,
    `Règles version ${rulesVersion}.`,
  ].join(' ')
