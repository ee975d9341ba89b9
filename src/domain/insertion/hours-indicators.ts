import { SPASER_INDICATORS } from '../supplier/references.ts'
import { sumHundredths } from './count-people.ts'
import { hoursOf } from './hours.ts'
import type { ClauseFact, InsertionFacts } from './insertion-facts.ts'
import type { InsertionIndicator } from './insertion-indicator.ts'
import { ON_LAST_DAY, STATED, WHOLE_STATEMENTS } from './insertion-texts.ts'

const WAIVED_OUT =
  'Les clauses levées : leurs heures ne sont plus dues ; celles réalisées avant restent comptées.'
const UNKNOWN_DUE =
  'Les clauses sans heures dues connues : elles n’entrent pas dans les heures dues, et sont comptées à part.'

const areDue = ({ clauses }: InsertionFacts) => clauses.filter(({ state }) => state !== 'waived')
const sumDue = (clauses: readonly ClauseFact[]) =>
  clauses.reduce((sum, { dueHundredths }) => sum + (dueHundredths ?? 0), 0)
const withDue = (facts: InsertionFacts) => areDue(facts).filter(({ dueHundredths }) => dueHundredths !== null)
const countUnknown = (facts: InsertionFacts) => areDue(facts).length - withDue(facts).length

export const HOURS_DUE: InsertionIndicator = {
  id: 'insertion-hours-due',
  title: 'Heures d’insertion dues',
  definition: 'Heures dues, au dernier jour de la période, par les clauses qui courent dans la période.',
  formula: 'Somme des heures dues de chaque clause ce jour-là, avenants, reconductions et factures compris.',
  unit: 'heures',
  exclusions: [WAIVED_OUT, UNKNOWN_DUE],
  assumptions: [ON_LAST_DAY],
  parts: {
    clauses: 'Clauses dont les heures dues sont connues.',
    clausesWithoutHoursDue: 'Clauses sans heures dues connues, hors de la somme.',
  },
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: (facts) => ({
    value: hoursOf(sumDue(withDue(facts))),
    parts: { clauses: withDue(facts).length, clausesWithoutHoursDue: countUnknown(facts) },
  }),
}

export const HOURS_DONE: InsertionIndicator = {
  id: 'insertion-hours-done',
  title: 'Heures d’insertion réalisées',
  definition:
    'Heures réalisées dans la période, déclarées, validées ou non ; les validées sont données à part.',
  formula: 'Somme des relevés qui comptent, dont la période est tout entière dans celle du chiffre.',
  unit: 'heures',
  exclusions: [
    'Les relevés à cheval sur une borne de la période, comptés à part.',
    'Les totaux que des personnes ou des périodes plus courtes détaillent : une heure compte une fois.',
  ],
  assumptions: [WHOLE_STATEMENTS, STATED],
  parts: { validated: 'Dont heures validées.', statements: 'Relevés comptés.' },
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: ({ statements }) => ({
    value: hoursOf(sumHundredths(statements)),
    parts: {
      validated: hoursOf(sumHundredths(statements.filter(({ isValidated }) => isValidated === true))),
      statements: statements.length,
    },
  }),
}

export const FULFILMENT_RATE: InsertionIndicator = {
  id: 'insertion-rate',
  title: 'Taux de réalisation',
  definition:
    'Heures réalisées depuis le début des clauses qui courent dans la période, rapportées aux heures dues.',
  formula:
    'Heures réalisées depuis le début ÷ heures dues au dernier jour de la période. Peut dépasser 100 %.',
  unit: 'part',
  exclusions: [WAIVED_OUT, UNKNOWN_DUE],
  assumptions: [ON_LAST_DAY, STATED],
  parts: { done: 'Heures réalisées depuis le début des clauses.', due: 'Heures dues.' },
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: (facts) => {
    const clauses = withDue(facts)
    const [done, due] = [
      clauses.reduce((sum, { doneHundredths }) => sum + doneHundredths, 0),
      sumDue(clauses),
    ]
    return { value: due === 0 ? null : done / due, parts: { done: hoursOf(done), due: hoursOf(due) } }
  },
}

export const HOURS_REMAINING: InsertionIndicator = {
  id: 'insertion-hours-remaining',
  title: 'Heures restantes',
  definition: 'Heures dues et pas encore réalisées, au dernier jour de la période.',
  formula:
    'Somme, clause par clause, de ce qui manque : l’avance de l’une ne comble pas le retard de l’autre.',
  unit: 'heures',
  exclusions: [WAIVED_OUT, UNKNOWN_DUE],
  assumptions: [ON_LAST_DAY, STATED],
  parts: {},
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: (facts) => ({
    value: hoursOf(
      withDue(facts).reduce(
        (sum, { dueHundredths, doneHundredths }) => sum + Math.max(0, (dueHundredths ?? 0) - doneHundredths),
        0,
      ),
    ),
  }),
}

export const FULL_TIME_EQUIVALENTS: InsertionIndicator = {
  id: 'insertion-full-time-equivalents',
  title: 'Équivalents temps plein',
  definition: 'Emplois à temps plein d’une année que représentent les heures réalisées dans la période.',
  formula:
    'Heures réalisées ÷ 1 607 h (durée légale de travail) ou 1 820 h (temps payé) : la convention choisie est donnée.',
  unit: 'équivalents temps plein',
  exclusions: ['Les heures des relevés à cheval sur une borne de la période.'],
  assumptions: [WHOLE_STATEMENTS, STATED],
  parts: { fullTimeHours: 'Heures d’un équivalent temps plein.' },
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: ({ statements, fullTimeHours }) => ({
    value: sumHundredths(statements) / 100 / fullTimeHours,
    parts: { fullTimeHours },
  }),
}

export const HOURS_PER_100_000_EUROS: InsertionIndicator = {
  id: 'insertion-hours-per-100000-euros',
  title: 'Heures dues pour 100 000 € de marchés',
  definition: 'Heures dues rapportées au montant hors taxes des marchés qui portent la clause.',
  formula: 'Heures dues ÷ montant × 100 000 €, sur les clauses dont les heures et le montant sont connus.',
  unit: 'heures pour 100 000 €',
  exclusions: [
    WAIVED_OUT,
    'Les clauses dont le marché n’est pas importé, ou dont le montant ne peut servir.',
  ],
  assumptions: [
    ON_LAST_DAY,
    'Le montant d’une clause de plusieurs lots est leur somme ; celui d’un accord-cadre est un plafond. Un marché de plusieurs clauses compte une fois.',
  ],
  parts: {
    due: 'Heures dues.',
    amount: 'Montant hors taxes des marchés, en euros.',
    clauses: 'Clauses dont les heures et le montant sont connus.',
  },
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: (facts) => {
    const clauses = withDue(facts).filter(
      ({ contracts }) => contracts.length > 0 && contracts.every(({ cents }) => cents !== null),
    )
    // Once each: a clause of every lot and a clause of one lot have a contract in common.
    const amounts = new Map(
      clauses.flatMap(({ contracts }) => contracts.map(({ id, cents }) => [id, cents ?? 0n])),
    )
    const cents = [...amounts.values()].reduce((sum, amount) => sum + amount, 0n)
    const due = sumDue(clauses)
    return {
      value: cents === 0n ? null : (due * 100_000) / Number(cents),
      parts: { due: hoursOf(due), amount: Number(cents) / 100, clauses: clauses.length },
    }
  },
}
