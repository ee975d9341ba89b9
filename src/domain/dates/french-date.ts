import { dayOf } from './calendar-day.ts'

/** Months as a spreadsheet writes them in French: whole, or cut ("janv.", "févr."). Accents are gone. */
export const MONTHS: Readonly<Record<string, number>> = {
  janvier: 1,
  janv: 1,
  fevrier: 2,
  fevr: 2,
  fev: 2,
  mars: 3,
  avril: 4,
  avr: 4,
  mai: 5,
  juin: 6,
  juillet: 7,
  juil: 7,
  aout: 8,
  septembre: 9,
  sept: 9,
  octobre: 10,
  oct: 10,
  novembre: 11,
  nov: 11,
  decembre: 12,
  dec: 12,
}

/** "24" → 2024, "99" → 1999; from 80 to 89 neither century is likely: 0, which no calendar has. */
function yearOf(text: string): number {
  const year = Number(text)
  if (text.length === 4) return year
  if (year < 80) return 2000 + year
  return year < 90 ? 0 : 1900 + year
}

const NUMBERS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:$|[T ])/
/** Both parts of two digits: `05/04/24` is what French tools write, `5/4/24` is what American ones do, month first. */
const SHORT_NUMBERS = /^(\d{2})[/.](\d{2})[/.](\d{2})(?:$|[T ])/
const LETTERS =
  /^(?:le )?(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?(\d{1,2})(?:er)?[ -]([a-z]+)\.?[ -](\d{4}|\d{2})$/

/** The day of a text written the French way, day first: `"31/12/2024"`, `"31-12-2024"`, `"31/12/24"`, `"mardi 12 mars 2024"`, `"1-janv.-24"`. */
export function parseFrenchDate(text: string): string | null {
  const numbers = NUMBERS.exec(text) ?? SHORT_NUMBERS.exec(text)
  if (numbers) return dayOf(yearOf(numbers[3] as string), Number(numbers[2]), Number(numbers[1]))
  if (!/^[\p{L}\d .-]{8,30}$/u.test(text)) return null
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const letters = LETTERS.exec(plain)
  return letters
    ? dayOf(yearOf(letters[3] as string), MONTHS[letters[2] as string] ?? 0, Number(letters[1]))
    : null
}
