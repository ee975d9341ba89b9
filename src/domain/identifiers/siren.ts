import { passesLuhn } from './luhn.ts'

/** Nine digits with a right check digit. All zeros passes the sum and names nobody: refused. */
export function isSiren(text: string): boolean {
  return /^\d{9}$/.test(text) && text !== '000000000' && passesLuhn(text)
}

/** A run of digits typed to fill a cell: `12345678912345`, `000000000`, `99999999900010`. */
export function isPlaceholder(digits: string): boolean {
  return digits.startsWith('12345678') || /^(\d)\1+$/.test(digits) || /^(\d)\1{8}/.test(digits)
}

/** La Poste numbers its thousands of post offices outside Luhn: their digits add up to a multiple of 5. */
const LA_POSTE_SIREN = '356000000'

/** Fourteen digits with a right check digit, or an establishment of La Poste (Luhn or digit sum divisible by 5). */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false
  if (passesLuhn(text)) return true
  if (!text.startsWith(LA_POSTE_SIREN)) return false
  return [...text].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
}

/** The SIREN inside a French VAT number (`FR` + key + SIREN), when key and SIREN are right; else `null`. */
export function sirenOfVatNumber(text: string): string | null {
  const match = /^FR(\d{2})(\d{9})$/.exec(text.toUpperCase().replace(/[\s.-]/g, ''))
  if (!match) return null
  const [key, siren] = [Number(match[1]), match[2] as string]
  return isSiren(siren) && key === (12 + 3 * (Number(siren) % 97)) % 97 ? siren : null
}

/** The French VAT number of a legal unit: `FR`, a key computed from the SIREN, and the SIREN. */
export function vatNumberOf(siren: string): string {
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`
}
