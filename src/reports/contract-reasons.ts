import type { Db } from '../database/connect.ts'
import {
  type HolderDecision,
  type HolderPlace,
  listHolderDecisions,
  listHolderPlaces,
  listSubcontractDecisions,
} from '../database/contract-parties.ts'
import type { PartContract } from '../database/figure-contracts.ts'
import type { FigureQuery } from '../database/indicators.ts'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import { EXCLUSION_TITLES } from '../domain/indicator/figure-part.ts'
import type { Indicator } from '../domain/indicator/indicator.ts'
import { AMOUNT_FLAG_TITLES, type AmountFlag } from '../domain/money/amount-flag.ts'
import { FACT_TITLES } from '../domain/supplier/fact-titles.ts'
import { findRule } from '../domain/supplier/rules.ts'
import { type FactName, OUTCOME_WORDS } from '../domain/supplier/verdict.ts'
import { eurosOf } from './share-report.ts'

const CONSIDERATION_TITLES: Readonly<Record<string, string>> = {
  'execution-clause': 'clause d’exécution',
  'award-criterion': 'critère d’attribution',
  'reserved-contract': 'marché réservé',
}

const NO_HOLDER = 'Aucun titulaire dans les données : indéterminé.'
const holderName = (position: number, identifier: string | null) =>
  `Titulaire ${position} (${identifier ?? 'sans identifiant utilisable'})`

/** "Titulaire 1 (…) : non — …", from the verdicts of one holder: several when they change over days that are all possible. */
function reasonOfHolder(decisions: readonly HolderDecision[], position: number): string {
  const [first] = decisions
  const outcomes = new Set(decisions.map(({ outcome }) => outcome))
  const name = holderName(position, first?.identifier ?? null)
  if (first?.outcome == null) return `${name} : indéterminé — il manque ${FACT_TITLES.siren}.`
  if (outcomes.size > 1)
    return `${name} : indéterminé — son classement a changé, il manque ${FACT_TITLES['notification-date']}.`
  if (first.outcome === 'undetermined')
    return `${name} : indéterminé — il manque ${(first.missing ?? []).map((fact) => FACT_TITLES[fact as FactName] ?? fact).join(', ')}.`
  const rule = first.rule === null ? null : findRule(first.rule)
  return `${name} : ${OUTCOME_WORDS[first.outcome]}${rule ? ` — ${rule.title}` : ''}`
}

function reasonsOfHolders(decisions: readonly HolderDecision[]): string[] {
  if (decisions.length === 0) return [NO_HOLDER]
  const positions = [...new Set(decisions.map(({ position }) => position))]
  return positions.map((position, index) =>
    reasonOfHolder(
      decisions.filter((decision) => decision.position === position),
      index + 1,
    ),
  )
}

/** What the record of a contract says, as far as reasons need it. */
export type Said = {
  amountFlag: AmountFlag | null
  social: readonly string[] | null
  environmental: readonly string[] | null
  offers: number | null
}

function reasonOfConsiderations(
  { topic }: Extract<ContractTest, { of: 'considerations' }>,
  said: Said,
): string {
  const [title, values] =
    topic === 'social'
      ? ['Considérations sociales', said.social]
      : ['Considérations environnementales', said.environmental]
  if (values === null) return `${title} : non renseignées.`
  if (values.length === 0) return `${title} : aucune, selon les données.`
  return `${title} : ${values.map((value) => CONSIDERATION_TITLES[value] ?? value).join(', ')}.`
}

type Explain = (contract: PartContract) => string[]

const isHere = (department: string | null, departments: readonly string[]) =>
  department === null ? 'undetermined' : departments.includes(department) ? 'yes' : 'no'

/** "département 31 (liste importée ; les marchés publiés disent 33 : la liste l’emporte)" */
function saidOfPlace({ department, listed, published }: HolderPlace): string {
  const others = published.filter((code) => code !== department)
  if (department === null)
    return published.length > 1
      ? `département inconnu : les marchés publiés se contredisent (${published.join(', ')})`
      : 'département inconnu'
  if (listed === null) return `département ${department} (marchés publiés)`
  return others.length === 0
    ? `département ${department} (liste importée)`
    : `département ${department} (liste importée ; les marchés publiés disent ${others.join(', ')} : la liste l’emporte)`
}

/** The reasons of a test, once what it rests on is read for all these contracts. */
async function reasonsOf(
  db: Db,
  indicator: Indicator,
  query: FigureQuery,
  ids: readonly string[],
  saidBy: (id: string) => Said,
): Promise<Explain> {
  const { test } = query
  switch (test.of) {
    case 'holders':
    case 'certainty': {
      const decisions = await listHolderDecisions(db, ids, test.perimeter, query)
      const byContract = Map.groupBy(decisions, ({ contractId }) => contractId)
      return ({ id }) => reasonsOfHolders(byContract.get(id) ?? [])
    }
    case 'territory': {
      const places = Map.groupBy(await listHolderPlaces(db, ids), ({ contractId }) => contractId)
      return ({ id }) =>
        places
          .get(id)
          ?.map(
            (place, index) =>
              `${holderName(index + 1, place.identifier)} : ${OUTCOME_WORDS[isHere(place.department, test.departments)]} — ${saidOfPlace(place)}.`,
          ) ?? [NO_HOLDER]
    }
    case 'subcontracts': {
      const acts = Map.groupBy(
        await listSubcontractDecisions(db, ids, test.perimeter, query),
        ({ contractId }) => contractId,
      )
      return ({ id }) =>
        (acts.get(id) ?? []).map(
          ({ identifier, outcome, cents }) =>
            `Sous-traitant ${identifier ?? 'sans identifiant utilisable'} : ${OUTCOME_WORDS[outcome]}, ${cents === null ? 'montant inutilisable' : `${eurosOf(cents).toLocaleString('fr-FR')} €`}.`,
        )
    }
    case 'considerations':
      return ({ id }) => [reasonOfConsiderations(test, saidBy(id))]
    case 'single-offer':
      return ({ id }) => [`Offres reçues : ${saidBy(id).offers ?? 'non dit'}.`]
    default:
      return ({ outcome }) => [indicator.parts[outcome]]
  }
}

/**
 * Why each contract is where it is, in French: the verdict of each holder with its rule or what is missing, what the record says,
 * or why it is left out. `saidBy` answers for every contract of the list.
 */
export async function explainContracts(
  db: Db,
  indicator: Indicator,
  query: FigureQuery,
  contracts: readonly PartContract[],
  saidBy: (id: string) => Said,
): Promise<Explain> {
  const ids = contracts.map(({ id }) => id)
  const ofTest = await reasonsOf(db, indicator, query, ids, saidBy)
  return (contract) => {
    if (contract.reason !== null) return [EXCLUSION_TITLES[contract.reason]]
    const { amountFlag } = saidBy(contract.id)
    const outOfValue =
      amountFlag === null ? [] : [`Hors de la valeur : montant ${AMOUNT_FLAG_TITLES[amountFlag]}.`]
    return [...ofTest(contract), ...outOfValue]
  }
}
