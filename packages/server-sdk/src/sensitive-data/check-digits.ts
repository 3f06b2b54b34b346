const zero = 48

/** Luhn, ISO/IEC 7812-1: payment cards, Swedish personal numbers, Canadian social insurance numbers. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - zero
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Remainder of a number with any count of digits. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0
  for (let index = 0; index < digits.length; index++) rest = (rest * 10 + digits.charCodeAt(index) - zero) % divisor
  return rest
}

/** Sum of digits times weights. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < weights.length; index++)
    sum += (weights[index] as number) * (digits.charCodeAt(index) - zero)
  return sum
}

/** ISO 7064 MOD 11,10: German tax number, Croatian OIB. The last digit checks the others. */
export function iso7064Mod11And10(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === Number(digits.at(-1))
}

const verhoeffTimes = Array.from({ length: 10 }, (_, a) =>
  Array.from({ length: 10 }, (_, b) => {
    if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5
    return b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5
  }),
)
const verhoeffStep = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

/** Verhoeff: Indian Aadhaar numbers. */
export function verhoeff(digits: string): boolean {
  let check = 0
  for (let index = 0; index < digits.length; index++) {
    let digit = Number(digits[digits.length - 1 - index])
    for (let step = 0; step < index % 8; step++) digit = verhoeffStep[digit] as number
    check = verhoeffTimes[check]?.[digit] as number
  }
  return check === 0
}
