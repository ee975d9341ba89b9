import { findAbsence, findStructureAbsence } from './absence.ts'
import {
  evidenceOfCategory,
  evidenceOfFlag,
  evidenceOfListing,
  evidenceOfNoStructure,
  evidenceOfStructure,
} from './evidence.ts'
import type { SupplierFact, SupplierFacts } from './facts.ts'
import { companyFactsOf, listingsOf, sireneFactsOf, structureFactsOf, unitFactsOf } from './facts-in-force.ts'
import { isPublicBody, legalFamilyOf } from './legal-categories.ts'
import { INCLUSIVE_KINDS } from './structure-kinds.ts'
import type { Evidence } from './verdict.ts'

/** Stable name of a contradiction between sources. */
export type ConflictId =
  | 'legal-form-against-sirene-flag'
  | 'ess-france-against-sirene-flag'
  | 'esus-against-sirene-flag'
  | 'sirene-flag-against-ess-france'
  | 'legal-form-against-ess-france'
  | 'esus-against-ess-france'
  | 'public-body-against-ess'
  | 'company-search-against-sirene-flag'
  | 'registers-against-company-search'
  | 'legal-category-against-company-search'
  | 'company-search-against-inclusive-list'
  | 'inclusive-list-against-company-search'

type ConflictRule = {
  id: ConflictId
  explanation: string
  likelyReasons: readonly string[]
  find: (facts: readonly SupplierFact[], supplier: SupplierFacts) => readonly Evidence[] | null
}

const LIST_OF_2023 =
  "La liste publiée par ESS France date de 2023 : l'entreprise a pu être créée, ou s'être déclarée de l'ESS, depuis."
const SAS_COOPERATIVE =
  'Une SCOP ou une SCIC en SAS porte la catégorie juridique 5710, celle de toutes les SAS : aucune source ne la reconnaît à sa forme.'
const ACTIVITY =
  "Dans les fichiers observés, le répertoire SIRENE ne marque pas les associations de certaines activités (par exemple 94.11Z, 94.91Z, 94.92Z). C'est un constat, pas une règle de droit."
const LATE_UPDATE = "Le répertoire SIRENE n'a peut-être pas encore enregistré le changement."

/** Both sides of a contradiction; `null` unless each one has something to say. */
const both = (one: readonly Evidence[], other: readonly Evidence[]) =>
  one.length > 0 && other.length > 0 ? [...one, ...other] : null

const flags = (facts: readonly SupplierFact[], flag: 'O' | 'N') =>
  sireneFactsOf(facts).flatMap((fact) => (fact.essFlag === flag ? [evidenceOfFlag(fact)] : []))
const categories = (facts: readonly SupplierFact[], accepts: (code: string) => boolean) =>
  unitFactsOf(facts).flatMap((fact) => (accepts(fact.legalCategory ?? '') ? [evidenceOfCategory(fact)] : []))
const essForms = (facts: readonly SupplierFact[]) => categories(facts, (code) => legalFamilyOf(code) !== null)
const listings = (facts: readonly SupplierFact[], source: 'ess-france' | 'esus') =>
  listingsOf(facts, source).map(evidenceOfListing)

const answers = (facts: readonly SupplierFact[], isEss: boolean) =>
  companyFactsOf(facts).flatMap((fact) => (fact.isEss === isEss ? [evidenceOfFlag(fact)] : []))
const structures = (facts: readonly SupplierFact[], source: 'siae' | 'company-search') =>
  structureFactsOf(facts).filter((fact) => fact.source === source)
const OTHER_DAYS =
  "L'annuaire de l'État et les fichiers importés ne sont pas du même jour : l'un des deux est en retard sur l'autre."

