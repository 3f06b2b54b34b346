import type { ConsentStorage } from '@sotto/contracts'
import type { Reason } from './report.ts'

/** A kind of storage: what is in it by name, and how one is deleted. */
interface Storage {
  list(): Promise<readonly string[]>
  remove(name: string): Promise<Reason | ''>
}

const area = (open: () => globalThis.Storage): Storage => ({
  // A key may have the name of a method.
  list: async () => Array.from(open(), (_, index) => open().key(index) ?? ''),
  async remove(name) {
    open().removeItem(name)
    return ''
  },
})

const settled = (request: IDBOpenDBRequest) =>
  new Promise<Reason | ''>((resolve) => {
    request.onsuccess = () => resolve('')
    request.onerror = () => resolve('refused')
    // It goes once whoever has it open closes it.
    request.onblocked = () => resolve('in-use')
  })

/** Service workers by the path of their scope, of which there is one each. */
const workers = async () => {
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? []
  return new Map(all.map((registration) => [new URL(registration.scope).pathname, registration]))
}

/** @param declared - is tried where a browser lists no databases */
export const storageOf = (kind: ConsentStorage['kind'], declared: string): Storage =>
  ({
    local: area(() => localStorage),
    session: area(() => sessionStorage),
    'indexed-db': {
      list: async () => (await indexedDB.databases?.())?.map(({ name = '' }) => name) ?? [declared],
      remove: (name: string) => settled(indexedDB.deleteDatabase(name)),
    },
    cache: {
      list: () => caches.keys(),
      remove: async (name: string): Promise<Reason | ''> => ((await caches.delete(name)) ? '' : 'refused'),
    },
    'service-worker': {
      list: async () => [...(await workers()).keys()],
      remove: async (name: string): Promise<Reason | ''> =>
        (await (await workers()).get(name)?.unregister()) ? '' : 'refused',
    },
  })[kind]
