import type { ContractCriteria } from '../domain/contract-filter/contract-filters.ts'
import type { Period } from '../domain/dates/period.ts'
import { SUPPLIER_DIVERSITY } from '../domain/indicator/supplier-diversity.ts'
import type { Target } from '../domain/plan/target.ts'
import { writeFilters } from '../domain/plan/target-filters.ts'

/** Beyond these buyers an address is longer than a server takes. */
const MOST_BUYERS = 100

/** Adds criteria to an address, by the names that every address of contracts gives them. */
export function addCriteria(
  query: URLSearchParams,
  { endsFrom, endsTo, ...criteria }: ContractCriteria,
): void {
  for (const [name, values] of Object.entries({ ...writeFilters(criteria), endsFrom, endsTo }))
    for (const value of [values ?? []].flat()) query.append(name, value)
}

/** Where the figure of a target stands with its method, and opens on its contracts; `null`: too many buyers for an address. */
export function addressOfFigure(
  target: Target,
  buyers: readonly string[],
  { from, to }: Period,
): string | null {
  if (buyers.length > MOST_BUYERS) return null
  const { indicator, perimeter, territory, field, holders, frameworks, filters } = target
  const query = new URLSearchParams()
  const add = (name: string, value: string | null) => {
    if (value !== null) query.append(name, value)
  }
  for (const buyer of buyers) add('buyer', buyer)
  add('from', from)
  add('to', to)
  add('perimeter', perimeter)
  for (const department of territory ?? []) add('territory', department)
  add('field', field)
  add('holders', indicator === SUPPLIER_DIVERSITY.id ? null : holders)
  add('frameworks', frameworks)
  addCriteria(query, filters)
  return `/v1/indicators/${indicator}?${query}`
}
