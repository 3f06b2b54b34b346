import { randomBytes } from 'node:crypto'
import type { Keyring } from './keyring.ts'

/** A keyring that ends with the process: for tests and for trying things out, never for data that should stay. */
export function memoryKeyring(): Keyring {
  const keys = new Map<string, Buffer>()
  return {
    description: 'memory of this process',
    list: async () => [...keys.keys()].sort(),
    read: async (epoch) => keys.get(epoch),
    async create(epoch) {
      const key = keys.get(epoch) ?? randomBytes(32)
      keys.set(epoch, key)
      return key
    },
    async destroy(epoch) {
      keys.delete(epoch)
    },
  }
}
