import { vi } from 'vitest'
import type { Sotto, Team } from '../../sotto.ts'
import { mailed, tokenIn } from './mails.ts'
import { nextDay } from './next-day.ts'

/** What people ask of a team about their data. */
export function requestsOf(sotto: Sotto, team: Team, slug: string, word: string) {
  const visit = { languages: [], requestId: null }
  const asker = async () =>
    (await team.contacts.create({ name: `Asker ${word}`, email: `asker${nextDay()}@example.com` })).id
  const review = (id: string) =>
    vi.waitFor(
      async () => {
        if ((await team.privacyRequests.get(id)).step !== 'review') throw new Error('it is not prepared yet')
        return id
      },
      { timeout: 60_000, interval: 50 },
    )
  const linkOf = (id: string) =>
    mailed(sotto, ({ text }) => (text.includes(id) && text.includes('/status?token=') ? tokenIn(text) : undefined))
  const open = async (kind: 'access' | 'erasure' | 'human-review' | 'restriction') =>
    team.privacyRequests.open({ kind, subject: await asker(), reason: `Asked for ${word}` })
  const codeOf = async (kind: 'access' | 'correction', email: string) => {
    const { pending } = await sotto.privacyPortal.ask(slug, { kind, email }, visit)
    const code = await mailed(sotto, ({ to, text }) =>
      to === email ? /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text)?.[0] : undefined,
    )
    return { pending, code }
  }
  const seen = new Set<string>()
  let ready: Promise<{ id: string; exportId: string; email: string }> | undefined
  const released = () => {
    ready ??= open('access').then(async (request) => {
      await review(request.id)
      await team.privacyRequests.release(request.id)
      await request.completed()
      const { exportId, email } = await team.privacyRequests.get(request.id)
      return { id: request.id, exportId: exportId as string, email: email as string }
    })
    return ready
  }
  const exportLink = async () => (await team.accessExports.linkFor((await released()).exportId)).token
  const exportCode = async () => {
    const token = await exportLink()
    const { email } = await released()
    await sotto.exportLinks.sendCode(token)
    const code = await mailed(sotto, ({ id, to, text }) => {
      const found = to === email && !seen.has(id) ? /^[2-9A-Z]{4}-[2-9A-Z]{4}$/m.exec(text)?.[0] : undefined
      if (found) seen.add(id)
      return found
    })
    return { token, code }
  }
  const exportPass = async () => {
    const { token, code } = await exportCode()
    const redeemed = await sotto.exportLinks.redeem(token, code)
    if ('refused' in redeemed) throw new Error(redeemed.refused)
    return redeemed.pass
  }
  return {
    released: async () => (await released()).id,
    exportLink,
    exportCode,
    exportPass,
    review,
    linkOf,
    open,
    deniedRequest: async () => {
      const { id } = await open('human-review')
      await team.privacyRequests.deny(id, { ground: 'excessive', reason: `Too often: ${word}` })
      return id
    },
    unverifiedRequest: async () =>
      (await team.privacyRequests.open({ kind: 'erasure', email: 'ada@example.com', reason: word })).id,
    reviewRequest: async () => review((await open('human-review')).id),
    restrictedContact: async () => {
      const request = await open('restriction')
      await request.completed()
      return request.contactId as string
    },
    code: () => codeOf('access', `codes${nextDay()}@example.com`),
    correction: async () => {
      const { email } = await team.contacts.get(await asker())
      const given = await codeOf('correction', email as string)
      await sotto.privacyPortal.confirm(slug, given, visit)
      return given.pending
    },
  }
}
