/** Publics of insertion, codes of the IAE criteria. A person may be of several: tallies by public overlap, and never add up to people. */
export const PUBLICS = {
  RSA: 'Bénéficiaire du RSA',
  ASS: 'Allocataire de l’ASS',
  AAH: 'Allocataire de l’AAH',
  DETLD: 'Demandeur d’emploi de très longue durée (24 mois et plus)',
  DELD: 'Demandeur d’emploi de longue durée (12 à 24 mois)',
  JEUNE: 'Jeune de moins de 26 ans',
  SENIOR: 'Senior (50 ans et plus)',
  TH: 'Travailleur handicapé',
  CAP_BEP: 'Niveau CAP ou BEP, ou en dessous',
  ASE: 'Sortant de l’aide sociale à l’enfance',
  PI: 'Parent isolé',
  PSH_PR: 'Sans hébergement, hébergé ou en parcours de rue',
  REF_DA: 'Réfugié ou demandeur d’asile',
  ZRR: 'Résident en ZRR',
  QPV: 'Résident en QPV',
  DETENTION_MJ: 'Sortant de détention ou sous main de justice',
  FLE: 'Maîtrise de la langue française',
  PM: 'Problème de mobilité',
} as const
export type PublicId = keyof typeof PUBLICS
export const PUBLIC_IDS = Object.keys(PUBLICS) as readonly PublicId[]

/** How the person came to work on the contract. */
export const HIRING_FORMS = {
  direct: 'Embauche directe par l’entreprise',
  etti: 'Mise à disposition par une ETTI',
  ai: 'Mise à disposition par une AI',
  geiq: 'Mise à disposition par un GEIQ',
  eatt: 'Mise à disposition par une EATT',
  subcontract: 'Sous-traitance à une SIAE, une EA ou un ESAT',
  'joint-award': 'Cotraitance avec une SIAE, une EA ou un ESAT',
} as const
export type HiringFormId = keyof typeof HIRING_FORMS
export const HIRING_FORM_IDS = Object.keys(HIRING_FORMS) as readonly HiringFormId[]

export const EMPLOYMENT_FORMS = {
  cdi: 'CDI',
  cdd: 'CDD',
  cddi: 'CDD d’insertion',
  ctt: 'Contrat de travail temporaire',
  apprenticeship: 'Contrat d’apprentissage',
  professionalisation: 'Contrat de professionnalisation',
  other: 'Autre contrat',
} as const
export type EmploymentFormId = keyof typeof EMPLOYMENT_FORMS
export const EMPLOYMENT_FORM_IDS = Object.keys(EMPLOYMENT_FORMS) as readonly EmploymentFormId[]

export const SEXES = { female: 'Femme', male: 'Homme' } as const
export type SexId = keyof typeof SEXES
export const SEX_IDS = Object.keys(SEXES) as readonly SexId[]

export const AGE_BANDS = {
  'under-26': 'Moins de 26 ans',
  '26-49': '26 à 49 ans',
  '50-and-over': '50 ans et plus',
} as const
export type AgeBandId = keyof typeof AGE_BANDS
export const AGE_BAND_IDS = Object.keys(AGE_BANDS) as readonly AgeBandId[]

/** Levels of the national framework of qualifications. */
export const QUALIFICATIONS = {
  'below-3': 'Sans diplôme',
  'level-3': 'Niveau 3 (CAP, BEP)',
  'level-4': 'Niveau 4 (baccalauréat)',
  'level-5-and-over': 'Niveau 5 et plus',
} as const
export type QualificationId = keyof typeof QUALIFICATIONS
export const QUALIFICATION_IDS = Object.keys(QUALIFICATIONS) as readonly QualificationId[]

/** What became of the person after, when it is known. */
export const AFTERWARDS = {
  'lasting-job': 'Emploi durable (CDI, CDD de six mois et plus)',
  'short-job': 'Emploi de moins de six mois',
  training: 'Formation',
  insertion: 'Suite de parcours d’insertion',
  'job-seeking': 'Recherche d’emploi',
  other: 'Autre situation',
} as const
export type AfterwardsId = keyof typeof AFTERWARDS
export const AFTERWARDS_IDS = Object.keys(AFTERWARDS) as readonly AfterwardsId[]

/** The band of an age in whole years. */
export function ageBandOf(years: number): AgeBandId {
  if (years < 26) return 'under-26'
  return years < 50 ? '26-49' : '50-and-over'
}
