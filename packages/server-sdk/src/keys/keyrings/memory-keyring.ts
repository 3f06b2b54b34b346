import type { Keyring } from '../keyring.ts'
import { keyringOf } from './keyring-of.ts'

/** A keyring that ends with the process: for tests and for trying things out, never for data that should stay. */
export function memoryKeyring(): Keyring {
  const texts = new Map<string, string>()
  return keyringOf({
    description: 'memory of this process',
    remedy: 'Start again.',
    list: async () => [...texts.keys()],
    read: async (epoch) => texts.get(epoch),
    async keep(epoch, text) {
      const first = texts.get(epoch) ?? text
      texts.set(epoch, first)
      return first
    },
    async destroy(epoch) {
      texts.delete(epoch)
    },
  })
}
