import { consentModeOf, cookiesOf, storageOf } from '../browser/contents.ts'
import type { Watch } from '../browser/watch.ts'
import type { Moment, Observation, SeenStorage, StateName } from '../observation.ts'

/** Collects what a state leaves behind, page by page, and makes the observation of it. */
export interface Record {
  /** Looks into the storages and the dataLayer of the page that is open. */
  page(): Promise<void>
  finish(): Promise<Observation>
}

/** Records `state` from now on, or from the beginning of the context with `from: 0`. */
export function record(seen: Watch, state: StateName, counts: readonly Moment[], from = seen.requests.length): Record {
  const storage = new Map<string, SeenStorage>()
  const consentMode: Observation['consentMode'][number][] = []
  const pages = new Set<string>()
  const firstWrite = from === 0 ? 0 : seen.writes.length
  const firstEvent = from === 0 ? 0 : seen.events.length
  return {
    async page() {
      pages.add(seen.page.url())
      for (const entry of await storageOf(seen)) storage.set(`${entry.area} ${entry.origin} ${entry.key}`, entry)
      consentMode.push({ page: seen.page.url(), moment: seen.moment, entries: await consentModeOf(seen) })
    },
    async finish() {
      await seen.settled()
      const counted = ({ moment }: { moment: Moment }) => counts.includes(moment)
      return {
        state,
        missing: null,
        pages: [...pages],
        requests: seen.requests.slice(from).filter(counted),
        cookies: (await cookiesOf(seen, firstWrite)).filter((cookie) => cookie.fate === 'kept' || counted(cookie)),
        storage: [...storage.values()],
        calls: seen.events.slice(firstEvent).flatMap((event) => {
          return event.kind === 'fingerprint' && counted(event)
            ? [{ call: event.call, scripts: event.scripts, page: event.page, moment: event.moment }]
            : []
        }),
        consentMode,
        remarks: [...seen.remarks],
      }
    },
  }
}

export function notReached(state: StateName, missing: string, remarks: Iterable<string> = []): Observation {
  return {
    state,
    missing,
    pages: [],
    requests: [],
    cookies: [],
    storage: [],
    calls: [],
    consentMode: [],
    remarks: [...remarks],
  }
}

export const oneLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
