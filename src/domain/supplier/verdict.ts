import type { IsoDate } from '../dates/iso-date.ts'
import type { FactSource } from './facts.ts'

export type PerimeterId = 'ess' | 'ess-register' | 'esus' | 'siae' | 'handicap' | 'inclusive' | 'ess-wide'
export const PERIMETER_IDS = [
  'ess',
  'ess-register',
  'esus',
  'siae',
  'handicap',
  'inclusive',
  'ess-wide',
] as const satisfies readonly PerimeterId[]

/** A fact a verdict lacks, as a stable code. */
export type FactName =
  | 'siren'
  | 'legal-category'
  | 'ess-flag'
  | 'ess-france-list'
  | 'esus-list'
  | 'siae-list'
  | 'establishment-status'
  | 'usable-list-row'
  | 'notification-date'
  | 'decision'

/** Where an evidence comes from: a list, the State's directory, or the decision of a person. */
export type EvidenceSource = FactSource | 'person'

/** One thing a verdict rests on. `value` is a short French sentence fragment an agent can read: "économie sociale et solidaire : O". */
export type Evidence = {
  source: EvidenceSource
  value: string
  seenOn: IsoDate
  validFrom: IsoDate | null
  validTo: IsoDate | null
  /** The fact is known at the level of the legal unit, not of the establishment that holds the contract. */
  isFromLegalUnit?: true
}

/** A verdict in three values: undetermined is never "no". `rule` is the id of a rule of `rules.ts`. */
export type Verdict =
  | { status: 'decided'; outcome: 'yes' | 'no'; rule: string; evidence: readonly Evidence[] }
  | { status: 'undetermined'; missing: readonly FactName[]; evidence: readonly Evidence[] }

/** The three answers as an agent reads them. */
export const OUTCOME_WORDS = { yes: 'oui', no: 'non', undetermined: 'indéterminé' } as const

/** A verdict over the days `validFrom`..`validTo` (inclusive, `null` unbounded). */
export type DatedVerdict = { validFrom: IsoDate | null; validTo: IsoDate | null; verdict: Verdict }
