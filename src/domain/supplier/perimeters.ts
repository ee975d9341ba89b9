import {
  ADAPTED_ENTERPRISES,
  COMPANY_SEARCH,
  CONTRACTS_RESERVED_TO_HANDICAP,
  EMPLOYERS_GROUPS,
  ESS_FRANCE_LIST,
  ESS_LAW,
  ESUS_AGREEMENT,
  type LegalReference,
  RESERVED_CONTRACTS,
  SIAE_STRUCTURES,
  SPASER_INDICATORS,
} from './references.ts'
import type { PerimeterId } from './verdict.ts'

/** Version of the whole rule set, stored beside each verdict. It grows when a rule changes an answer. */
export const RULES_VERSION = 4

/** A named set of suppliers a share is measured on. The texts are in French, ready to be shown. */
export type Perimeter = {
  id: PerimeterId
  title: string
  definition: string
  references: readonly LegalReference[]
  exclusions: readonly string[]
  assumptions: readonly string[]
}

const UNDATED =
  "Un fait sans date (forme juridique, liste non datée) vaut à toute date ; l'explication le signale."
const OUT_OF_DATE =
  "Une liste ne retient que ce qui est connu le jour de son extraction : un agrément échu avant ce jour peut n'y plus figurer."
const UNUSABLE_ROW =
  "Une ligne de la liste qui nomme l'entreprise sans être utilisable (date de fin absente, type inconnu, structure inactive) laisse la réponse ouverte : ce n'est pas une absence."
const WHOLE_COMPANY =
  "Une EI, une AI, une ETTI, une EITI, un GEIQ, une EA ou une EATT connue par un autre établissement compte pour toute l'entreprise ; un ACI, un ESAT ou une SEP ne compte que pour son établissement."

const BY_PERSON =
  "La décision motivée d'une personne l'emporte sur les listes, pour ce périmètre et les jours qu'elle dit ; l'explication la cite avec son auteur et sa pièce."
const PARTS_BY_PERSON = {
  ess: "Décider « oui » pour « esus » vaut « oui » ici ; décider « non » y écarte seulement l'agrément.",
  inclusive:
    'Décider « oui » pour « siae » ou « handicap » vaut « oui » ici ; décider « non » y écarte seulement les types de ce périmètre.',
} as const

const NOT_FOUND =
  "Dans l'annuaire de l'État (API Recherche d'entreprises), « est_ess : faux » veut dire « non trouvée », et une entreprise introuvable peut être non diffusible : ce n'est jamais un « non »."
const WITHOUT_PLACE =
  "L'annuaire de l'État donne les types de tous les établissements d'une entreprise sans dire lesquels : ils valent au niveau de l'entreprise seulement."

