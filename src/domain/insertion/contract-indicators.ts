import { SPASER_INDICATORS } from '../supplier/references.ts'
import { BENEFICIARIES, BENEFICIARY_IDS } from './clause-basis.ts'
import { CLAUSE_STATE_IDS, CLAUSE_STATES } from './clause-state.ts'
import type { EmployerFact } from './insertion-facts.ts'
import type { InsertionIndicator } from './insertion-indicator.ts'
import { ON_LAST_DAY, STATED, WHOLE_STATEMENTS } from './insertion-texts.ts'

const TO_COMPLETE =
  'Les marchés réservés ou à « Clause sociale » sans clause d’insertion enregistrée : rien ne dit que l’insertion y est.'

export const CONTRACTS_WITH_HOURS: InsertionIndicator = {
  id: 'insertion-contracts-with-hours',
  title: 'Clauses ayant produit des heures',
  definition:
    'Clauses qui ont des heures réalisées dans la période, parmi celles qui y courent et celles qui n’y courent pas.',
  formula: 'Clauses distinctes des relevés qui comptent, avec plus de zéro heure.',
  unit: 'clauses',
  exclusions: ['Les clauses dont les seules heures sont à cheval sur une borne de la période.'],
  assumptions: [WHOLE_STATEMENTS, STATED],
  parts: {
    running: 'Clauses qui courent dans la période, avec ou sans heures.',
    workedOutside:
      'Clauses qui ne courent pas dans la période et y ont des heures : réalisées avant leur début ou après leur fin.',
  },
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: ({ statements, clauses, workedOutside }) => {
    const worked = new Set(
      statements.filter(({ hundredths }) => hundredths > 0).map(({ clauseId }) => clauseId),
    )
    return {
      value: worked.size,
      parts: {
        running: clauses.length,
        workedOutside: workedOutside.filter(({ id }) => worked.has(id)).length,
      },
    }
  },
}

export const CLAUSES_BY_STATE: InsertionIndicator = {
  id: 'insertion-clauses-by-state',
  title: 'Clauses par état',
  definition:
    'Clauses qui courent dans la période, par état au dernier jour ; la valeur est celle des clauses en retard.',
  formula: 'Règle de chaque état dans docs/insertion-clauses.md.',
  unit: 'clauses en retard',
  exclusions: ['Les clauses annulées, enregistrées par erreur.'],
  assumptions: [ON_LAST_DAY, 'Les seuils des états sont ceux du plan de l’acheteur, sinon ceux par défaut.'],
  parts: CLAUSE_STATES,
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: ({ clauses }) => ({
    value: clauses.filter(({ state }) => state === 'late').length,
    parts: Object.fromEntries(
      CLAUSE_STATE_IDS.map((state) => [state, clauses.filter((clause) => clause.state === state).length]),
    ),
  }),
}

export const RESERVED_BY_BENEFICIARY: InsertionIndicator = {
  id: 'insertion-reserved-by-beneficiary',
  title: 'Marchés réservés, par bénéficiaire',
  definition: 'Clauses dont un fondement réserve le marché, par bénéficiaire de la réservation.',
  formula: 'Clauses distinctes ; une réservation conjointe compte pour chacun de ses bénéficiaires.',
  unit: 'clauses',
  exclusions: [TO_COMPLETE],
  assumptions: [ON_LAST_DAY],
  parts: BENEFICIARIES,
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: ({ clauses }) => ({
    value: clauses.filter(({ beneficiaries }) => beneficiaries.length > 0).length,
    parts: Object.fromEntries(
      BENEFICIARY_IDS.map((id) => [
        id,
        clauses.filter(({ beneficiaries }) => beneficiaries.includes(id)).length,
      ]),
    ),
  }),
}

const countOf = (
  employers: readonly EmployerFact[],
  register: 'siae' | 'handicap',
  outcome: EmployerFact['siae'],
) => employers.filter((employer) => employer[register] === outcome).length

export const COMPANIES: InsertionIndicator = {
  id: 'insertion-companies',
  title: 'Entreprises mobilisées',
  definition:
    'Employeurs des heures réalisées dans la période, dont SIAE et dont EA ou ESAT selon les registres importés.',
  formula: 'SIREN distincts des employeurs ; leur classement est celui du dernier jour de la période.',
  unit: 'entreprises',
  exclusions: [
    'Les employeurs sans SIREN utilisable. Un employeur dont les registres ne disent rien est indéterminé.',
  ],
  assumptions: [WHOLE_STATEMENTS, 'Une entreprise (SIREN) compte une fois, quel que soit l’établissement.'],
  parts: {
    siae: 'Dont SIAE.',
    siaeUndetermined: 'Dont rien ne dit si ce sont des SIAE.',
    handicap: 'Dont EA ou ESAT.',
    handicapUndetermined: 'Dont rien ne dit si ce sont des EA ou des ESAT.',
  },
  references: [SPASER_INDICATORS],
  isOfPeople: false,
  compute: ({ employers }) => ({
    value: employers.length,
    parts: {
      siae: countOf(employers, 'siae', 'yes'),
      siaeUndetermined: countOf(employers, 'siae', 'undetermined'),
      handicap: countOf(employers, 'handicap', 'yes'),
      handicapUndetermined: countOf(employers, 'handicap', 'undetermined'),
    },
  }),
}
