import { findPersonalData, type PersonalDataKind } from './personal-data.ts'

/** The code of a person, or what it gives away. `not-a-code`: nothing personal, but no code either. */
export type ReadPersonCode = { code: string } | { refused: PersonalDataKind | 'not-a-code' }

const LONGEST_CODE = 40
const CODE = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/
/** A code drawn at random: hexadecimal, or a UUID. */
const RANDOM = /^(?:[0-9a-f]{16,40}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i

/** Words that head a code without naming anyone. */
const HARMLESS_WORDS = new Set([
  'agent',
  'beneficiaire',
  'benef',
  'candidat',
  'clause',
  'code',
  'dossier',
  'ident',
  'insertion',
  'matricule',
  'participant',
  'parcours',
  'personne',
  'pers',
  'public',
  'salarie',
])
/** Letters in a row beyond which a word may be a name: sigles are shorter (PLIE, ETTI). */
const LONGEST_SIGLE = 4

const mayBeName = (code: string) =>
  (code.match(/[A-Za-z]+/g) ?? []).some(
    (word) => word.length > LONGEST_SIGLE && !HARMLESS_WORDS.has(word.toLowerCase()),
  )

/**
 * The pseudonymous code of a person: letters, digits and marks, a digit at least, no word that may be a name, no birth date, no
 * social-security number. `"P-017"`, `"PLIE31/2024-12"`, `"personne 4"` → a code; `"DUPONT"`, `"Jean D."`, `"DUPONT75"` → refused.
 * What is refused is never given back.
 */
export function parsePersonCode(raw: string): ReadPersonCode {
  const text = raw.trim()
  const found = findPersonalData(text)
  if (found !== null) return { refused: found }
  const code = text.replace(/\s+/g, ' ').replace(/ (?=\d)|(?<=\d) /g, '-')
  if (RANDOM.test(code)) return { code: code.toLowerCase() }
  if (mayBeName(code.normalize('NFD').replace(/[\u0300-\u036f]/g, ''))) return { refused: 'name' }
  if (!/\d/.test(code)) return { refused: /\p{L}{2,}/u.test(code) ? 'name' : 'not-a-code' }
  if (code.length > LONGEST_CODE || !CODE.test(code)) return { refused: 'not-a-code' }
  return { code: code.toUpperCase() }
}
