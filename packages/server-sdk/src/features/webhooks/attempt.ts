import { createHash } from 'node:crypto'
import type { DeliveryProblem, WebhookPayload } from '@sotto/contracts'
import { Webhook } from 'standardwebhooks'
import { AddressRefusedError, type Reach } from '../../outgoing/address.ts'
import { NoAnswerError, post } from '../../outgoing/post.ts'

const within = 10_000
const most = 64 * 1024

/** What an attempt came to. */
export interface Outcome {
  /** HTTP status, where an answer came. */
  status: number | null
  /** SHA-256 of its body, hex; `null` where it was longer than 64 kB. */
  answerHash: string | null
  /** `null` for success: a status from 200 to 299. */
  problem: DeliveryProblem | null
}

/** The headers of Standard Webhooks; signed with each of the secrets, so that one can be replaced without a gap. */
export function signedHeaders(
  id: string,
  at: Date,
  body: string,
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

/** Sends an event once. @throws the reason of `signal` */
export async function attempt(
  to: { url: string; secrets: readonly string[] },
  event: { id: string; payload: WebhookPayload },
  { at, reach, signal }: { at: Date; reach: Reach; signal: AbortSignal },
): Promise<Outcome> {
  const url = new URL(to.url)
  const nothing = { status: null, answerHash: null }
  if (url.protocol !== 'https:' && !reach.privateAddresses) return { ...nothing, problem: 'address_refused' }
  const body = JSON.stringify(event.payload)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Sotto-Webhooks/1',
    ...signedHeaders(event.id, at, body, to.secrets),
  }
  try {
    const answer = await post(url, body, { headers, within, most, reach, signal })
    const { status } = answer
    const answerHash = answer.cut ? null : createHash('sha256').update(answer.body).digest('hex')
    const arrived = status >= 200 && status < 300
    return { status, answerHash, problem: arrived ? null : status === 410 ? 'gone' : 'status' }
  } catch (error) {
    if (error instanceof AddressRefusedError) return { ...nothing, problem: 'address_refused' }
    if (error instanceof NoAnswerError) return { ...nothing, problem: error.timeout ? 'timeout' : 'unreachable' }
    throw error
  }
}
