import { randomUUID } from 'node:crypto'
import type { ConsentDelivery } from '../../packages/contracts/src/index.ts'
import { type Figure, share, told } from '../audit/figure.ts'
import { ratioOf } from '../audit/paired.ts'
import type { BenchPlace } from '../audit/place.ts'

const aim = 0.6

const texts = {
  heading: 'May we use cookies?',
  body: 'Only what is needed runs. With your permission, also: counting visits, videos. You can take it back at any time.',
  accept: 'Accept',
  reject: 'Reject',
  choose: 'Choose',
}

const choice = (visitor: string): ConsentDelivery => ({
  record: {
    id: randomUUID(),
    visitor,
    at: new Date().toISOString(),
    policyVersion: 1,
    asks: 'abc',
    regime: 'opt-in',
    regimeKind: 'opt-in',
    region: 'DE',
    source: 'banner',
    gpc: false,
    granted: ['analytics'],
    denied: ['marketing'],
    shown: { hash: null, layer: 'first', layout: 'card', language: 'en' },
  },
  shown: { layer: 'first', layout: 'card', language: 'en', texts },
})

/**
 * Choices a second: sealed under a key of their own, with the entry in the log and a signed receipt, against the least
 * that anybody could do: one transaction that inserts the choice and a line about it, plain.
 */
export async function writeFigures({ client, team }: BenchPlace): Promise<Figure[]> {
  const rows = client.db('bare').collection('choices')
  const log = client.db('bare').collection('choiceLog')
  await rows.createIndex({ teamId: 1, receivedAt: -1 })
  await log.createIndex({ teamId: 1, at: -1 })
  const bare = async () => {
    const { record } = choice(randomUUID())
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await rows.insertOne({ teamId: 't', ...record, receivedAt: new Date() }, { session })
        await log.insertOne({ teamId: 't', at: new Date(), action: 'recorded', target: record.id }, { session })
      }),
    )
  }
  const known = randomUUID()
  const record = async (visitor: string) => void (await team.consent.record(choice(visitor)))
  const inFlight = (way: () => Promise<void>) => async () => void (await Promise.all(Array.from({ length: 16 }, way)))
  const alone = await ratioOf(() => record(randomUUID()), bare)
  const again = await ratioOf(() => record(known), bare)
  const many = await ratioOf(
    inFlight(() => record(randomUUID())),
    inFlight(bare),
    { times: 6 },
  )
  return [
    share('consent writes, one after the other', alone.ratio, aim, {
      'bare transaction of two plain inserts (per second)': Math.round(1000 / alone.bareMilliseconds),
      'Sotto (per second)': Math.round(1000 / alone.milliseconds),
    }),
    share('consent writes, 16 at a time', many.ratio, aim, {
      'bare transaction of two plain inserts (per second)': Math.round(16_000 / many.bareMilliseconds),
      'Sotto (per second)': Math.round(16_000 / many.milliseconds),
    }),
    told('the same browser again and again', again.ratio, 'ratio', {
      'Sotto (per second)': Math.round(1000 / again.milliseconds),
    }),
  ]
}
