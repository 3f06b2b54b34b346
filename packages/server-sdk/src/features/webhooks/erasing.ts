import type { ErasureContribution, Processors } from '../../erasure/index.ts'
import { namedIds } from './ids.ts'
import type { Webhooks } from './webhooks.ts'

/** Processors and recipients are told by webhook that a person's data has to go; their answers are receipts. */
export const toldByWebhook = (webhooks: Webhooks): Processors => ({
  async tell(scope, { erasure, request, subject }) {
    const told = { type: 'privacy.erasure_completed', data: namedIds([erasure, request, subject]) } as const
    return (await webhooks.tellProcessors(scope, told)).map(({ processor, deliveryId }) => ({
      name: processor,
      delivery: deliveryId,
    }))
  },

  async receipts(scope, deliveries) {
    const ids = deliveries.map(({ delivery }) => delivery)
    const outcomes = new Map((await webhooks.outcomes(scope, ids)).map((one) => [one.deliveryId, one]))
    return deliveries.map(({ name, delivery }) => {
      const { state, at = null, status = null, answerHash = null } = outcomes.get(delivery) ?? {}
      return {
        name,
        delivery,
        state: state === 'waiting' ? 'waiting' : state === 'delivered' ? 'received' : 'silent',
        at: at?.toISOString() ?? null,
        status,
        answer: answerHash,
      }
    })
  },
})

/** What waits for webhooks about somebody goes with them; what was sent is forgotten. */
export const webhookErasure = (webhooks: Webhooks): ErasureContribution => {
  const idsOf = ({ subject, ids }: { subject: { id: string }; ids: readonly string[] }) => [
    ...new Set([subject.id, ...ids]),
  ]
  return {
    name: 'webhooks',
    discard: (scope, person) => webhooks.discard(scope, idsOf(person)),
    residue: (scope, person) => webhooks.count(scope, idsOf(person)),
  }
}
