import { randomFillSync } from 'node:crypto'
import { type Id, type IdKind, idPrefixes } from '@sotto/contracts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

// randomBytes costs a system call each time; one refill serves 409 ids.
const pool = Buffer.alloc(4090)
let used = pool.length

function randomDigits(): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let digits = ''
  for (let group = 0; group < 2; group++) {
    let bits = pool.readUIntBE(used + group * 5, 5)
    let part = ''
    for (let digit = 0; digit < 8; digit++) {
      part = (alphabet[bits % 32] as string) + part
      bits = Math.floor(bits / 32)
    }
    digits += part
  }
  used += 10
  return digits
}

function timeDigits(milliseconds: number): string {
  let rest = milliseconds
  let digits = ''
  for (let digit = 0; digit < 10; digit++) {
    digits = (alphabet[rest % 32] as string) + digits
    rest = Math.floor(rest / 32)
  }
  return digits
}

/** A ULID in lower case (26 characters): 48 bits of time, 80 random bits. */
export const ulid = (now: Date) => timeDigits(now.getTime()) + randomDigits()

/** A new id of one kind, such as `con_01jd7m3y8ftqv3xk9c2a5b6w7e`. */
export const newId = <Kind extends IdKind>(kind: Kind, now: Date) => `${idPrefixes[kind]}_${ulid(now)}` as Id<Kind>

const randomLength = 16

/** An id that comes after another one of the same millisecond, as monotonic ULIDs do: what was made first is listed first. */
export function idAfter<Of extends string>(before: string, id: Of): Of {
  const moment = id.slice(0, -randomLength)
  if (id > before || !before.startsWith(moment)) return id
  const digits = [...before.slice(-randomLength)]
  for (let place = digits.length - 1; place >= 0; place--) {
    const digit = alphabet.indexOf(digits[place] as string) + 1
    digits[place] = alphabet[digit % 32] as string
    if (digit < 32) return `${moment}${digits.join('')}` as Of
  }
  return id
}

/** A unit's id says nothing about time or row: it stays in the log when both are gone. */
export const newUnitId = () => `unt_${randomDigits()}${randomDigits()}`.slice(0, 30)

/** An id that links to nothing and tells no time, for rows that outlive their person. */
export const unlinkedId = (kind: IdKind) => `${idPrefixes[kind]}_0000000000${randomDigits()}`
