/** Works, supplies or services, from the division of the CPV code; `unknown` without a usable code. */
export const PURCHASE_CATEGORIES = ['works', 'supplies', 'services', 'unknown'] as const
export type PurchaseCategory = (typeof PURCHASE_CATEGORIES)[number]

/** Divisions (first two digits of the CPV) of each category, both ends included. Regulation (EC) 213/2008, annex I. */
export const CATEGORY_DIVISIONS: readonly { category: PurchaseCategory; from: string; to: string }[] = [
  { category: 'works', from: '45', to: '45' },
  { category: 'supplies', from: '03', to: '44' },
  { category: 'supplies', from: '48', to: '48' },
  { category: 'services', from: '50', to: '98' },
]

/** Each category as an agent reads it. */
export const CATEGORY_TITLES: Readonly<Record<PurchaseCategory, string>> = {
  works: 'Travaux',
  supplies: 'Fournitures',
  services: 'Services',
  unknown: 'Inconnu (code CPV absent ou inutilisable)',
}
