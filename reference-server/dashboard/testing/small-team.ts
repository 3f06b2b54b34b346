import type { Sotto, Team } from '@sotto/server-sdk'
import { vi } from 'vitest'
import { makeTeam } from '../../../packages/server-sdk/src/testing/index.ts'

export interface SmallTeam {
  team: Team
  owner: { id: string; email: string; password: string }
  botId: `bot_${string}`
  /** Starts a conversation in which a visitor asks each of these. */
  ask(texts: readonly string[], who?: { name?: string; email?: string }): Promise<`cnv_${string}`>
}

const handbook = `# Handbook

## Loan bikes

A loan bike is free for three days. You need a photo ID to take one with you.

## Prices

A safety check costs £25. We telephone before fitting any part above £30.
`

/** A team whose bot has read one small document. */
export async function smallTeam(sotto: Sotto): Promise<SmallTeam> {
  const { team, ownerId, email, password } = await makeTeam(sotto, 'Kestrel Cycles')
  // Somebody has chosen how long data is kept, so that nobody is asked.
  await team.retention.change({ preset: 'published' })
  const bot = await team.bots.create({
    name: 'Wren',
    greeting: 'Hello',
    starters: [],
    instructions: null,
    colour: null,
    visibility: 'private',
    allowedOrigins: [],
    disclosure: null,
  })
  const botId = bot.id
  const { job } = await team.bot(botId).knowledge.add({ text: handbook, title: 'Handbook', mediaType: 'text/markdown' })
  await vi.waitFor(
    async () => {
      if ((await team.job(job.id)).state !== 'succeeded') throw new Error('still reading')
    },
    { timeout: 60_000, interval: 100 },
  )
  return {
    team,
    owner: { id: ownerId, email, password },
    botId,
    async ask(texts, who) {
      const { conversation } = await team.conversations.start({
        botId,
        page: '/loan-bikes',
        ...(who ? { contact: who } : {}),
      })
      for (const text of texts) await team.chat.send(conversation.id, { text, author: 'visitor' }).result()
      return conversation.id
    },
  }
}
