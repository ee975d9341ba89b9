import type { FrameworkMethod, HolderMethod, Measure } from '../share/share.ts'
import type { PerimeterId } from '../supplier/verdict.ts'
import type { HourTarget } from './hour-target.ts'

/** A target of a plan (SPASER): a minimum share, per calendar year. */
export type Target = {
  id: string
  title: string
  perimeter: PerimeterId
  measure: Measure
  holders: HolderMethod
  frameworks: FrameworkMethod
  /** The minimum for each year, in basis points: 12.5 % is 1250. */
  values: readonly { year: number; minimumBasisPoints: number }[]
}

/** The document an agent writes down: who, over which years, decided by which deliberation, with which targets. */
export type Plan = {
  id: string
  title: string
  /** SIREN (9 digits) or SIRET (14) of the buyers the plan binds. */
  buyers: readonly string[]
  from: string
  to: string
  deliberation: { reference: string; adoptedOn: string; url: string | null } | null
  targets: readonly Target[]
  /** Targets in hours of insertion; empty where the plan has none. */
  hourTargets: readonly HourTarget[]
}

export type TargetVerdict = 'met' | 'missed' | 'depends-on-undetermined' | 'no-contracts'
