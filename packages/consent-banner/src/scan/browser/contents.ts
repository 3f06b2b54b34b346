import type { Frame } from 'playwright-core'
import type { ConsentModeEntry, SeenCookie, SeenStorage } from '../observation.ts'
import { bounds } from '../observation.ts'
import { inTime } from './visit.ts'
import { isSameCookie, type Watch } from './watch.ts'

/**
 * The cookies of a context: those that the browser has, with who set them, and those that it was given, from the write
 * with the number `since` on, and has not.
 */
export async function cookiesOf(seen: Watch, since: number): Promise<SeenCookie[]> {
  await seen.settled()
  const now = Date.now()
  const jar = await seen.context.cookies()
  const kept = jar.slice(0, bounds.perKind).map((cookie): SeenCookie => {
    const writes = seen.writes.filter((write) => isSameCookie(write, cookie))
    const first = writes[0]
    const last = writes.at(-1)
    const remaining = cookie.expires < 0 ? null : Math.round(cookie.expires - now / 1000)
    return {
      name: cookie.name,
      domain: cookie.domain.replace(/^\./, ''),
      path: cookie.path,
      value: cookie.value,
      setBy: last?.setBy ?? 'unknown',
      setters: last?.setters ?? [],
      httpOnly: cookie.httpOnly,
      secure: cookie.secure,
      sameSite: cookie.sameSite?.toLowerCase() ?? null,
      lifetime: last?.lifetime ?? remaining,
      fate: 'kept',
      page: first?.page ?? seen.page.url(),
      moment: first?.moment ?? seen.moment,
    }
  })
  const lost = new Map<string, SeenCookie>()
  for (const write of seen.writes.slice(since)) {
    if (write.lifetime !== null && write.lifetime <= 0) continue
    if (jar.some((cookie) => isSameCookie(write, cookie))) continue
    const domain = write.domain ?? write.host
    const key = `${write.name} ${domain}`
    const deletion = deletionOf(seen, write)
    // What a script sets and deletes by itself only asks whether cookies work.
    if (deletion && deletion.setters[0] === write.setters[0]) continue
    lost.set(key, {
      name: write.name,
      domain,
      path: write.path ?? '/',
      value: write.value,
      setBy: write.setBy,
      setters: write.setters,
      httpOnly: write.httpOnly,
      secure: write.secure,
      sameSite: write.sameSite,
      lifetime: write.lifetime,
      fate: deletion === undefined ? 'refused' : 'deleted',
      page: write.page,
      moment: write.moment,
    })
  }
  return [...kept, ...[...lost.values()].slice(0, bounds.perKind)]
}

function deletionOf(seen: Watch, write: Watch['writes'][number]): Watch['writes'][number] | undefined {
  const later = seen.writes.slice(seen.writes.indexOf(write) + 1)
  return later.find(
    ({ name, lifetime, value }) => name === write.name && ((lifetime !== null && lifetime <= 0) || value === ''),
  )
}

interface RawStorage {
  readonly area: SeenStorage['area']
  readonly key: string
  readonly value: string
}

