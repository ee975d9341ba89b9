/** Families of the law of 31 July 2014 (art. 1, II, 1°): ESS by legal form alone. */
export type LegalFamily = 'association' | 'foundation' | 'mutual' | 'cooperative'

/** INSEE legal categories of associations. Not 9224 (lawyers' partnerships), 9110 nor 9150 (owners' associations). */
export const ASSOCIATION_CATEGORIES: readonly string[] = [
  '5195',
  '9210',
  '9220',
  '9221',
  '9222',
  '9223',
  '9230',
  '9260',
]

/** INSEE legal categories of foundations. */
export const FOUNDATION_CATEGORIES: readonly string[] = ['9300']

/** INSEE legal categories of mutuals, mutual insurers included. Not 81xx (social security) nor 85xx (provident institutions). */
export const MUTUAL_CATEGORIES: readonly string[] = ['6411', '8210', '8250', '8290']

/**
 * INSEE legal categories of cooperatives. A cooperative in SAS form (most recent SCOP and SCIC) has none of them:
 * it shows 5710, as any SAS does.
 */
export const COOPERATIVE_CATEGORIES: readonly string[] = [
  ...['5191', '5192', '5193', '5194', '5196', '5203', '5307', '5309'],
  ...['5443', '5451', '5453', '5454', '5455', '5458', '5459', '5460'],
  ...['5543', '5547', '5551', '5552', '5553', '5554', '5555', '5558', '5559', '5560'],
  ...['5643', '5647', '5651', '5652', '5653', '5654', '5655', '5658', '5659', '5660'],
  ...['6316', '6317', '6318', '6543', '6551', '6554', '6558', '6560', '6595', '6596'],
]

/**
 * INSEE legal categories that decide nothing by themselves, even where they also stand in a family: farming
 * companies of collective interest (SICA: 5432, 5532, 5632, 6532), congregations (9240), mutual guarantee companies (5191).
 */
export const DOUBTFUL_CATEGORIES: readonly string[] = ['5191', '5432', '5532', '5632', '6532', '9240']

const doubtful = new Set(DOUBTFUL_CATEGORIES)
const families = new Map<string, LegalFamily>([
  ...ASSOCIATION_CATEGORIES.map((code) => [code, 'association'] as const),
  ...FOUNDATION_CATEGORIES.map((code) => [code, 'foundation'] as const),
  ...MUTUAL_CATEGORIES.map((code) => [code, 'mutual'] as const),
  ...COOPERATIVE_CATEGORIES.map((code) => [code, 'cooperative'] as const),
])

/** The ESS family an INSEE category (4 digits) belongs to; `null` when it belongs to none or is doubtful. */
export function legalFamilyOf(code: string): LegalFamily | null {
  return doubtful.has(code) ? null : (families.get(code) ?? null)
}

/** Whether the category is known (4 digits, not `0000`), outside every ESS family and not doubtful. */
export function isOutsideEssFamilies(code: string): boolean {
  return /^[1-9]\d{3}$/.test(code) && !doubtful.has(code) && !families.has(code)
}

/** Whether the category is that of a public body (7xxx: State, municipality, CCAS, GIP): the law keeps the ESS to private persons. */
export function isPublicBody(code: string): boolean {
  return /^7\d{3}$/.test(code)
}
