import type { Db } from '../database/connect.ts'
import { type HolderDecision, listHolderDecisions, type PartContract } from '../database/figure-contracts.ts'
import type { FigureQuery } from '../database/indicators.ts'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import { EXCLUSION_TITLES } from '../domain/indicator/figure-part.ts'
import type { Indicator } from '../domain/indicator/indicator.ts'
import { FACT_TITLES } from '../domain/supplier/fact-titles.ts'
import { findRule } from '../domain/supplier/rules.ts'
import type { FactName } from '../domain/supplier/verdict.ts'

const ANSWERS = { yes: 'oui', no: 'non', undetermined: 'indéterminé' } as const

const CONSIDERATION_TITLES: Readonly<Record<string, string>> = {
  'execution-clause': 'clause d’exécution',
  'award-criterion': 'critère d’attribution',
  'reserved-contract': 'marché réservé',
}

/** Why an amount stays out of value. */
const FLAG_TITLES: Readonly<Record<string, string>> = {
  missing: 'absent',
  unreadable: 'illisible',
  'below-minimum': 'inférieur à 200 €',
  'above-maximum': 'supérieur à 999 999 999 €',
  placeholder: 'de remplissage',
}

/** "Titulaire 1 (…) : non — …", from the verdicts of one holder: several when they change over days that are all possible. */
function reasonOfHolder(decisions: readonly HolderDecision[], position: number): string {
  const [first] = decisions
  const outcomes = new Set(decisions.map(({ outcome }) => outcome))
  const name = `Titulaire ${position} (${first?.identifier ?? 'sans identifiant utilisable'})`
  if (first?.outcome == null) return `${name} : indéterminé — il manque ${FACT_TITLES.siren}.`
  if (outcomes.size > 1)
    return `${name} : indéterminé — son classement a changé, il manque ${FACT_TITLES['notification-date']}.`
  if (first.outcome === 'undetermined')
    return `${name} : indéterminé — il manque ${(first.missing ?? []).map((fact) => FACT_TITLES[fact as FactName] ?? fact).join(', ')}.`
  const rule = first.rule === null ? null : findRule(first.rule)
  return `${name} : ${ANSWERS[first.outcome]}${rule ? ` — ${rule.title}` : ''}`
}

function reasonsOfHolders(decisions: readonly HolderDecision[]): string[] {
  if (decisions.length === 0) return ['Aucun titulaire dans les données : indéterminé.']
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
  amountFlag: string | null
  social: readonly string[] | null
  environmental: readonly string[] | null
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
): Promise<(contract: PartContract) => string[]> {
  const { test } = query
  const decisions =
    test.of === 'holders'
      ? await listHolderDecisions(
          db,
          contracts.map(({ id }) => id),
          test.perimeter,
          query,
        )
      : []
  const byContract = Map.groupBy(decisions, ({ contractId }) => contractId)
  const ofTest = ({ id, outcome }: PartContract): string[] => {
    if (test.of === 'holders') return reasonsOfHolders(byContract.get(id) ?? [])
    if (test.of === 'considerations') return [reasonOfConsiderations(test, saidBy(id))]
    return [indicator.parts[outcome]]
  }
  return (contract) => {
    if (contract.reason !== null) return [EXCLUSION_TITLES[contract.reason]]
    const { amountFlag } = saidBy(contract.id)
    const outOfValue =
      amountFlag === null ? [] : [`Hors de la valeur : montant ${FLAG_TITLES[amountFlag] ?? amountFlag}.`]
    return [...ofTest(contract), ...outOfValue]
  }
}
