import type { Keyring } from '../keyring.ts'
import type { KeyWrap } from './key-store.ts'
import { keyringOf } from './keyring-of.ts'

/**
 * A keyring whose keys are wrapped once more by a key outside: what lies in the inner keyring opens nothing by itself.
 * The outer key never has to change; destroying an epoch destroys its ciphertext in the inner keyring.
 *
 * Keys that the inner keyring had before are read as they are, until their epoch ends; new ones are always wrapped.
 *
 * @param inner any keyring of this package, or one of your own that has a `store`
 * @throws TypeError for a keyring that is wrapped already, or has no store
 */
export function wrappedKeyring(inner: Keyring, wrap: KeyWrap): Keyring {
  if (!inner.store)
    throw new TypeError(`The keyring (${inner.description}) cannot be wrapped: it has no store, or is wrapped already.`)
  return keyringOf(inner.store, wrap)
}
