/** What a buyer is, so that it is compared with its like. `other`: a public body of another kind, or a private one; `unknown`: nothing says. */
export const BUYER_KINDS = [
  'state',
  'national-body',
  'region',
  'department',
  'municipality',
  'intermunicipality',
  'joint-authority',
  'social-action',
  'health',
  'education',
  'fire-service',
  'housing',
  'other',
  'unknown',
] as const
export type BuyerKind = (typeof BUYER_KINDS)[number]

/** How a kind is known: the legal category a list gives, the beginning of the SIREN alone, or not at all. */
export const KIND_SOURCES = ['legal-category', 'siren', 'unknown'] as const
export type KindSource = (typeof KIND_SOURCES)[number]

export const KIND_TITLES: Readonly<Record<BuyerKind, string>> = {
  state: 'État (ministères et services)',
  'national-body': 'Établissement public national',
  region: 'Région',
  department: 'Département',
  municipality: 'Commune',
  intermunicipality: 'Communauté ou métropole',
  'joint-authority': 'Syndicat intercommunal ou mixte, pôle',
  'social-action': 'Action sociale (CCAS, CIAS, établissement médico-social)',
  health: 'Établissement public de santé',
  education: 'Établissement d’enseignement',
  'fire-service': 'Service d’incendie et de secours',
  housing: 'Office public de l’habitat',
  other: 'Autre',
  unknown: 'Inconnue',
}

/** INSEE legal categories (4 digits) of each kind, by their labels of 2022. Any other known category is `other`. */
export const KIND_CATEGORIES: Readonly<Record<Exclude<BuyerKind, 'other' | 'unknown'>, readonly string[]>> = {
  state: ['7111', '7112', '7113', '7120', '7150', '7160', '7171', '7172', '7179', '7190'],
  'national-body': ['4110', '4120', '4130', '4160', '7382', '7385', '7389'],
  region: ['7230'],
  department: ['7220'],
  municipality: ['7210', '7312'],
  intermunicipality: ['7342', '7343', '7344', '7346', '7347', '7348'],
  'joint-authority': ['7340', '7345', '7349', '7351', '7352', '7353', '7354', '7355', '7356', '7357'],
  'social-action': ['7361', '7366', '7367'],
  health: ['7364', '7365', '7470'],
  education: ['7331', '7383', '7384'],
  'fire-service': ['7372'],
  housing: ['7371'],
}

/**
 * Kinds that the first two digits of a public body's SIREN let suppose, where no list gives its legal category. Read on published
 * SIRENE rows: 24 holds some joint authorities too, hence a supposition. The others (13, 18, 19, 20, 26…) mix kinds and tell nothing.
 */
export const KIND_PREFIXES: Readonly<Record<string, BuyerKind>> = {
  '21': 'municipality',
  '22': 'department',
  '23': 'region',
  '24': 'intermunicipality',
  '25': 'joint-authority',
}
