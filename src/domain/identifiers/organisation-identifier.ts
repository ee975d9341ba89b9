import { isSiren, isSiret, sirenOfVatNumber } from './siren.ts'

/** `typeIdentifiant` of the records, plus `SIREN` where only the legal unit is named. */
export const IDENTIFIER_SCHEMES = [
  'SIRET',
  'SIREN',
  'TVA',
  'TAHITI',
  'RIDET',
  'FRWF',
  'IREP',
  'HORS-UE',
] as const
export type IdentifierScheme = (typeof IDENTIFIER_SCHEMES)[number]

/**
 * An organisation as a record names it. `siren` is `null` for an organisation outside the French register.
 * `repaired`: the text was damaged in a way that leaves one reading only (spaces, `.0`, leading zeros lost).
 */
export type OrganisationIdentifier = {
  scheme: IdentifierScheme
  identifier: string
  siren: string | null
  repaired: boolean
}

/** Why an identifier cannot be used. `precision-lost`: a spreadsheet rounded it (`2,10104E+13`). */
export type IdentifierProblem = 'precision-lost' | 'wrong-check-digit' | 'not-an-identifier'

const SCIENTIFIC = /^\d([.,]\d+)?e\+?\d+$/i

/** What people write around a number: "SIRET : …", "N° …", "RCS Rennes B …", "… RCS Rennes", "… (siège)". */
const WORDS_AROUND =
  /^(?:n[°ºo]\s*)?(?:(?:siret|siren)\s*(?:n[°º])?\s*[:=]?|r\.?c\.?s\.?\s[\p{L} '-]*:?)\s*(?=\d)|^n[°º]\s*(?=\d)|\s+r\.?c\.?s\.?\s[\p{L} '-]+$|\s*\([\p{L} ]+\)$/giu

/** Text without the marks a spreadsheet or a typist leaves in a number: spaces, dots and dashes between groups, `.0`, quotes. */
function withoutTypingMarks(text: string): string {
  const number = text
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/^['"[=\s]+|['"\]\s]+$/g, '')
    .replace(WORDS_AROUND, '')
    .replace(/^([\d\s]+)[.,]0+$/, '$1')
  return number.replace(/^\d[\d\s-]*\d$/.test(number) ? /[\s-]/g : /[\s.]/g, '')
}

/** A SIRET or SIREN that lost its leading zeros to a spreadsheet, when exactly one length makes it valid. */
function withLeadingZeros(digits: string): { scheme: 'SIRET' | 'SIREN'; identifier: string } | null {
  if (digits.length > 9 && digits.length < 14 && isSiret(digits.padStart(14, '0')))
    return { scheme: 'SIRET', identifier: digits.padStart(14, '0') }
  if (digits.length > 5 && digits.length < 9 && isSiren(digits.padStart(9, '0')))
    return { scheme: 'SIREN', identifier: digits.padStart(9, '0') }
  return null
}

/** Words around it included, no identifier is so long: a longer text is not gone through. */
const LONGEST_WRITTEN = 255

function parseFrenchIdentifier(raw: string): OrganisationIdentifier | IdentifierProblem {
  if (raw.length > LONGEST_WRITTEN) return 'not-an-identifier'
  if (SCIENTIFIC.test(raw.trim())) return 'precision-lost'
  const digits = withoutTypingMarks(raw)
  const repaired = digits !== raw
  if (isSiret(digits)) return { scheme: 'SIRET', identifier: digits, siren: digits.slice(0, 9), repaired }
  if (isSiren(digits)) return { scheme: 'SIREN', identifier: digits, siren: digits, repaired }
  if (!/^\d+$/.test(digits)) {
    const siren = sirenOfVatNumber(digits)
    return siren ? { scheme: 'SIREN', identifier: siren, siren, repaired: true } : 'not-an-identifier'
  }
  const padded = withLeadingZeros(digits)
  if (padded) return { ...padded, siren: padded.identifier.slice(0, 9), repaired: true }
  return digits.length === 14 || digits.length === 9 ? 'wrong-check-digit' : 'not-an-identifier'
}

function schemeOf(raw: string | null): IdentifierScheme | null {
  const text = (raw ?? '').trim().toUpperCase().replace('_', '-')
  if (text === 'HORS UE') return 'HORS-UE'
  return IDENTIFIER_SCHEMES.find((scheme) => scheme === text) ?? null
}

/**
 * The organisation named by an identifier and its declared type, or the reason it cannot be used.
 * Without a declared type the identifier must be a SIRET or SIREN. Foreign identifiers are kept as written, upper case.
 * `("FR19000012345", "TVA")` → the SIREN of the VAT number, since both name the same legal unit.
 */
export function parseOrganisationIdentifier(
  raw: string,
  declaredScheme: string | null,
): OrganisationIdentifier | IdentifierProblem {
  const scheme = schemeOf(declaredScheme)
  if (scheme === null || scheme === 'SIRET' || scheme === 'SIREN') return parseFrenchIdentifier(raw)
  const identifier = raw.trim().toUpperCase().replace(/\s+/g, ' ')
  if (identifier === '') return 'not-an-identifier'
  if (scheme !== 'TVA') return { scheme, identifier, siren: null, repaired: false }
  const siren = sirenOfVatNumber(identifier)
  if (siren) return { scheme: 'SIREN', identifier: siren, siren, repaired: false }
  if (/^\d/.test(identifier)) return parseFrenchIdentifier(raw)
  const isForeign = /^(?!FR)[A-Z]{2}[A-Z0-9+*.\s-]{2,}$/.test(identifier)
  return isForeign ? { scheme, identifier, siren: null, repaired: false } : 'wrong-check-digit'
}
