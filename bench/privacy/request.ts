import { makeDemoTeam, readSampleDocuments } from '../../reference-server/src/demo-team.ts'
import { type Figure, told } from '../audit/figure.ts'
import { openPlace } from '../audit/place.ts'

const people = 20
const codePattern = /[A-Z2-9]{4}-[A-Z2-9]{4}/
const visit = { languages: ['en'], requestId: null }
const email = 'person7@example.com'

/** Looks again until something is there, and says when it was. */
async function until<T>(look: () => Promise<T | null | undefined | false> | T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/**
 * From asking in the portal to the certificate, on the demo team with its documents, its bot and people who talked to it: all
 * that servers do. The person enters the code, and staff release, as soon as they can.
 */
export async function requestFigures(): Promise<Figure[]> {
  const place = await openPlace()
  const sent: { to: string; text: string }[] = []
  const transport = {
    description: 'a benchmark',
    send: async (mail: { to: string; text: string }) => void sent.push(mail),
  }
  const sotto = await place.another({
    runJobs: true,
    publicUrl: 'https://chat.example.com',
    mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
    database: `${place.database}demo`,
  })
  try {
    await makeDemoTeam(sotto)
    await readSampleDocuments(sotto, () => {}, new AbortController().signal)
    const demo = await sotto.publicTeam('kestrel-cycles')
    const bot = demo && (await sotto.firstPublicBot(demo.id))
    if (!demo || !bot) throw new Error('the demo team is not there')
    const [owner] = (await (await sotto.team(demo.id, { actor: { system: 'bench' } })).members.list()).data
    const team = await sotto.team(demo.id, { actor: { userId: owner?.id ?? '' } })
    const botId = bot.id as `bot_${string}`
    for (let number = 0; number < people; number += 1) {
      const { id } = await team.contacts.create({ name: `Person ${number}`, email: `person${number}@example.com` })
      const { conversation } = await team.conversations.start({ botId, contact: { id }, page: '/loan-bikes' })
      for (const text of ['Do I need an appointment?', 'What does a brake bleed cost?'])
        await team.chat.send(conversation.id, { text, author: 'visitor' }).result()
      await team.tickets.create({ contactId: id, subject: 'Brakes', conversationId: conversation.id })
      await team.consent.declare(id, { granted: ['marketing-email'] })
    }

    const begun = performance.now()
    const { pending } = await sotto.privacyPortal.ask(demo.slug, { kind: 'erasure', email }, visit)
    const code = await until(() => codePattern.exec(sent.find(({ to }) => to === email)?.text ?? '')?.[0])
    const proved = performance.now()
    const { request, token } = await sotto.privacyPortal.confirm(demo.slug, { pending, code }, visit)
    const { reference } = request
    await until(async () => (await team.privacyRequests.get(reference)).step === 'review')
    const planned = performance.now()
    await team.privacyRequests.release(reference)
    await until(async () => (await sotto.privacyPortal.status(demo.slug, token, visit)).hasCertificate)
    await sotto.privacyPortal.certificate(demo.slug, token, 'json', visit)
    const ended = performance.now()
    return [
      told('from asking in the portal to the certificate, on the demo data', (ended - begun) / 1000, 's', {
        codeMailed: Math.round(proved - begun),
        planned: Math.round(planned - proved),
        releasedToCertificate: Math.round(ended - planned),
      }),
    ]
  } finally {
    await sotto.close()
    for (const suffix of ['', '_keys', '_index']) await place.client.db(`${place.database}demo${suffix}`).dropDatabase()
    await place.close()
  }
}
