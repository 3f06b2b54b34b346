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

async function deliveryOf(told: Told): Promise<ConsentDelivery> {
  const [id, choice, [policyId, policyVersion], [regime, regimeKind], region, source, gpc, shown, identity] = told
  const { asks, at, visitor, granted, denied } = choice
  return {
    record: {
      id,
      visitor,
      at: new Date(at * 1000).toISOString(),
      ...(policyId && { policyId }),
      policyVersion,
      asks,
      regime,
      regimeKind,
      region: region ?? null,
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

/** True when the server has it, or will never take it. */
async function send({ server, key }: Destination, told: Told, receipts: List<ConsentReceipt>) {
  const response = await fetch(`${server.replace(/\/$/, '')}/v1/consent/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'idempotency-key': told[0] },
    body: JSON.stringify(await deliveryOf(told)),
    credentials: 'omit',
    keepalive: true,
  })
  if (response.ok) {
    const { receipt } = await response.json().catch(() => ({}))
    if (receipt) receipts.write([...receipts.read(), receipt])
    return true
  }
  const mayChange = response.status >= 500 || [401, 403, 404, 408, 425, 429].includes(response.status)
  if (!mayChange) console.error(`Sotto: the server refused a consent record with ${response.status}; it is given up.`)
  return !mayChange
}

/**
 * Brings records to the server, each once: its id is the idempotency key. A server that is down changes nothing of the
 * choice. It is tried again after 5 s, then after twice as long each time up to 5 minutes, when the browser is online
 * again, and on the next page. Never rejects.
 */
export function createCourier(to: Destination, queue: List<Told>, receipts: List<ConsentReceipt>, lock: string) {
  let running: Promise<unknown> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = 5000

  const empty = async () => {
    for (let [next] = queue.read(); next; [next] = queue.read()) {
      if (!(await send(to, next, receipts).catch(() => false))) {
        timer = setTimeout(deliver, pause)
        pause = Math.min(pause * 2, 300_000)
        return
      }
      pause = 5000
      queue.write(queue.read().filter(([id]) => id !== next[0]))
    }
  }
  const deliver = async (): Promise<void> => {
    clearTimeout(timer)
    // One tab sends at a time. Where there are no locks, the idempotency key keeps it to one record.
    running ??= (navigator.locks?.request(lock, { ifAvailable: true }, (got) => got && empty()) ?? empty()).finally(
      () => {
        running = undefined
      },
    )
    await running.catch(() => null)
  }
  addEventListener('online', deliver)
  return {
    deliver,
    stop() {
      clearTimeout(timer)
      removeEventListener('online', deliver)
    },
  }
}
