import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Sotto, Team } from '@sotto/server-sdk'

const examples = new URL('../../../examples/documents/', import.meta.url)
const example = (filename: string) => ({ filename, bytes: readFileSync(fileURLToPath(new URL(filename, examples))) })

export interface Workshop {
  teamId: string
  owner: { id: string; email: string; password: string }
  team: Team
  botId: string
  /** The conversation that stands open in the pictures. */
  hannah: string
}

const minute = 60_000
const hour = 60 * minute

/** A clock that is set to some time before now, and only moves when it is told to. */
export function clockBefore() {
  let ago = 0
  return {
    now: () => new Date(Date.now() - ago),
    set(milliseconds: number) {
      ago = milliseconds
    },
  }
}

async function learned(team: Team, jobIds: readonly string[]) {
  for (const id of jobIds)
    for (;;) {
      const { state } = await team.job(id)
      if (state === 'succeeded' || state === 'failed') break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
}

interface Scene {
  who: { name?: string; email?: string } | null
  /** A contact of the team, and not only what somebody says of themselves. */
  known?: boolean
  ago: number
  page?: string
  asks: string[]
  then?: { status: 'waiting' | 'closed'; assignee?: string; adds?: string; reply?: string }
}

/** The invented workshop of the pictures: its people, its documents, and what was asked today. */
export async function openWorkshop(sotto: Sotto, clock: ReturnType<typeof clockBefore>): Promise<Workshop> {
  clock.set(3 * 24 * hour)
  const email = 'ines@kestrelcycles.example'
  const made = await sotto.createTeam({
    name: 'Kestrel Cycles',
    slug: `kestrel-${Math.random().toString(36).slice(2, 8)}`,
    owner: { name: 'Ines Duarte', email },
  })
  const ines = await sotto.team(made.team.id, { actor: { userId: made.owner.id } })
  // Somebody has chosen how long data is kept, so that nobody is asked.
  await ines.retention.change({ preset: 'published' })
  const { member: tom } = await ines.members.create({
    name: 'Tom Reyes',
    email: 'tom@kestrelcycles.example',
    role: 'member',
  })
  const { member: priya } = await ines.members.create({
    name: 'Priya Nair',
    email: 'priya@kestrelcycles.example',
    role: 'member',
  })
  const teams: Record<string, Team> = {
    [tom.id]: await sotto.team(made.team.id, { actor: { userId: tom.id } }),
    [priya.id]: await sotto.team(made.team.id, { actor: { userId: priya.id } }),
    [made.owner.id]: ines,
  }
  const blank = { starters: [], instructions: null, colour: null, allowedOrigins: [], disclosure: null }
  const bot = await ines.bots.create({ ...blank, name: 'Wren', greeting: 'Hello, I am Wren.', visibility: 'public' })
  await ines.bots.create({ ...blank, name: 'Parts desk', greeting: 'Hello.', visibility: 'private' })
  const knowledge = ines.bot(bot.id).knowledge
  const jobs = []
  for (const filename of ['customer-handbook.pdf', 'price-list.csv', 'faq.md', 'opening-hours.html', 'terms.docx'])
    jobs.push(
      (
        await knowledge.add({
          ...example(filename),
          keepOriginal: filename === 'terms.docx' ? 'delete-after-processing' : 'keep',
        })
      ).job.id,
    )
  jobs.push((await knowledge.add({ filename: 'Supplier terms.pdf', bytes: Buffer.from('%PDF-1.7\nbroken') })).job.id)
  clock.set(0)
  await learned(ines, jobs)
  const contact = await ines.contacts.create({
    name: 'Hannah Okafor',
    email: 'hannah.okafor@example.com',
    phone: '+44 7700 900168',
    timezone: 'Europe/London',
  })
  await ines.contacts.change(contact.id, { phone: '+44 7700 900187', company: 'Larkhall Rowing Club' })

  const scenes: Scene[] = [
    {
      who: { name: 'Noah Fischer', email: 'noah@example.com' },
      ago: 50 * hour,
      asks: ['Do you service e-bike motors?'],
      then: { status: 'waiting', assignee: priya.id, reply: 'The part should be here by Monday.' },
    },
    {
      who: { name: 'Grace Tan' },
      ago: 26 * hour,
      page: '/prices',
      asks: ['What does a puncture repair cost?'],
      then: { status: 'closed' },
    },
    {
      who: { name: 'Marcus Bell' },
      ago: 25 * hour,
      asks: ['What is the guarantee on repairs?'],
      then: { status: 'closed' },
    },
    {
      who: { name: 'Elena Petrova' },
      ago: 22 * hour,
      page: '/wheels',
      asks: ['How many wheels has Priya built?'],
      then: { status: 'waiting', assignee: tom.id, reply: 'Send a photo of the bearing seat, then I can tell.' },
    },
    { who: null, ago: 5 * hour, page: '/loan-bikes', asks: ['Can I borrow a bike while mine is repaired?'] },
    {
      who: { name: 'Aisha Rahman' },
      ago: 3 * hour,
      asks: ['Can you hold a frame for me?'],
      then: { status: 'waiting', assignee: made.owner.id, reply: 'We can hold the frame until Saturday.' },
    },
    {
      who: { name: 'Dan Whitlock' },
      ago: 2 * hour,
      page: '/servicing/wheels',
      asks: ['Is my wheel trued?'],
      then: { status: 'waiting', assignee: made.owner.id, reply: 'It is trued and ready to collect.' },
    },
    {
      who: { name: 'Maeve Doyle' },
      ago: 61 * minute,
      page: '/parts',
      asks: ['How much is a new gear hanger?'],
      then: { status: 'waiting', assignee: tom.id, adds: 'Is that the right hanger?' },
    },
    {
      who: { name: 'Oliver Hart', email: 'oliver.hart@example.com' },
      ago: 26 * minute,
      asks: ['How much is an inner tube?'],
      then: { status: 'waiting', adds: 'The invoice shows two inner tubes' },
    },
    {
      who: {},
      known: true,
      ago: 11 * minute,
      page: '/servicing/brakes',
      asks: ['Which buses stop near the workshop?', 'How many wheels has Priya built?'],
      then: {
        status: 'waiting',
        assignee: made.owner.id,
        adds: 'Brilliant. Could I come tomorrow before work, around half past seven? Ideally Tom, he knows the bike.',
      },
    },
    {
      who: { name: 'Sofia Lindqvist' },
      ago: 2 * minute,
      page: '/wheels',
      asks: ['How do I get to you from Halden station?'],
    },
    { who: null, ago: 0, page: '/contact', asks: ['When are you open on Saturdays?'] },
  ]
  let hannah = ''
  for (const { who, known, ago, page, asks, then } of scenes) {
    clock.set(ago)
    const given = known ? { id: contact.id } : who
    const { conversation } = await ines.conversations.start({
      botId: bot.id,
      ...(given ? { contact: given } : {}),
      ...(page ? { page } : {}),
    })
    if (known) hannah = conversation.id
    for (const text of asks) await ines.chat.send(conversation.id, { text, author: 'visitor' }).result()
    if (!then) continue
    const { assignee, adds, reply, status } = then
    await ines.conversations.change(conversation.id, {
      status,
      ...(assignee ? { assigneeId: assignee as `mem_${string}` } : {}),
    })
    if (adds) await ines.chat.send(conversation.id, { text: adds, author: 'visitor' }).result()
    if (reply && assignee)
      await (teams[assignee] as Team).chat.send(conversation.id, { text: reply, author: 'member' }).result()
  }
  clock.set(0)
  const owner = { id: made.owner.id, email, password: made.password }
  return { teamId: made.team.id, owner, team: ines, botId: bot.id, hannah }
}
