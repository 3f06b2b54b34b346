import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { permissionNames } from '@sotto/contracts'
import type { Sotto } from '@sotto/server-sdk'

const slug = 'kestrel-cycles'
const folder = fileURLToPath(new URL('../../examples/documents', import.meta.url))
const documentNames = /\.(pdf|csv|md|html|docx)$/
const kept = new Set(['README.md'])

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

/**
 * Makes the demo team where the database has no team yet: its owner, a secret key, and a bot that is public.
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
      'What does a standard service cost?',
      'Can I borrow a bike?',
      'When are you open?',
      'What is the guarantee?',
    ],
    instructions: null,
    colour: null,
    visibility: 'public',
    allowedOrigins: [],
    disclosure: 'Kestrel Cycles stores what you write, and its workshop team can read it.',
  })
  return { email, password, secretKey: secret }
}

/**
 * Adds the sample documents that the demo bot does not have yet and waits until all are read.
 *
 * @param report told what is being read and how far it is
 */
export async function readSampleDocuments(
  sotto: Sotto,
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const team = await sotto.publicTeam(slug)
  const bot = team && (await sotto.firstPublicBot(team.id))
  if (!team || !bot) return
  const services = await sotto.team(team.id, { actor: { system: 'sample documents' } })
  const { knowledge } = services.bot(bot.id)
  const there = await knowledge.list({ limit: 100 })
  const known = new Set(there.data.map(({ filename }) => filename))
  if (there.data.length === 0)
    for (const filename of readdirSync(folder)
      .filter((name) => documentNames.test(name) && !kept.has(name))
      .sort())
      if (!known.has(filename)) await knowledge.add({ bytes: readFileSync(join(folder, filename)), filename })
  const failed = new Set<string>()
  while (!signal.aborted) {
    const { data } = await knowledge.list({ limit: 100 })
    for (const document of data) {
      if (document.state !== 'failed' || failed.has(document.id)) continue
      failed.add(document.id)
      report(`${document.filename ?? document.title} could not be read: ${document.error?.detail ?? 'unknown reason'}`)
    }
    const open = data.filter(({ state }) => state === 'queued' || state === 'reading')
    if (open.length === 0) return
    const reading = open.find(({ state }) => state === 'reading')
    const share = reading?.progress.total
      ? ` ${Math.round((100 * reading.progress.done) / reading.progress.total)} %`
      : ''
    report(
      `Reading the sample documents: ${data.length - open.length} of ${data.length} done${reading ? `, ${reading.filename ?? reading.title}${share}` : ''}`,
    )
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}
