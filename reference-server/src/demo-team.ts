import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ConsentPolicy, permissionNames } from '@sotto/contracts'
import { isSottoError, type Sotto } from '@sotto/server-sdk'
import { demoPolicy } from '../demo/policy.ts'

const slug = 'kestrel-cycles'
const folder = fileURLToPath(new URL('../../examples/documents', import.meta.url))
const sampleNames = () =>
  readdirSync(folder)
    .filter((name) => /\.(pdf|csv|md|html|docx)$/.test(name) && name !== 'README.md')
    .sort()

/** What is shown once, on the first start. */
export interface FirstSecrets {
  email: string
  password: string
  secretKey: string
}

/** The public bot of the demo team, if there is one. */
export async function demoBot(sotto: Sotto): Promise<{ id: string; publishableKey: string } | null> {
  const team = await sotto.publicTeam(slug)
  return team ? sotto.firstPublicBot(team.id) : null
}

/** What the demo page asks: the newest version of the oldest consent policy of its team that was published. */
export async function demoConsentPolicy(
  sotto: Sotto,
  { publishableKey }: { publishableKey: string },
): Promise<ConsentPolicy | null> {
  const demo = await sotto.publicTeam(slug)
  if (!demo) return null
  const team = await sotto.team(demo.id, { actor: { system: 'demo page' } })
  const { data } = await team.consent.policies.list({ limit: 100 })
  const oldest = data.findLast(({ published }) => published !== null)
  return oldest ? sotto.publishedConsentPolicy(publishableKey, oldest.id) : null
}

/**
 * Makes the demo team where the database has no team yet: its owner, a secret key, a bot that is public, and
 * what the demo page asks visitors for.
 *
 * @returns what has to be shown once, or `null` when there was a team
 */
export async function makeDemoTeam(sotto: Sotto): Promise<FirstSecrets | null> {
  if (await sotto.hasTeams()) return null
  const email = 'ines@kestrelcycles.example'
  const { team, owner, password } = await sotto.createTeam({
    name: 'Kestrel Cycles',
    slug,
    owner: { name: 'Ines Duarte', email },
  })
  const services = await sotto.team(team.id, { actor: { userId: owner.id } })
  const { secret } = await services.apiKeys.create({ name: 'First key', scopes: [...permissionNames] })
  await services.bots.create({
    name: 'Wren',
    greeting: 'Hello, I am Wren. Ask me about repairs, prices, loan bikes or opening hours.',
    starters: [
      'Do I need an appointment?',
      'Can I wait while you mend it?',
      'What does a brake bleed cost?',
      'Is a loan bike free?',
    ],
    visibility: 'public',
    disclosure: 'Kestrel Cycles stores what you write, and its workshop team can read it.',
  })
  const { policies } = services.consent
  const { id } = await policies.create({ name: 'Demo page', draft: demoPolicy })
  await policies.publish(id)
  return { email, password, secretKey: secret }
}

/**
 * Adds the sample documents on the first start, and waits until all that wait to be read have been.
 *
 * @param report told what is being read, and what could not be
 * @param signal ends the waiting; the reading goes on at the next start
 */
export async function readSampleDocuments(
  sotto: Sotto,
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const demo = await sotto.publicTeam(slug)
  const bot = demo && (await sotto.firstPublicBot(demo.id))
  if (!demo || !bot) return
  const actor = { system: 'sample documents' }
  const team = await sotto.team(demo.id, { actor })
  const { knowledge } = team.bot(bot.id)
  // Added in order: their number says where an interrupted first start stopped, and what was removed later stays away.
  const { data: added } = await team.audit.list({ action: 'document.added', actorId: actor.system, limit: 100 })
  for (const filename of sampleNames().slice(added.length)) await knowledge.add({ path: join(folder, filename) })

  const { data: newestFirst } = await knowledge.list({ limit: 100 })
  const waiting = newestFirst.filter(({ state }) => state === 'queued' || state === 'reading').reverse()
  for (const [done, { id, filename, title }] of waiting.entries()) {
    if (signal.aborted) return
    report(`Reading the sample documents: ${done} of ${waiting.length} done, ${filename ?? title}`)
    await knowledge.ready(id, { signal }).catch((error: unknown) => {
      if (isSottoError(error)) report(`${filename ?? title} could not be read: ${error.message}`)
      else if (!signal.aborted) throw error
    })
  }
}