/** Runs in a frame. Each part may be forbidden there by itself. */
async function readStorage(limit: number): Promise<RawStorage[]> {
  const found: RawStorage[] = []
  const areas = [
    ['local', () => localStorage],
    ['session', () => sessionStorage],
  ] as const
  for (const [area, open] of areas) {
    try {
      const storage = open()
      for (let index = 0; index < Math.min(storage.length, limit); index++) {
        const key = storage.key(index) ?? ''
        found.push({ area, key: key.slice(0, 300), value: (storage.getItem(key) ?? '').slice(0, 2000) })
      }
    } catch {
      // Forbidden in this frame: then nothing is stored there.
    }
  }
  const within = <Result>(work: Promise<Result>, otherwise: Result) =>
    Promise.race([work.catch(() => otherwise), new Promise<Result>((resolve) => setTimeout(resolve, 2000, otherwise))])
  if (typeof indexedDB !== 'undefined' && indexedDB.databases) {
    const databases = await within(new Promise<IDBDatabaseInfo[]>((resolve) => resolve(indexedDB.databases())), [])
    for (const { name = '' } of databases.slice(0, limit)) {
      const value = await within(
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open(name)
          // It has been deleted since: it must not come back.
          opening.onupgradeneeded = () => opening.transaction?.abort()
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const database = opening.result
            const stores = [...database.objectStoreNames].slice(0, 5)
            if (stores.length === 0) {
              database.close()
              return resolve('')
            }
            const reading = database.transaction(stores)
            const rows = stores.map((store) => reading.objectStore(store).getAll(null, 5))
            reading.oncomplete = () => {
              // When something was kept differs in every visit, and tells nobody apart.
              const times = /\d{4}-\d\d-\d\dT[\d:.]+Z?|\d{10,}(\.\d+)?/g
              resolve(
                JSON.stringify(rows.map(({ result }) => result))
                  .replace(times, '')
                  .slice(0, 2000),
              )
              database.close()
            }
            reading.onabort = () => reject(reading.error)
          }
        }),
        '',
      )
      found.push({ area: 'indexed-db', key: name, value })
    }
  }
  if (typeof caches !== 'undefined') {
    for (const key of await within(caches.keys(), [])) found.push({ area: 'cache', key, value: '' })
  }
  if (isSecureContext && navigator.serviceWorker) {
    for (const { scope } of await within(navigator.serviceWorker.getRegistrations(), [])) {
      found.push({ area: 'service-worker', key: new URL(scope).pathname, value: '' })
    }
  }
  return found
}

const areaOfEvent: Readonly<Record<string, SeenStorage['area']>> = {
  local: 'local',
  session: 'session',
  indexeddb: 'indexed-db',
  cache: 'cache',
}

/** What lies in the storages of all frames now, each once an origin, with who wrote it. */
export async function storageOf(seen: Watch): Promise<SeenStorage[]> {
  const found = new Map<string, SeenStorage>()
  const read = async (frame: Frame) => {
    if (!/^https?:/.test(frame.url())) return
    const { origin } = new URL(frame.url())
    const entries = await inTime(frame.evaluate(readStorage, bounds.perKind), 8000, 'Reading storage').catch(() => [])
    for (const { area, key, value } of entries) {
      const write = seen.events.find(
        (event) =>
          event.kind === 'storage' &&
          areaOfEvent[event.area] === area &&
          event.key === key &&
          originOf(event.page) === origin,
      )
      found.set(`${area} ${origin} ${key}`, {
        area,
        origin,
        key,
        value,
        setters: write?.scripts ?? [],
        page: write?.page ?? frame.url(),
        moment: write?.moment ?? seen.moment,
      })
    }
  }
  for (const frame of seen.page.frames()) await read(frame)
  return [...found.values()].slice(0, bounds.perKind)
}

const originOf = (address: string) => (URL.canParse(address) ? new URL(address).origin : '')

/** Runs in the page. Entries may be `arguments` objects, arrays or events; all may be changed by the page. */
function readDataLayer(limit: number): ConsentModeEntry[] {
  const { dataLayer } = window as unknown as { dataLayer?: unknown }
  if (typeof dataLayer !== 'object' || dataLayer === null) return []
  return Array.from(dataLayer as ArrayLike<unknown>)
    .slice(0, limit)
    .map((entry): ConsentModeEntry => {
      const nothing = { denied: [], granted: [], regional: false }
      if (typeof entry !== 'object' || entry === null) return { kind: 'other', ...nothing }
      const [command, about, values] = Array.from(entry as ArrayLike<unknown>)
      if (command === 'consent' && (about === 'default' || about === 'update')) {
        const given = Object.entries((values ?? {}) as Record<string, unknown>)
        const named = (state: string) => given.filter(([, value]) => value === state).map(([name]) => name)
        return {
          kind: about,
          denied: named('denied'),
          granted: named('granted'),
          regional: given.some(([name]) => name === 'region'),
        }
      }
      if (command === 'config') return { kind: 'config', ...nothing }
      const isEvent = command === 'event' || typeof (entry as { event?: unknown }).event === 'string'
      return { kind: isEvent ? 'event' : 'other', ...nothing }
    })
}

export const consentModeOf = (seen: Watch): Promise<ConsentModeEntry[]> =>
  inTime(seen.page.evaluate(readDataLayer, 500), 5000, 'Reading dataLayer').catch(() => [])
