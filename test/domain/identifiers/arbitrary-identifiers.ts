import fc from 'fast-check'

/** The digits followed by the one that makes their Luhn sum a multiple of ten. Written apart from the source. */
export function withCheckDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1))
    .reduce((total, product) => total + Math.floor(product / 10) + (product % 10), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''))

/** Any valid SIREN but that of La Poste, whose establishments follow another rule. */
export const arbitrarySiren = digits(8)
  .map(withCheckDigit)
  .filter((siren) => siren !== '000000000' && siren !== '356000000')

export const arbitrarySiret = fc
  .tuple(arbitrarySiren, digits(4))
  .map(([siren, office]) => withCheckDigit(siren + office))

/** Text changed in one digit only, at any place. */
export function arbitraryMistakeIn(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(valid, fc.nat(), fc.integer({ min: 1, max: 9 })).map(([text, place, shift]) => {
    const at = place % text.length
    return `${text.slice(0, at)}${(Number(text[at]) + shift) % 10}${text.slice(at + 1)}`
  })
}
