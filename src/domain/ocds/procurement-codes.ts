import { PROCEDURE_PATTERNS, type Procedure } from '../contract-filter/procedure.ts'
import { CATEGORY_DIVISIONS, type PurchaseCategory } from '../contract-filter/purchase-category.ts'

/** Closed codelist `method` of the standard. A "procédure adaptée" is whatever its buyer made of it: it has no code. */
const METHODS: Partial<Record<Procedure, 'open' | 'selective' | 'limited'>> = {
  open: 'open',
  restricted: 'selective',
  negotiated: 'selective',
  dialogue: 'selective',
  'without-publicity': 'limited',
}

const PATTERNS = PROCEDURE_PATTERNS.map(({ procedure, pattern }) => ({
  procedure,
  expression: new RegExp(pattern, 'i'),
}))

/** `tender.procurementMethod` of a procedure as written; `null` where the standard has no code that is surely right. */
export function methodOfProcedure(procedure: string | null): 'open' | 'selective' | 'limited' | null {
  if (procedure === null) return null
  const found = PATTERNS.find(({ expression }) => expression.test(procedure))
  return (found && METHODS[found.procedure]) ?? null
}

/** Closed codelist `procurementCategory`. */
const CATEGORIES: Partial<Record<PurchaseCategory, 'goods' | 'works' | 'services'>> = {
  works: 'works',
  supplies: 'goods',
  services: 'services',
}

/** `tender.mainProcurementCategory` of a CPV code; `null` without a usable one. */
export function categoryOfCpv(cpv: string | null): 'goods' | 'works' | 'services' | null {
  const division = cpv?.slice(0, 2) ?? ''
  const found = CATEGORY_DIVISIONS.find(({ from, to }) => division >= from && division <= to)
  return (found && CATEGORIES[found.category]) ?? null
}
