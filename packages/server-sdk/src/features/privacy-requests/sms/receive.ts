import { notFound, SottoError } from '../../../errors.ts'
import { phone as e164 } from '../../../keys/index.ts'
import type { SystemScope } from '../../../mongo/index.ts'
import { teamSlugs } from '../../team/index.ts'
import { heardMessages } from '../declare.ts'
import type { PrivacyDependencies } from '../dependencies.ts'
import { stopMessages } from '../stopping.ts'
import { isSigned, messageIn, type PostedForm, type SmsGateways } from './gateway.ts'
import { isStop } from './stop-words.ts'

/** What gateways for text messages hand over. */
export interface SmsDesk {
  /**
   * Ends advertising to a number that answered STOP. What else somebody writes is not kept, and the answer is the same for
   * every message and every number. A message that comes again does nothing.
   *
   * @throws SottoError `not_found` where the team has no gateway, `forbidden` where it was not the gateway,
   * `invalid_request` where there is no message in it
   */
  receive(
    slug: string,
    form: PostedForm,
    visit: { requestId: string | null },
  ): Promise<{ mediaType: string; text: string }>
}

/** Twilio sends back what stands in the answer: nothing does. It, or the carrier, confirms a STOP by itself. */
const nothingBack = { mediaType: 'text/xml', text: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>' }

export function smsDesk(dependencies: PrivacyDependencies, gateways: SmsGateways | null): SmsDesk {
  const { system, publicUrl } = dependencies
  return {
    async receive(slug, form, { requestId }) {
      const claim = await system.findById(teamSlugs, slug)
      const gateway =
        claim && typeof gateways === 'function' ? await gateways({ id: claim.teamId, slug }) : (gateways ?? null)
      if (!claim || !gateway || typeof gateway === 'function') throw notFound('SMS gateway')
      if (!isSigned(gateway, publicUrl(), form))
        throw new SottoError(
          'forbidden',
          'The signature does not fit. It is made of the address that the gateway was told, of every field as it was sent, and of the secret in the settings of this server.',
        )
      const message = messageIn(gateway, form)
      if (!message)
        throw new SottoError('invalid_request', 'There is no message in it: a sender, a text and an id are needed.')
      if (message.isOptOut || isStop(message.text)) await hear(system, claim.teamId, message, requestId, dependencies)
      return gateway.protocol === 'twilio' ? nothingBack : { mediaType: 'text/plain', text: '' }
    },
  }
}

async function hear(
  system: SystemScope,
  teamId: string,
  { from, text, id: name }: { from: string; text: string; id: string },
  requestId: string | null,
  dependencies: PrivacyDependencies,
): Promise<void> {
  const number = numberIn(from)
  // A short code, or a name: nobody can be told by it.
  if (!number) return
  const scope = system.team(teamId, { actor: { kind: 'system', id: 'sms' }, ip: null, requestId })
  await dependencies.prepare(teamId)
  const id = await scope.suppressionMark(`message\0${name}`)
  await stopMessages(scope, { phone: number, text: text.slice(0, 1000) }, dependencies, async (running) => {
    const rows = running.collection(heardMessages)
    if (await rows.findOne({ id })) return false
    await rows.insert({ receivedAt: running.now() }, { id })
    return true
  })
}

function numberIn(from: string): string | null {
  try {
    return e164(from)
  } catch {
    return null
  }
}
