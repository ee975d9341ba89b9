import type { TargetFilters } from './target.ts'

/** The criteria of a target as its file names them, as every address of the interface does, and what they restrict. */
export const FILTER_NAMES = {
  kind: 'kinds',
  procedure: 'procedures',
  cpv: 'cpv',
  category: 'categories',
  amount: 'amounts',
  holderPerimeter: 'holderPerimeters',
  holderFamily: 'holderFamilies',
  holderDepartment: 'holderDepartments',
  proximity: 'proximities',
  tag: 'tags',
  transition: 'transitions',
} as const satisfies Readonly<Record<string, keyof TargetFilters>>
export type FilterName = keyof typeof FILTER_NAMES

const NAMES = Object.keys(FILTER_NAMES) as FilterName[]

/** The criteria of a file → what they restrict; those without value restrict nothing. */
export const readFilters = (written: Readonly<Record<string, unknown>>): TargetFilters =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const values = written[name]
      return Array.isArray(values) && values.length > 0 ? [[FILTER_NAMES[name], values]] : []
    }),
  )

/** Criteria as a file writes them. */
export type WrittenFilters = {
  [Name in FilterName]?: NonNullable<TargetFilters[(typeof FILTER_NAMES)[Name]]>
}

/** The same the other way. */
export const writeFilters = (filters: TargetFilters): WrittenFilters =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const values = filters[FILTER_NAMES[name]]
      return values === undefined ? [] : [[name, values]]
    }),
  )