/** The seven perimeters, by id. */
export const PERIMETERS: Readonly<Record<PerimeterId, Perimeter>> = {
  ess: {
    id: 'ess',
    title: 'Économie sociale et solidaire',
    definition:
      "Associations, fondations, mutuelles et coopératives par leur forme ; sociétés commerciales déclarées entreprises de l'ESS ; entreprises agréées ESUS.",
    references: [ESS_LAW, ESUS_AGREEMENT, COMPANY_SEARCH],
    exclusions: [
      "Les personnes publiques (CCAS, groupements d'intérêt public), les syndicats et les copropriétés.",
      "Une structure d'insertion ou une entreprise adaptée, si elle n'est pas de l'ESS par ailleurs.",
    ],
    assumptions: [
      "La forme juridique l'emporte sur une réponse « N » du répertoire SIRENE ; la contradiction est affichée.",
      'Les SICA, les congrégations et les sociétés de caution mutuelle ne sont jamais décidées sur leur seule forme.',
      'Un indicateur SIRENE vide veut dire « inconnu », pas « non ».',
      NOT_FOUND,
      UNDATED,
      BY_PERSON,
      PARTS_BY_PERSON.ess,
    ],
  },
  'ess-register': {
    id: 'ess-register',
    title: "Économie sociale et solidaire selon les registres de l'État",
    definition:
      "Entreprises marquées « O » au répertoire SIRENE ou présentes dans la liste d'ESS France : ce que l'annuaire des entreprises de l'État affiche comme ESS.",
    references: [ESS_LAW, ESS_FRANCE_LIST, COMPANY_SEARCH],
    exclusions: [
      "Une association ou une coopérative que ni SIRENE ni ESS France ne signalent, même si la loi la range dans l'ESS.",
    ],
    assumptions: [
      'Périmètre de comparaison, qui suit des fichiers : la définition légale est le périmètre « ess ».',
      "La liste publiée par ESS France date de 2023 : une entreprise créée depuis peut n'y pas figurer.",
      NOT_FOUND,
      UNDATED,
      "Une décision ne change rien ici : ce périmètre répète ce que disent les fichiers de l'État.",
    ],
  },
  esus: {
    id: 'esus',
    title: "Entreprises solidaires d'utilité sociale",
    definition: "Entreprises titulaires de l'agrément ESUS à la date de notification du marché.",
    references: [ESUS_AGREEMENT, SPASER_INDICATORS],
    exclusions: ['Un agrément seulement demandé, échu avant la notification ou prenant effet après elle.'],
    assumptions: [
      "Les premier et dernier jours de l'agrément comptent.",
      "Un agrément de plein droit (L3332-17-1, II) ne compte que s'il figure dans la liste.",
      OUT_OF_DATE,
      UNUSABLE_ROW,
      BY_PERSON,
    ],
  },
  siae: {
    id: 'siae',
    title: "Structures d'insertion par l'activité économique",
    definition:
      "Entreprises d'insertion (EI), associations intermédiaires (AI), ateliers et chantiers d'insertion (ACI), entreprises de travail temporaire d'insertion (ETTI) et entreprises d'insertion par le travail indépendant (EITI).",
    references: [SIAE_STRUCTURES, RESERVED_CONTRACTS],
    exclusions: [
      "Les GEIQ et les SEP (travail de personnes détenues), que l'article L5132-4 ne cite pas.",
      'Les facilitateurs de la clause sociale (OPCS), qui ne sont pas des fournisseurs.',
    ],
    assumptions: [
      "Les EITI, que l'article L5132-4 ne cite pas, sont comptées avec les SIAE, comme dans les listes du Marché de l'inclusion.",
      WHOLE_COMPANY,
      WITHOUT_PLACE,
      UNDATED,
      UNUSABLE_ROW,
      BY_PERSON,
    ],
  },
  handicap: {
    id: 'handicap',
    title: 'Secteur du handicap',
    definition:
      "Entreprises adaptées (EA), entreprises adaptées de travail temporaire (EATT) et établissements et services d'aide par le travail (ESAT).",
    references: [CONTRACTS_RESERVED_TO_HANDICAP, ADAPTED_ENTERPRISES],
    exclusions: ['Les entreprises qui emploient des personnes handicapées sans être EA, EATT ni ESAT.'],
    assumptions: [
      "La part de travailleurs handicapés exigée pour un marché réservé n'est pas vérifiée : elle ne figure dans aucune liste.",
      WHOLE_COMPANY,
      WITHOUT_PLACE,
      UNDATED,
      UNUSABLE_ROW,
      BY_PERSON,
    ],
  },
  inclusive: {
    id: 'inclusive',
    title: 'Structures inclusives',
    definition:
      'Structures qui emploient des personnes défavorisées ou vulnérables : SIAE, secteur du handicap, GEIQ et SEP (travail de personnes détenues).',
    references: [
      SPASER_INDICATORS,
      RESERVED_CONTRACTS,
      SIAE_STRUCTURES,
      ADAPTED_ENTERPRISES,
      EMPLOYERS_GROUPS,
    ],
    exclusions: ['Les facilitateurs de la clause sociale (OPCS), qui ne sont pas des fournisseurs.'],
    assumptions: [
      "Une structure inclusive n'est pas forcément de l'ESS : beaucoup d'EI, d'ETTI et d'EA sont des sociétés ordinaires.",
      'Les GEIQ et les SEP emploient des personnes défavorisées sans être des SIAE : ils comptent ici et non dans « siae ».',
      WHOLE_COMPANY,
      WITHOUT_PLACE,
      UNDATED,
      UNUSABLE_ROW,
      BY_PERSON,
      PARTS_BY_PERSON.inclusive,
    ],
  },
  'ess-wide': {
    id: 'ess-wide',
    title: "Vision large de l'ESS",
    definition: "Fournisseurs de l'économie sociale et solidaire ou structures inclusives.",
    references: [ESS_LAW, SPASER_INDICATORS],
    exclusions: ["Les fournisseurs qui ne sont ni de l'ESS ni une structure inclusive."],
    assumptions: [
      "Oui si l'un des deux périmètres répond oui, non si les deux répondent non, indéterminé sinon.",
      'Choix de la collectivité, distinct des deux indicateurs que la loi impose au SPASER.',
      "Une décision sur « ess » ou « inclusive » vaut ici par ce qu'elle y change ; on ne décide pas « ess-wide » lui-même.",
    ],
  },
}
