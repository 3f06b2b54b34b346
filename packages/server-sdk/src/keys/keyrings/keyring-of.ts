import { randomBytes } from 'node:crypto'
import { type Keyring, KeyringUnavailableError } from '../keyring.ts'
import type { KeyStore, KeyWrap } from './key-store.ts'
import { readStoredKey, type StoredKey, writeStoredKey } from './stored-form.ts'

/** How long any operation may take, in milliseconds, whatever is behind it: also a network disk that hangs. */
const longest = 30_000
const validEpoch = /^[a-z0-9_-]{1,64}$/

/**
 * A keyring over a store. Checks ids, makes keys, reads and writes their form, and bounds the time that anything takes.
 *
 * @param wrap wraps what lies in the store. Keys that were kept without it are still read, until their epoch ends
 */
export function keyringOf(store: KeyStore, wrap?: KeyWrap): Keyring {
  async function opened(epoch: string, text: string): Promise<{ key: Buffer; form: StoredKey['form'] }> {
    const stored = readStoredKey(epoch, text)
    if (!stored)
      throw new KeyringUnavailableError(
        `The key of epoch ${epoch} in the keyring (${store.description}) is damaged. ${store.remedy}`,
        'damaged',
      )
    if (stored.form === 'plain') return { key: stored.payload, form: 'plain' }
    if (!wrap)
      throw new KeyringUnavailableError(
        `The key of epoch ${epoch} in the keyring (${store.description}) is wrapped by a key outside. Name that key, with SOTTO_KMS_KEY or wrappedKeyring().`,
        'action-needed',
      )
    const key = await outside(wrap, () => wrap.unwrap(epoch, stored.payload))
    if (key.length !== 32)
      throw new KeyringUnavailableError(
        `What ${wrap.description} unwrapped for epoch ${epoch} is no key of 32 bytes. ${store.remedy}`,
        'damaged',
      )
    return { key, form: 'wrapped' }
  }

  async function read(epoch: string): Promise<Buffer | undefined> {
    const text = await store.read(epoch)
    return text === undefined ? undefined : (await opened(epoch, text)).key
  }

  async function create(epoch: string): Promise<Buffer> {
    const key = randomBytes(32)
    const text = writeStoredKey(
      epoch,
      wrap
        ? { form: 'wrapped', payload: await outside(wrap, () => wrap.wrap(epoch, key)) }
        : { form: 'plain', payload: key },
    )
    const kept = await store.keep(epoch, text)
    return kept === text ? key : first(epoch, kept)
  }

  /** The key that somebody else has made for an epoch that begins now. */
  async function first(epoch: string, text: string): Promise<Buffer> {
    const { key, form } = await opened(epoch, text)
    // Whoever can write to the store, and may not use the outer key, must not be able to choose the next key.
    if (wrap && form === 'plain')
      throw new KeyringUnavailableError(
        `The key of epoch ${epoch} in the keyring (${store.description}) is not wrapped by ${wrap.description}, although the epoch only begins. Take it away.`,
        'refused',
      )
    return key
  }

  const list = async () =>
    [...new Set(await store.list())].filter((name) => validEpoch.test(name)).sort((a, b) => (a < b ? -1 : 1))

  const guarded =
    <R>(work: (epoch: string) => Promise<R>) =>
    async (epoch: string): Promise<R> => {
      if (typeof epoch !== 'string' || !validEpoch.test(epoch))
        throw new TypeError('The id of an epoch is 1 to 64 small letters, digits, - and _.')
      return within(store, () => work(epoch))
    }

  return {
    description: wrap ? `${store.description}, wrapped by ${wrap.description}` : store.description,
    list: () => within(store, list),
    read: guarded(read),
    create: guarded(create),
    destroy: guarded((epoch) => store.destroy(epoch)),
    ...(store.broughtFromOutside
      ? {
          nextEpoch: (used: readonly string[]) =>
            within(store, async () => {
              const free = (await list()).find((epoch) => !used.includes(epoch))
              if (free !== undefined) return free
              const suggested = dated(used)
              await create(suggested)
              return suggested
            }),
        }
      : {}),
    ...(wrap ? {} : { store }),
  }
}

/** A name for an epoch that begins today, such as `2026_11_22`. */
function dated(used: readonly string[]): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '_')
  for (let n = 1; ; n++) {
    const name = n === 1 ? day : `${day}_${n}`
    if (!used.includes(name)) return name
  }
}

async function within<R>(store: KeyStore, work: () => Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(new KeyringUnavailableError(`The keyring (${store.description}) does not answer. Nothing was lost.`)),
      longest,
    )
  })
  try {
    return await Promise.race([work(), late])
  } catch (error) {
    if (error instanceof KeyringUnavailableError || error instanceof TypeError) throw error
    throw new KeyringUnavailableError(
      `The keyring (${store.description}) cannot be used (${error instanceof Error ? error.name : 'unknown error'}).`,
    )
  } finally {
    clearTimeout(timer)
  }
}

/** What a key service outside throws may quote what it was given: only the kind of error goes on. */
async function outside(wrap: KeyWrap, work: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof KeyringUnavailableError) throw error
    throw new KeyringUnavailableError(
      `${wrap.description} cannot be used (${error instanceof Error ? error.name : 'unknown error'}).`,
    )
  }
}
