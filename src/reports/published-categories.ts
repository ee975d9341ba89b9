/** A heading of the two-yearly publication, and the indicators of the catalogue under it, in order. */
export type PublishedCategory = {
  id: string
  title: string
  /** For a line of a chart or of a table. */
  shortTitle: string
  /** Whether article L2111-3 names it; `false`: a policy of the buyer's own, which the text does not ask for. */
  isStatutory: boolean
  /** What the text says of it, or why it is shown beside. */
  about: string
  /** The perimeters whose targets are targets of this category. */
  perimeters: readonly string[]
  indicators: readonly string[]
}

/**
 * What article L2111-3 asks to publish every two years, in number of contracts or in value: the rates of socially and of ecologically
 * responsible purchases among all purchases, and, named apart, the two categories of enterprises. The ESS share is none of them: it
 * stands last, by itself.
 */
export const PUBLISHED_CATEGORIES: readonly PublishedCategory[] = [
  {
    id: 'esus',
    title: 'Entreprises agréées ESUS',
    shortTitle: 'Entreprises ESUS',
    isStatutory: true,
    about:
      'Entreprises solidaires d’utilité sociale agréées (article L3332-17-1 du code du travail), nommées par l’article L2111-3.',
    perimeters: ['esus'],
    indicators: ['esus-share'],
  },
  {
    id: 'inclusive',
    title: 'Entreprises employant des personnes défavorisées ou vulnérables',
    shortTitle: 'Insertion et handicap',
    isStatutory: true,
    about:
      'Structures de l’insertion par l’activité économique, entreprises adaptées et ESAT, nommées par l’article L2111-3. Les deux secteurs sont aussi donnés séparément ; une structure peut relever des deux.',
    perimeters: ['inclusive', 'siae', 'handicap'],
    indicators: ['inclusive-share', 'siae-share', 'handicap-share'],
  },
  {
    id: 'social',
    title: 'Achats socialement responsables',
    shortTitle: 'Considération sociale',
    isStatutory: true,
    about:
      'Marchés qui portent une considération sociale, puis chaque forme qu’elle prend ; un marché peut en porter plusieurs. Une considération est plus large qu’une clause d’insertion.',
    perimeters: [],
    indicators: ['social-consideration', 'social-clause', 'social-criterion', 'reserved-contracts'],
  },
  {
    id: 'ecological',
    title: 'Achats écologiquement responsables',
    shortTitle: 'Considération environnementale',
    isStatutory: true,
    about: 'Marchés qui portent une considération environnementale, puis chaque forme qu’elle prend.',
    perimeters: [],
    indicators: ['environmental-consideration', 'environmental-clause', 'environmental-criterion'],
  },
  {
    id: 'own-policy',
    title: 'Économie sociale et solidaire (politique propre de l’acheteur)',
    shortTitle: 'Économie sociale et solidaire',
    isStatutory: false,
    about:
      'La part de l’économie sociale et solidaire n’est pas un indicateur de l’article L2111-3 : elle est donnée à part, et ne s’ajoute pas aux catégories qui précèdent.',
    perimeters: ['ess', 'ess-register', 'ess-wide'],
    indicators: ['ess-share'],
  },
]

/** Every indicator of the publication, in its order. */
export const PUBLISHED_INDICATORS: readonly string[] = PUBLISHED_CATEGORIES.flatMap(
  ({ indicators }) => indicators,
)

/** The category that an indicator is published under. */
export const categoryOfIndicator = (id: string): PublishedCategory | undefined =>
  PUBLISHED_CATEGORIES.find(({ indicators }) => indicators.includes(id))

/** The category that a target on a perimeter aims at; none for a perimeter that no category has. */
export const categoryOfPerimeter = (perimeter: string): PublishedCategory | undefined =>
  PUBLISHED_CATEGORIES.find(({ perimeters }) => perimeters.includes(perimeter))
