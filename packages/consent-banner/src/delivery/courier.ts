import type { ConsentDelivery, ConsentReceipt, ConsentShown, ConsentSource } from '@sotto/contracts'
import type { Choice } from '../choice/choice.ts'
import type { ConsentRegimeKind } from '../policy/policy.ts'
import type { List } from './list.ts'
import { hashOf } from './shown.ts'

/** Where records go. */
export interface Destination {
  readonly server: string
  readonly key: string
}

/**
 * A choice as it waits for the server, and what stood around it. A list without names, since it is written by what every
 * visitor loads and read by what comes after a choice.
 */
export type Told = readonly [
  id: string,
  choice: Choice,
  policy: readonly [id: string | undefined, version: number],
  regime: readonly [name: string, kind: ConsentRegimeKind],
  region: string | null | undefined,
  source: ConsentSource,
  gpc: boolean,
  shown: ConsentShown | null | undefined,
  identity: string | null | undefined,
]

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function deliveryOf(told: Told): Promise<ConsentDelivery> {
  const [id, choice, [policyId, policyVersion], [regime, regimeKind], region, source, gpc, shown, identity] = told
  const { asks, at, visitor, granted, denied } = choice
  return {
    record: {
      id,
      // What was changed in the browser is no reason to record nothing: only that it is the same browser is not known.
      visitor: uuid.test(visitor) ? visitor : id,
      at: new Date(at * 1000).toISOString(),
      ...(policyId && { policyId }),
      policyVersion,
      asks,
      regime,
      regimeKind,
      region: region && region.length <= 6 ? region : null,
      source,
      gpc,
      granted: [...granted],
      denied: [...denied],
      shown: shown
        ? { hash: await hashOf(shown), layer: shown.layer, layout: shown.layout, language: shown.language }
        : null,
    },
    shown: shown ?? null,
    ...(identity && { identity }),
  }
}

/** Null when the server has it, or will never take it; else the milliseconds that it wants to be left alone. */
async function send({ server, key }: Destination, told: Told, receipts: List<ConsentReceipt>): Promise<number | null> {
  const delivery = await deliveryOf(told).catch(() => null)
  if (!delivery) {
    console.error('Sotto: a consent record was damaged in the storage of the browser; it is given up.')
    return null
  }
  const response = await fetch(`${server.replace(/\/$/, '')}/v1/consent/records`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'idempotency-key': delivery.record.id,
    },
    body: JSON.stringify(delivery),
    credentials: 'omit',
    keepalive: true,
    // A server that never answers would keep other tabs from trying.
    signal: AbortSignal.timeout(30_000),
  })
  if (response.ok) {
    const answer = await response.json().catch(() => null)
    // Something else has answered in the server's place, or the answer was cut short: sent again, it is one record all the
    // same, and brings the receipt.
    if (!answer) return 0
    if (answer.receipt) receipts.write([...receipts.read(), answer.receipt])
    return null
  }
  const mayChange = response.status >= 500 || [401, 403, 404, 408, 425, 429].includes(response.status)
  if (mayChange) return Number(response.headers.get('retry-after')) * 1000 || 0
  console.error(`Sotto: the server refused a consent record with ${response.status}; it is given up.`)
  return null
}

/** Of a damaged one it may be nothing. */
const idOf = (told: Told | null) => told?.[0]

/**
 * Brings records to the server, each once and in their order: its id is the idempotency key. A server that is down
 * changes nothing of the choice. It is tried again after 5 s, or when the server wants, then after twice as long each
 * time up to 5 minutes; and by the core when the browser is online again, when the page is left or seen again, and on
 * the next page. Never rejects.
 */
function createCourier(to: Destination, queue: List<Told>, receipts: List<ConsentReceipt>, lock: string) {
  let running: Promise<unknown> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = 5000

  const later = (least: number) => {
    clearTimeout(timer)
    timer = setTimeout(deliver, Math.max(pause, least))
  }
  const empty = async () => {
    for (let waiting = queue.read(); waiting.length; waiting = queue.read()) {
      const next = waiting[0] as Told
      const wait = await send(to, next, receipts).catch(() => 0)
      if (wait !== null) {
        later(wait)
        pause = Math.min(pause * 2, 300_000)
        return
      }
      pause = 5000
      queue.write(queue.read().filter((told) => idOf(told) !== idOf(next)))
    }
  }
  const deliver = async (): Promise<void> => {
    clearTimeout(timer)
    // One tab sends at a time, and what others add meanwhile; it may have looked for the last time. Where there are no
    // locks, the idempotency key keeps it to one record.
    running ??= (
      navigator.locks
        ?.request(lock, { ifAvailable: true }, (got) => (got ? empty() : later(0)))
        // A frame in a sandbox may not ask for one.
        .catch(empty) ?? empty()
    ).finally(() => {
      running = undefined
    })
    await running.catch(() => null)
  }
  return deliver
}

const couriers = new WeakMap<List<Told>, () => Promise<void>>()

/** Brings what is in `queue` to the server. One courier looks after each queue of a page. */
export function deliver(to: Destination, queue: List<Told>, receipts: List<ConsentReceipt>, lock: string) {
  const courier = couriers.get(queue) ?? createCourier(to, queue, receipts, lock)
  couriers.set(queue, courier)
  return courier()
}
