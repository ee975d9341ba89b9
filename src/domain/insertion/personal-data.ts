/** What identifies a person and has no place here. */
export type PersonalDataKind = 'name' | 'birth-date' | 'social-security-number' | 'contact'

export const PERSONAL_DATA_TITLES: Readonly<Record<PersonalDataKind, string>> = {
  name: 'nom ou prénom',
  'birth-date': 'date de naissance complète',
  'social-security-number': 'numéro de sécurité sociale',
  contact: 'adresse, téléphone ou courriel',
}

/** A social-security number: sex, year, month, département, commune, rank, and its key or not. */
const SOCIAL_SECURITY = /(?:^|\D)[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[ab])\d{6}(?:\d{2})?(?:\D|$)/i
/** Bounded as addresses are: a text of a million characters without any is gone through once. */
const EMAIL = /[^\s@]{1,64}@[^\s@]{1,255}\.[a-z]{2,}/i
const PHONE = /(?:^|\D)(?:0|\+33)[1-9]\d{8}(?:\D|$)/

/** Years in which someone at work may have been born. */
const BIRTH_YEAR = '(?:19[2-9]\\d|200\\d|201[0-4])'
const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
const MONTH = '(?:0?[1-9]|1[0-2])'
const BIRTH_DATE = new RegExp(
  `(?:^|\\D)(?:${DAY}[-/. ]${MONTH}[-/. ]${BIRTH_YEAR}|${BIRTH_YEAR}[-/. ]${MONTH}[-/. ]${DAY}|(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])${BIRTH_YEAR}|${BIRTH_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))(?:\\D|$)`,
)

/** Whether a text holds a social-security number, however it is spaced. */
const holdsSocialSecurityNumber = (text: string) =>
  SOCIAL_SECURITY.test(text.replace(/(?<=[\dab])[ .\-\u00a0\u202f](?=[\dab])/gi, ''))

/**
 * The personal data that a free text surely holds; `null` when there is none to be seen. A name cannot be told from another
 * word: it is only looked for where a code is expected (`parsePersonCode`).
 */
export function findPersonalData(text: string): PersonalDataKind | null {
  if (text.includes('@') && EMAIL.test(text)) return 'contact'
  if (holdsSocialSecurityNumber(text)) return 'social-security-number'
  if (PHONE.test(text.replace(/(?<=\d)[ .-](?=\d)/g, ''))) return 'contact'
  return BIRTH_DATE.test(text) ? 'birth-date' : null
}
