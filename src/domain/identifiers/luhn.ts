/** Sum of the digits of a number written in digits, doubling (minus 9 above 9) every second one from the right. */
function luhnSum(digits: string): number {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const weighted = i % 2 === 0 ? digit : digit * 2
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum
}

/** Whether the check digit of a string of digits is right (Luhn, as SIREN and SIRET use it). */
export function passesLuhn(digits: string): boolean {
  return luhnSum(digits) % 10 === 0
}
