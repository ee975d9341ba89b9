import { BENEFICIARIES, BENEFICIARY_IDS } from './clause-basis.ts'
import { CLAUSE_STATE_IDS } from './clause-state.ts'
import type { EmployerFact } from './insertion-facts.ts'
import type { InsertionIndicator } from './insertion-indicator.ts'
import { MANDATORY_CLAUSE } from './insertion-references.ts'

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const euros = (cents: bigint) => Number(cents) / 100

const TO_COMPLETE =
  'Les marchés réservés ou à « Clause sociale » sans clause d’insertion enregistrée : rien ne dit que l’insertion y est.'

export const CONTRACTS_WITH_CLAUSE: InsertionIndicator = {
  id: 'insertion-contracts',
  title: 'Marchés avec une clause d’insertion',
  definition:
    'Marchés notifiés dans la période qui portent une clause d’insertion enregistrée : nombre, valeur, parts.',
  formula:
    'Marchés avec clause ÷ tous les marchés notifiés, en nombre et en valeur. Au-dessus du seuil : parmi les marchés notifiés depuis l’obligation, d’un montant égal ou supérieur au seuil donné.',
  unit: 'marchés',
  exclusions: [
    TO_COMPLETE,
    'Les concessions, et les marchés subséquents d’un accord-cadre connu.',
    'Le seuil européen n’est pas une donnée de l’outil : sans lui, la part au-dessus du seuil n’est pas calculée. La date de consultation non plus : la notification en tient lieu.',
  ],
  references: [MANDATORY_CLAUSE.reference],
  compute: ({ contracts: { all, withClause, aboveThreshold } }) => ({
    value: withClause.contracts,
    parts: {
      contracts: all.contracts,
      value: euros(withClause.cents),
      allValue: euros(all.cents),
      shareByNumber: ratio(withClause.contracts, all.contracts),
      shareByValue: ratio(euros(withClause.cents), euros(all.cents)),
      aboveThreshold: aboveThreshold?.contracts ?? null,
      aboveThresholdWithClause: aboveThreshold?.withClause ?? null,
      shareAboveThreshold: aboveThreshold && ratio(aboveThreshold.withClause, aboveThreshold.contracts),
    },
  }),
}

export const CONTRACTS_WITH_HOURS: InsertionIndicator = {
  id: 'insertion-contracts-with-hours',
  title: 'Clauses ayant produit des heures',
  definition: 'Clauses qui ont des heures réalisées dans la période.',
  formula: 'Clauses distinctes des relevés qui comptent, avec plus de zéro heure.',
  unit: 'clauses',
  exclusions: [],
  references: [],
  compute: ({ statements, clauses }) => ({
    value: new Set(statements.filter(({ hundredths }) => hundredths > 0).map(({ clauseId }) => clauseId))
      .size,
    parts: { running: clauses.length },
  }),
}

export const CLAUSES_BY_STATE: InsertionIndicator = {
  id: 'insertion-clauses-by-state',
  title: 'Clauses par état',
  definition:
    'Clauses qui courent dans la période, par état au dernier jour ; la valeur est celle des clauses en retard.',
  formula: 'Règle de chaque état dans docs/insertion-clauses.md.',
  unit: 'clauses en retard',
  exclusions: [],
  references: [],
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
  references: [],
  compute: ({ clauses }) => ({
    value: clauses.filter(({ beneficiaries }) => beneficiaries.length > 0).length,
    parts: Object.fromEntries(
      BENEFICIARY_IDS.map((id) => [
        BENEFICIARIES[id],
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
  references: [],
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
