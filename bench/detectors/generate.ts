/** The same numbers in every run: a figure that changes by chance cannot be compared. */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    one: <T>(of: readonly T[]): T => of[below(of.length)] as T,
    digits: (count: number) => Array.from({ length: count }, () => below(10)).join(''),
  }
}
export type Chance = ReturnType<typeof chance>

/** Written apart from the detectors, so that a mistake in one is not repeated in the other. */
const rest = (digits: string, by: number) =>
  Number([...digits].reduce((left, digit) => BigInt((left * 10n + BigInt(digit)) % BigInt(by)), 0n))
const search = (begin: string, fits: (value: string) => boolean): string | null => {
  for (let last = 0; last < 10; last++) if (fits(`${begin}${last}`)) return `${begin}${last}`
  return null
}
const luhnFits = (value: string) =>
  [...value].reverse().reduce((sum, digit, index) => {
    const worth = Number(digit) * (index % 2 ? 2 : 1)
    return sum + Math.floor(worth / 10) + (worth % 10)
  }, 0) %
    10 ===
  0

const until = (make: () => string | null): string => {
  for (;;) {
    const value = make()
    if (value !== null) return value
  }
}

const brands: readonly [string, number][] = [
  ['4', 16],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['65', 16],
  ['3530', 16],
  ['36', 14],
  ['62', 16],
  ['6759', 16],
]
const accounts: Record<string, (by: Chance) => string> = {
  DE: (by) => by.digits(18),
  AT: (by) => by.digits(16),
  ES: (by) => by.digits(20),
  FR: (by) => by.digits(10) + by.digits(11) + by.digits(2),
  GB: (by) => by.one(['WEST', 'BARC', 'NWBK', 'LOYD']) + by.digits(14),
  NL: (by) => by.one(['ABNA', 'INGB', 'RABO']) + by.digits(10),
  CH: (by) => by.digits(17),
  BE: (by) => by.digits(12),
  IT: (by) => `X${by.digits(22)}`,
  PL: (by) => by.digits(24),
  SE: (by) => by.digits(20),
}

function iban(by: Chance): string {
  const country = by.one(Object.keys(accounts))
  const account = (accounts[country] as (by: Chance) => string)(by)
  const asDigits = [...`${account}${country}`].map((sign) => parseInt(sign, 36)).join('')
  return `${country}${String(98 - rest(`${asDigits}00`, 97)).padStart(2, '0')}${account}`
}

function ssn(by: Chance): string {
  const area = 1 + by.below(898)
  if (area === 666) return ssn(by)
  return `${String(area).padStart(3, '0')}${String(1 + by.below(99)).padStart(2, '0')}${String(1 + by.below(9998)).padStart(4, '0')}`
}

const nino = (by: Chance): string =>
  until(() => {
    const prefix = by.one([...'ABCEGHJKLMNOPRSTWXYZ']) + by.one([...'ABCEGHJKLMNPRSTWXYZ'])
    return ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(prefix)
      ? null
      : prefix + by.digits(6) + by.one([...'ABCD'])
  })

const nhs = (by: Chance): string =>
  until(() => {
    const begin = by.one(['4', '6', '7']) + by.digits(8)
    const sum = [...begin].reduce((all, digit, index) => all + Number(digit) * (10 - index), 0)
    const check = 11 - (sum % 11)
    return check === 10 ? null : `${begin}${check % 11}`
  })

const taxId = (by: Chance): string =>
  until(() => {
    const ten = by.digits(10)
    const counts = [...'0123456789'].map((digit) => ten.split(digit).length - 1)
    if (ten[0] === '0' || counts.filter((count) => count > 1).length !== 1 || Math.max(...counts) > 3) return null
    if (/(\d)\1\1/.test(ten)) return null
    let product = 10
    for (const digit of ten) product = (((Number(digit) + product) % 10 || 10) * 2) % 11
    return `${ten}${(11 - product) % 10}`
  })

const nir = (by: Chance): string => {
  const department = by.below(40) === 0 ? by.one(['2A', '2B']) : String(1 + by.below(94)).padStart(2, '0')
  const number = `${1 + by.below(2)}${by.digits(2)}${String(1 + by.below(12)).padStart(2, '0')}${department}${by.digits(5)}${1 + by.below(9)}`
  const counted = number.replace('2A', '19').replace('2B', '18')
  return number + String(97 - rest(counted, 97)).padStart(2, '0')
}

const spanish = 'TRWAGMYFPDXBNJZSQVHLCKE'
const dni = (by: Chance): string => {
  const number = by.digits(8)
  return number + spanish[Number(number) % 23]
}
const nie = (by: Chance): string => {
  const [first, number] = [by.below(3), by.digits(7)]
  return `${'XYZ'[first]}${number}${spanish[Number(`${first}${number}`) % 23]}`
}
const cif = (by: Chance): string => {
  const digits = by.digits(7)
  const sum = [...digits].reduce((all, digit, index) => {
    const doubled = Number(digit) * 2
    return all + (index % 2 ? Number(digit) : Math.floor(doubled / 10) + (doubled % 10))
  }, 0)
  return `${by.one([...'ABEH'])}${digits}${(10 - (sum % 10)) % 10}`
}
const idCard = (by: Chance): string => {
  const serial = `${by.one([...'LMNPRTVWXYZ'])}${by.digits(3)}${by.one([...'CFGHJK'])}${by.digits(1)}${by.one([...'RTV'])}${by.digits(2)}`
  const sum = [...serial].reduce((all, sign, index) => all + parseInt(sign, 36) * ([7, 3, 1][index % 3] as number), 0)
  return `${serial}${sum % 10}`
}

