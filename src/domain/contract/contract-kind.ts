import { textOf } from './missing-marker.ts'

/** What a record is: concessions stand apart; a framework and its call-offs must not count the same euros twice. */
export const CONTRACT_KINDS = ['contract', 'framework', 'call-off', 'concession'] as const
export type ContractKind = (typeof CONTRACT_KINDS)[number]

/** Each kind as a table for agents names it. */
export const KIND_WORDS: Readonly<Record<ContractKind, string>> = {
  contract: 'marché',
  framework: 'accord-cadre',
  'call-off': 'marché subséquent',
  concession: 'concession',
}

/** Whether a `nature` names a concession: of works or services, or a "délégation de service public". */
export function isConcessionNature(nature: unknown): boolean {
  return /^(concession|d[ée]l[ée]gation)/i.test(textOf(nature) ?? '')
}

type KindFacts = {
  isConcession: boolean
  nature: string | null
  techniques: readonly string[] | null
  sourceId: string | null
  frameworkId: string | null
}

const FRAMEWORK = /^accords?[ -]cadres?\b/i
const CALL_OFF = /^march[ée]s? subs[ée]quents?\b/i

/**
 * The kind of a record. `nature` decides where it says so (2019 format); else a record that names a framework other than
 * itself is a call-off, and one awarded by the technique "Accord-cadre" is a framework (2022 format).
 */
export function kindOfContract(facts: KindFacts): ContractKind {
  if (facts.isConcession) return 'concession'
  if (CALL_OFF.test(facts.nature ?? '')) return 'call-off'
  if (FRAMEWORK.test(facts.nature ?? '')) return 'framework'
  if (facts.frameworkId !== null && facts.frameworkId !== facts.sourceId) return 'call-off'
  return facts.techniques?.some((technique) => FRAMEWORK.test(technique)) ? 'framework' : 'contract'
}
