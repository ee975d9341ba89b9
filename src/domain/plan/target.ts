import type { ContractCriteria } from '../contract-filter/contract-filters.ts'
import type { IsoDate } from '../dates/iso-date.ts'
import type { RecordedField } from '../indicator/recorded-field.ts'
import type { StateThresholds } from '../insertion/clause-state.ts'
import type { FrameworkMethod, HolderMethod } from '../share/share.ts'
import type { PerimeterId } from '../supplier/verdict.ts'
import type { HourTarget } from './hour-target.ts'

/** What a target is measured in: contracts, euros excluding tax, or distinct suppliers (all of them, or the new ones). */
export const TARGET_MEASURES = ['contracts', 'value', 'suppliers', 'new-suppliers'] as const
export type TargetMeasure = (typeof TARGET_MEASURES)[number]

/** Whether suppliers are counted, which do not add up from one buyer or period to another. */
export const isOfSuppliers = (measure: TargetMeasure): boolean =>
  measure === 'suppliers' || measure === 'new-suppliers'

/** How its value is written: a percentage of what is counted, or how much of it (`euros`: in value only). */
export const TARGET_UNITS = ['percent', 'count', 'euros'] as const
export type TargetUnit = (typeof TARGET_UNITS)[number]

/** Whether the value is to be reached or not to be passed; equal to it is good in both. */
export const TARGET_DIRECTIONS = ['at-least', 'at-most'] as const
export type TargetDirection = (typeof TARGET_DIRECTIONS)[number]

/** The decision that adopted a plan, or one of its targets. */
export type Deliberation = { reference: string; adoptedOn: IsoDate; url: string | null }

/** A named period of a plan. Phases may overlap. */
export type PlanPhase = { id: string; title: string; from: IsoDate; to: IsoDate }

/** The days of a value, both included: a calendar year, a phase of the plan, or what was written. */
export type PlanPeriod = {
  year: number | null
  phase: string | null
  label: string
  from: IsoDate
  to: IsoDate
}

/** Where the buyer stood before. `amount` is in the unit of the target; `source`: where it was read. */
export type Baseline = { amount: number; label: string; from: IsoDate; to: IsoDate; source: string | null }

/** Which contracts the target is about: every criterion but buyers and days, which are those of the plan. */
export type TargetFilters = Omit<ContractCriteria, 'endsFrom' | 'endsTo'>

/** `amount`, whole: basis points (12.5 % is 1250), cents for euros, else units. */
export type TargetValue = PlanPeriod & { amount: number }

/** A target of a plan (SPASER): the value of an indicator to reach, or not to pass, over each of its periods. */
export type Target = {
  id: string
  title: string
  /** Id of the catalogue. */
  indicator: string
  /** `null` where the indicator leaves no choice; so are `territory` and `field`. */
  perimeter: PerimeterId | null
  territory: readonly string[] | null
  field: RecordedField | null
  filters: TargetFilters
  measure: TargetMeasure
  unit: TargetUnit
  direction: TargetDirection
  /** `null` where the indicator leaves no choice. */
  holders: HolderMethod | null
  frameworks: FrameworkMethod
  /** `null`: that of the plan. */
  deliberation: Deliberation | null
  baseline: Baseline | null
  /** In the order of their first days. */
  values: readonly TargetValue[]
}

/** The document an agent writes down: who, over which years, decided by which deliberation, with which targets. */
export type Plan = {
  id: string
  title: string
  /** SIREN (9 digits) or SIRET (14) of the buyers the plan binds; several: a joint plan. */
  buyers: readonly string[]
  from: IsoDate
  to: IsoDate
  deliberation: Deliberation | null
  phases: readonly PlanPhase[]
  targets: readonly Target[]
  /** Targets in hours of insertion; empty where the plan has none. */
  hourTargets: readonly HourTarget[]
  /** Thresholds of the states of its buyers' clauses over its period; those left out have the default. `null`: it says none. */
  insertionThresholds: Partial<StateThresholds> | null
}