const utr = (by: Chance): string => {
  const others = by.digits(9)
  const sum = [6, 7, 8, 9, 10, 5, 4, 3, 2].reduce((all, weight, index) => all + weight * Number(others[index]), 0)
  return `${'21987654321'[sum % 11]}${others}`
}
const pension = (by: Chance): string => {
  const two = (from: number, count: number) => String(from + by.below(count)).padStart(2, '0')
  const letter = by.below(26)
  const begin = `${by.one(['02', '12', '15', '20', '49', '65'])}${two(1, 28)}${two(1, 12)}${by.digits(2)}`
  const serial = by.digits(2)
  const counted = `${begin}${String(letter + 1).padStart(2, '0')}${serial}`
  const sum = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((all, weight, index) => {
    const product = weight * Number(counted[index])
    return all + (product > 9 ? Math.floor(product / 10) + (product % 10) : product)
  }, 0)
  return `${begin}${String.fromCharCode(65 + letter)}${serial}${sum % 10}`
}
const frenchTax = (by: Chance): string => {
  const begin = `${by.below(4)}${by.digits(9)}`
  return begin + String(rest(begin, 511)).padStart(3, '0')
}
const spanishSocial = (by: Chance): string => {
  const begin = `${String(1 + by.below(52)).padStart(2, '0')}${1 + by.below(9)}${by.digits(7)}`
  return begin + String(rest(begin, 97)).padStart(2, '0')
}

/** A number of each kind, and the groups in which people write it. */
export const kinds: Record<
  string,
  { make: (by: Chance) => string; groups: readonly (readonly number[])[]; label: readonly string[] }
> = {
  card: {
    make: (by) => {
      const [begin, length] = by.one(brands)
      return until(() => search((begin + by.digits(length)).slice(0, length - 1), luhnFits))
    },
    groups: [[4, 4, 4, 4, 3]],
    label: ['My card is', 'Bitte von der Karte', 'Ma carte :', 'Mi tarjeta es', 'Charge it to', 'Card number:', ''],
  },
  iban: {
    make: iban,
    groups: [[4, 4, 4, 4, 4, 4, 4, 4]],
    label: ['Refund to', 'IBAN', 'Mein Konto ist', 'Mon compte', 'Mi cuenta:', ''],
  },
  'us-ssn': { make: ssn, groups: [[3, 2, 4]], label: ['My SSN is', 'Social security number:', 'social security'] },
  'us-itin': {
    make: (by) => `9${by.digits(2)}${by.one(['70', '75', '88', '90', '94', '52', '65'])}${by.digits(4)}`,
    groups: [[3, 2, 4]],
    label: ['My ITIN is', 'ITIN:', 'taxpayer id'],
  },
  'gb-nino': { make: nino, groups: [[2, 2, 2, 2, 1]], label: ['NI number', 'My national insurance number is', ''] },
  'gb-nhs': { make: nhs, groups: [[3, 3, 4]], label: ['NHS number', 'My NHS no is', 'Patient number:', ''] },
  'gb-utr': { make: utr, groups: [[5, 5]], label: ['My UTR is', 'Unique Taxpayer Reference:', 'Self Assessment: UTR'] },
  'de-tax-id': {
    make: taxId,
    groups: [[2, 3, 3, 3]],
    label: ['Meine Steuer-ID ist', 'IdNr.', 'Steueridentifikationsnummer:', ''],
  },
  'de-id-card': { make: idCard, groups: [[10]], label: ['Personalausweis', 'Meine Ausweisnummer lautet', ''] },
  'de-social-security': {
    make: pension,
    groups: [
      [2, 6, 1, 3],
      [2, 6, 1, 2, 1],
    ],
    label: ['Rentenversicherungsnummer', 'Meine SV-Nummer ist', ''],
  },
  'fr-nir': { make: nir, groups: [[1, 2, 2, 2, 3, 3, 2]], label: ['Mon numéro de sécurité sociale est', 'NIR', ''] },
  'fr-tax-id': {
    make: frenchTax,
    groups: [[2, 2, 3, 3, 3]],
    label: ['Mon numéro fiscal est', 'Numéro fiscal de référence', 'SPI :'],
  },
  'es-dni': { make: dni, groups: [[8, 1]], label: ['Mi DNI es', 'DNI:', ''] },
  'es-nie': { make: nie, groups: [[1, 7, 1]], label: ['Mi NIE es', 'NIE', ''] },
  'es-cif': { make: cif, groups: [[1, 8]], label: ['CIF', 'El CIF de la empresa es', ''] },
  'es-social-security': {
    make: spanishSocial,
    groups: [[2, 8, 2]],
    label: ['NUSS', 'Mi número de la Seguridad Social es', 'N.º S.S.'],
  },
}

export const grouped = (value: string, sizes: readonly number[], separator: string): string => {
  const parts: string[] = []
  let from = 0
  for (const size of sizes) {
    if (from >= value.length) break
    parts.push(value.slice(from, from + size))
    from += size
  }
  if (from < value.length) parts.push(value.slice(from))
  return parts.join(separator)
}
