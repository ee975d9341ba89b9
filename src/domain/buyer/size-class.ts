/** Classes of the number of employees of a buyer, as SIRENE says it. */
export const SIZE_CLASSES = ['under-10', '10-49', '50-249', '250-999', '1000-plus', 'unknown'] as const
export type SizeClass = (typeof SIZE_CLASSES)[number]

export const SIZE_TITLES: Readonly<Record<SizeClass, string>> = {
  'under-10': 'moins de 10 agents',
  '10-49': '10 à 49 agents',
  '50-249': '50 à 249 agents',
  '250-999': '250 à 999 agents',
  '1000-plus': '1 000 agents ou plus',
  unknown: 'effectif inconnu',
}

/** Codes of `trancheEffectifsUniteLegale` (INSEE) in each class. `NN`, empty and any other code are unknown. */
export const SIZE_CODES: Readonly<Record<Exclude<SizeClass, 'unknown'>, readonly string[]>> = {
  'under-10': ['00', '01', '02', '03'],
  '10-49': ['11', '12'],
  '50-249': ['21', '22', '31'],
  '250-999': ['32', '41'],
  '1000-plus': ['42', '51', '52', '53'],
}
