import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Sotto } from '@sotto/server-sdk'
import type { IdentifiedUser } from '@sotto/server-sdk/express'

const slug = 'kestrel-cycles'
const faq = fileURLToPath(new URL('../documents/faq.md', import.meta.url))

/** The team of this app with its bot: made on the first start, found on every later one. */
export async function ownTeam(sotto: Sotto): Promise<{ owner: IdentifiedUser; botId: string }> {
  const made = (await sotto.publicTeam(slug)) ?? (await makeTeam(sotto))
  const team = await sotto.team(made.id, { actor: { system: 'own-node-backend' } })
  const [owner] = (await team.members.list({ limit: 1 })).data
  const [bot] = (await team.bots.list({ limit: 1 })).data
  if (!owner || !bot) throw new Error(`The team ${slug} has no member or no bot: its first start was interrupted.`)
  return { owner: { teamId: made.id, userId: owner.id }, botId: bot.id }
}

async function makeTeam(sotto: Sotto) {
  const made = await sotto.createTeam({
    name: 'Kestrel Cycles',
    slug,
    owner: { name: 'Ines Duarte', email: 'ines@kestrelcycles.example' },
  })
  const team = await sotto.team(made.team.id, { actor: { userId: made.owner.id } })
  await team.contacts.create({ name: 'Ada Lovelace', email: 'ada@example.com' })
  const bot = team.bot((await team.bots.create({ name: 'Wren' })).id)
  const { document } = await bot.knowledge.add({ file: createReadStream(faq), keepOriginal: 'delete-after-processing' })
  await bot.knowledge.ready(document.id)
  return made.team
}
