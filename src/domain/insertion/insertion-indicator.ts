import type { LegalReference } from '../supplier/references.ts'
import type { GroupLine } from './insertion-breakdown.ts'
import type { InsertionFacts } from './insertion-facts.ts'

/**
 * What an indicator finds: a value in its unit (`null`: nothing to divide by, or not known), its upper bound where it is known
 * between two, the parts it is made of, and the groups it is told by.
 */
export type InsertionFigure = {
  value: number | null
  atMost?: number | null
  parts?: Readonly<Record<string, number | null>>
  groups?: readonly GroupLine[]
  /** Each person is in one group only. */
  isPartition?: boolean
}

/**
 * An indicator of insertion, computed from clauses and statements of hours where others count contracts: its figure has one value, its
 * parts and its groups. What it counts, and all that an agent needs to quote it; texts are in French, ready to be shown.
 */
export type InsertionIndicator = {
  /** Stable. */
  id: string
  title: string
  definition: string
  formula: string
  unit: string
  exclusions: readonly string[]
  assumptions: readonly string[]
  /** What each part holds, by its name in the figure. */
  parts: Readonly<Record<string, string>>
  references: readonly LegalReference[]
  /** Its value tells of people, and is hidden where they are few. */
  isOfPeople: boolean
  compute: (facts: InsertionFacts) => InsertionFigure
}
