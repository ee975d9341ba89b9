import { SPASER_INDICATORS } from '../supplier/references.ts'
import { countEmploymentContracts, countPeople, sumHundredths } from './count-people.ts'
import { type Aspect, groupStatements } from './insertion-breakdown.ts'
import type { InsertionIndicator } from './insertion-indicator.ts'
import { BY_CODE, LATEST_PROFILE, STATED, WHOLE_STATEMENTS } from './insertion-texts.ts'
import { AFTERWARDS, AGE_BANDS, HIRING_FORMS, PUBLICS, QUALIFICATIONS, SEXES } from './person-profile.ts'

const TOTALS =
  'Une personne d’un total trimestriel peut revenir au trimestre suivant : le nombre est alors donné entre deux bornes, le plus grand des totaux de chaque clause et leur somme.'

export const PEOPLE: InsertionIndicator = {
  id: 'insertion-people',
  title: 'Personnes',
  definition: 'Personnes qui ont travaillé des heures d’insertion dans la période.',
  formula: 'Codes de personnes distincts, par facilitateur, et personnes des totaux.',
  unit: 'personnes',
  exclusions: [TOTALS],
  assumptions: [BY_CODE, WHOLE_STATEMENTS],
  parts: {},
  references: [SPASER_INDICATORS],
  isOfPeople: true,
  compute: ({ statements }) => {
    const { atLeast, atMost } = countPeople(statements)
    return { value: atLeast === 0 && atMost === null ? null : atLeast, atMost }
  },
}

export const EMPLOYMENT_CONTRACTS: InsertionIndicator = {
  id: 'insertion-employment-contracts',
  title: 'Contrats de travail',
  definition:
    'Contrats de travail sous lesquels ces heures ont été travaillées. Ni des personnes, ni des marchés.',
  formula:
    'Repères distincts, à défaut une personne, un employeur, une forme d’embauche et un type de contrat.',
  unit: 'contrats de travail',
  exclusions: ['Sans repère, deux contrats de même nature à la suite n’en font qu’un.', TOTALS],
  assumptions: [BY_CODE, WHOLE_STATEMENTS],
  parts: {},
  references: [SPASER_INDICATORS],
  isOfPeople: true,
  compute: ({ statements }) => {
    const { atLeast, atMost } = countEmploymentContracts(statements)
    return { value: atLeast === 0 && atMost === null ? null : atLeast, atMost }
  },
}

export const HOURS_PER_PERSON: InsertionIndicator = {
  id: 'insertion-hours-per-person',
  title: 'Heures par personne',
  definition: 'Heures réalisées par personne, là où les personnes sont connues une à une.',
  formula: 'Heures des relevés par personne ÷ personnes distinctes.',
  unit: 'heures par personne',
  exclusions: ['Les totaux, dont les personnes ne sont pas distinguées.'],
  assumptions: [BY_CODE, WHOLE_STATEMENTS, STATED],
  parts: { people: 'Personnes connues une à une.' },
  references: [SPASER_INDICATORS],
  isOfPeople: true,
  compute: ({ statements }) => {
    const known = statements.filter(({ person }) => person !== null)
    const people = countPeople(known).atLeast
    return { value: people === 0 ? null : sumHundredths(known) / 100 / people, parts: { people } }
  },
}

type Breakdown = {
  id: string
  title: string
  what: string
  aspect: Aspect
  titles: Readonly<Record<string, string>>
  isOfPerson: boolean
  isPartition: boolean
  exclusions?: readonly string[]
}

/** Hours and people by group; its value is the number of people of whom the group is known. */
const breakdown = ({
  id,
  title,
  what,
  aspect,
  titles,
  isOfPerson,
  isPartition,
  exclusions = [],
}: Breakdown): InsertionIndicator => ({
  id,
  title,
  definition: `Heures et personnes ${what}.`,
  formula: isOfPerson
    ? 'Chaque personne est classée une fois, par ce que son dernier relevé en dit ; ses heures la suivent.'
    : 'Chaque relevé est classé par ce qu’il dit ; une personne peut être dans plusieurs groupes.',
  unit: 'personnes dont le groupe est connu',
  exclusions: ['« Non connu » est un groupe à part, et jamais un « non ».', ...exclusions],
  assumptions: [...(isOfPerson ? [LATEST_PROFILE] : []), BY_CODE, WHOLE_STATEMENTS, STATED],
  parts: {},
  references: [SPASER_INDICATORS],
  isOfPeople: true,
  compute: ({ statements }) => {
    const known = statements.filter((statement) => aspect(statement).length > 0)
    return {
      value: countPeople(known).atLeast,
      groups: groupStatements(statements, aspect, { titles, isOfPerson }),
      isPartition,
    }
  },
})

const one = (value: string | null): readonly string[] => (value === null ? [] : [value])

export const BY_PUBLIC = breakdown({
  id: 'insertion-by-public',
  title: 'Par public',
  what: 'par public de l’insertion par l’activité économique',
  aspect: ({ publics }) => publics,
  titles: PUBLICS,
  isOfPerson: true,
  isPartition: false,
  exclusions: [
    'Une personne est de plusieurs publics : leurs nombres se recouvrent et ne s’additionnent pas.',
  ],
})

export const BY_SEX = breakdown({
  id: 'insertion-by-sex',
  title: 'Par sexe',
  what: 'par sexe',
  aspect: ({ sex }) => one(sex),
  titles: SEXES,
  isOfPerson: true,
  isPartition: true,
})

export const BY_AGE = breakdown({
  id: 'insertion-by-age',
  title: 'Par âge',
  what: 'par tranche d’âge',
  aspect: ({ ageBand }) => one(ageBand),
  titles: AGE_BANDS,
  isOfPerson: true,
  isPartition: true,
})

export const BY_QUALIFICATION = breakdown({
  id: 'insertion-by-qualification',
  title: 'Par qualification',
  what: 'par niveau de qualification',
  aspect: ({ qualification }) => one(qualification),
  titles: QUALIFICATIONS,
  isOfPerson: true,
  isPartition: true,
})

export const BY_QPV = breakdown({
  id: 'insertion-by-qpv',
  title: 'Quartiers prioritaires',
  what: 'selon que la personne réside ou non en quartier prioritaire (QPV)',
  aspect: ({ isQpv, publics }) =>
    publics.includes('QPV') ? ['yes'] : isQpv === null ? [] : [isQpv ? 'yes' : 'no'],
  titles: { yes: 'Réside en QPV', no: 'Réside ailleurs' },
  isOfPerson: true,
  isPartition: true,
})

export const BY_HIRING_FORM = breakdown({
  id: 'insertion-by-hiring-form',
  title: 'Par forme d’embauche',
  what: 'par forme d’embauche',
  aspect: ({ hiringForm }) => one(hiringForm),
  titles: HIRING_FORMS,
  isOfPerson: false,
  isPartition: false,
  exclusions: [
    'Les heures d’une SIAE, d’une EA ou d’un ESAT sous-traitant existent aussi en euros : un effort, deux mesures, jamais additionnées.',
  ],
})

export const BY_AFTERWARDS = breakdown({
  id: 'insertion-afterwards',
  title: 'Situation ensuite',
  what: 'selon la situation ensuite, quand elle est connue',
  aspect: ({ afterwards }) => one(afterwards),
  titles: AFTERWARDS,
  isOfPerson: true,
  isPartition: true,
})
