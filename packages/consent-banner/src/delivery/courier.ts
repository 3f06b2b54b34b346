import type { ConsentDelivery, ConsentReceipt } from '@sotto/contracts'
import type { List } from './list.ts'
import { hashOf } from './shown.ts'

/** Where records go. */
export interface Destination {
  readonly server: string
  readonly key: string
}

/** True when the server has it, or will never take it. */
async function send(
  { server, key }: Destination,
  { record, ...more }: ConsentDelivery,
  receipts: List<ConsentReceipt>,
) {
  const hash = more.shown && (await hashOf(more.shown))
  const response = await fetch(`${server.replace(/\/$/, '')}/v1/consent/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'idempotency-key': record.id },
    body: JSON.stringify({ record: { ...record, shown: record.shown && { ...record.shown, hash } }, ...more }),
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
export function createCourier(
  to: Destination,
  queue: List<ConsentDelivery>,
  receipts: List<ConsentReceipt>,
  lock: string,
) {
  let running: Promise<unknown> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = 5000

  const empty = async () => {
    for (let [next] = queue.read(); next; [next] = queue.read()) {
      const { id } = next.record
      if (!(await send(to, next, receipts).catch(() => false))) {
        timer = setTimeout(deliver, pause)
        pause = Math.min(pause * 2, 300_000)
        return
      }
      pause = 5000
      queue.write(queue.read().filter(({ record }) => record.id !== id))
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