/** The contradictions looked for, the most telling first. */
export const CONFLICTS: readonly ConflictRule[] = [
  {
    id: 'legal-form-against-sirene-flag',
    explanation: "La forme juridique est l'une de celles de l'ESS, mais le répertoire SIRENE répond « N ».",
    likelyReasons: [ACTIVITY, LATE_UPDATE],
    find: (facts) => both(essForms(facts), flags(facts, 'N')),
  },
  {
    id: 'ess-france-against-sirene-flag',
    explanation: "La liste d'ESS France contient l'entreprise, mais le répertoire SIRENE répond « N ».",
    likelyReasons: [ACTIVITY, SAS_COOPERATIVE, LATE_UPDATE],
    find: (facts) => both(listings(facts, 'ess-france'), flags(facts, 'N')),
  },
  {
    id: 'esus-against-sirene-flag',
    explanation: "L'entreprise a un agrément ESUS, réservé à l'ESS, mais le répertoire SIRENE répond « N ».",
    likelyReasons: [SAS_COOPERATIVE, LATE_UPDATE],
    find: (facts) => both(listings(facts, 'esus'), flags(facts, 'N')),
  },
  {
    id: 'sirene-flag-against-ess-france',
    explanation:
      "Le répertoire SIRENE répond « O », mais la liste complète d'ESS France ne contient pas l'entreprise.",
    likelyReasons: [LIST_OF_2023, SAS_COOPERATIVE],
    find: (facts, supplier) => both(flags(facts, 'O'), findAbsence('ess-france', facts, supplier)),
  },
  {
    id: 'legal-form-against-ess-france',
    explanation:
      "La forme juridique est l'une de celles de l'ESS, mais la liste complète d'ESS France ne contient pas l'entreprise.",
    likelyReasons: [LIST_OF_2023],
    find: (facts, supplier) => both(essForms(facts), findAbsence('ess-france', facts, supplier)),
  },
  {
    id: 'esus-against-ess-france',
    explanation:
      "L'entreprise a un agrément ESUS, réservé à l'ESS, mais la liste complète d'ESS France ne la contient pas.",
    likelyReasons: [LIST_OF_2023, SAS_COOPERATIVE],
    find: (facts, supplier) => both(listings(facts, 'esus'), findAbsence('ess-france', facts, supplier)),
  },
  {
    id: 'public-body-against-ess',
    explanation:
      "La catégorie juridique est celle d'une personne publique, que la loi ne range pas dans l'ESS, mais une source la signale comme telle.",
    likelyReasons: [
      "Le SIREN peut être celui d'un organisme public (CCAS, groupement d'intérêt public) confondu avec l'association voisine.",
    ],
    find: (facts) =>
      both(categories(facts, isPublicBody), [
        ...flags(facts, 'O'),
        ...listings(facts, 'ess-france'),
        ...listings(facts, 'esus'),
        ...answers(facts, true),
      ]),
  },
  {
    id: 'company-search-against-sirene-flag',
    explanation:
      "L'annuaire de l'État dit l'entreprise de l'ESS (est_ess), mais le répertoire SIRENE importé répond « N ».",
    likelyReasons: [
      "L'annuaire retient aussi les entreprises de la liste d'ESS France, que SIRENE peut ne pas marquer.",
      OTHER_DAYS,
    ],
    find: (facts) => both(answers(facts, true), flags(facts, 'N')),
  },
  {
    id: 'registers-against-company-search',
    explanation:
      "Un fichier importé (SIRENE ou ESS France) dit l'entreprise de l'ESS, mais l'annuaire de l'État ne l'y trouve pas.",
    likelyReasons: [OTHER_DAYS, LATE_UPDATE],
    find: (facts) => both([...flags(facts, 'O'), ...listings(facts, 'ess-france')], answers(facts, false)),
  },
  {
    id: 'legal-category-against-company-search',
    explanation:
      "La catégorie juridique du répertoire SIRENE importé n'est pas celle que donne l'annuaire de l'État.",
    likelyReasons: ["L'entreprise a changé de forme juridique entre les deux dates.", OTHER_DAYS],
    find: (facts) => {
      const answered = companyFactsOf(facts).filter((fact) => fact.legalCategory !== null)
      const others = sireneFactsOf(facts).filter(
        ({ legalCategory }) =>
          legalCategory !== null && answered.some((fact) => fact.legalCategory !== legalCategory),
      )
      return both(others.map(evidenceOfCategory), answered.map(evidenceOfCategory))
    },
  },
  {
    id: 'company-search-against-inclusive-list',
    explanation:
      "L'annuaire de l'État donne à l'entreprise un type de structure inclusive, mais la liste complète importée ne la contient pas.",
    likelyReasons: [OTHER_DAYS],
    find: (facts, supplier) =>
      structureFactsOf(facts).some((fact) => fact.source !== 'company-search')
        ? null
        : both(
            structures(facts, 'company-search').map(evidenceOfStructure),
            findStructureAbsence(INCLUSIVE_KINDS, ['inclusive'], {
              ...supplier,
              facts: supplier.facts.filter((fact) => fact.source !== 'company-search'),
            }),
          ),
  },
  {
    id: 'inclusive-list-against-company-search',
    explanation:
      "La liste importée des structures inclusives contient l'entreprise, mais l'annuaire de l'État ne l'y trouve pas.",
    likelyReasons: [OTHER_DAYS],
    find: (facts) =>
      both(
        structures(facts, 'siae').map(evidenceOfStructure),
        companyFactsOf(facts)
          .filter((fact) => fact.isInclusive === false)
          .map(evidenceOfNoStructure),
      ),
  },
]
