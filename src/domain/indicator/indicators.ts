import type { PerimeterId } from '../supplier/verdict.ts'
import { DETERMINED_SUPPLIERS } from './determined-suppliers.ts'
import { ENVIRONMENTAL_CLAUSE } from './environmental-clause.ts'
import { ENVIRONMENTAL_CONSIDERATION } from './environmental-consideration.ts'
import { ENVIRONMENTAL_CRITERION } from './environmental-criterion.ts'
import { ESS_SHARE } from './ess-share.ts'
import { ESUS_SHARE } from './esus-share.ts'
import { FILLED_FIELDS } from './filled-fields.ts'
import { HANDICAP_SHARE } from './handicap-share.ts'
import { INCLUSIVE_SHARE } from './inclusive-share.ts'
import type { Indicator } from './indicator.ts'
import { INDIRECT_SHARE } from './indirect-share.ts'
import { INSERTION_CONTRACTS, INSERTION_MANDATORY } from './insertion-contracts.ts'
import { LOCAL_SHARE } from './local-share.ts'
import { NATIONAL_ESUS } from './national-esus.ts'
import { NATIONAL_INCLUSIVE } from './national-inclusive.ts'
import { RESERVED_CONTRACT } from './reserved-contracts.ts'
import { SIAE_SHARE } from './siae-share.ts'
import { SINGLE_OFFER } from './single-offer.ts'
import { SOCIAL_CLAUSE } from './social-clause.ts'
import { SOCIAL_CONSIDERATION } from './social-consideration.ts'
import { SOCIAL_CRITERION } from './social-criterion.ts'
import { USABLE_AMOUNTS } from './usable-amounts.ts'

/** Every indicator, in the order they are shown. */
export const INDICATORS: readonly Indicator[] = [
  ESS_SHARE,
  ESUS_SHARE,
  INCLUSIVE_SHARE,
  SIAE_SHARE,
  HANDICAP_SHARE,
  NATIONAL_ESUS,
  NATIONAL_INCLUSIVE,
  SOCIAL_CONSIDERATION,
  SOCIAL_CLAUSE,
  SOCIAL_CRITERION,
  RESERVED_CONTRACT,
  INSERTION_CONTRACTS,
  INSERTION_MANDATORY,
  ENVIRONMENTAL_CONSIDERATION,
  ENVIRONMENTAL_CLAUSE,
  ENVIRONMENTAL_CRITERION,
  INDIRECT_SHARE,
  LOCAL_SHARE,
  SINGLE_OFFER,
  FILLED_FIELDS,
  USABLE_AMOUNTS,
  DETERMINED_SUPPLIERS,
]

/** The indicator of an id; `null` when there is none. */
export const findIndicator = (id: string): Indicator | null =>
  INDICATORS.find((indicator) => indicator.id === id) ?? null

/** The share of the catalogue that measures a perimeter: where a figure of its suppliers opens. */
export function shareIndicatorOf(perimeter: PerimeterId): Indicator {
  const found = INDICATORS.find(
    ({ counts }) => counts.by === 'holders' && counts.perimeters.includes(perimeter),
  )
  if (found) return found
  throw new RangeError(`no share of the catalogue measures ${perimeter}`)
}
