import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

// OWASP Password Storage Cheat Sheet: argon2id with at least 19 MiB, 2 passes, 1 lane.
// The library's default algorithm is argon2id; its enum cannot be imported under isolated modules.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), parameters)

let decoy: Promise<string> | undefined

/**
 * Whether a password belongs to a hash. Without a hash it takes the same time and answers no, so that time does not
 * tell which addresses are known.
 */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('base64url'))
  const fits = await verify(stored ?? (await decoy), password.normalize('NFKC'))
  return stored !== undefined && fits
}

/** A first password: 100 bits, in groups that can be read out. */
export const newPassword = () => {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  const letters = [...randomBytes(40)].filter((byte) => byte < 248).slice(0, 20)
  const text = letters.map((byte) => alphabet[byte % alphabet.length]).join('')
  return text.match(/.{1,5}/g)?.join('-') ?? text
}
