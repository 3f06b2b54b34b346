import { supportAreas } from '@sotto/contracts'
import { vi } from 'vitest'
import { holds } from '../../features/holds/declare.ts'
import type { Sotto, Team } from '../../sotto.ts'
import { mailed, tokenIn } from './mails.ts'
import { nextDay } from './next-day.ts'

const here = { ip: '192.0.2.1', requestId: null }

/** An open line of a review of who may do what. */
export async function accessLine(sotto: Sotto, team: Team, ownerId: string) {
  const { accessReviews } = sotto.as(await sotto.access.member(team.id, ownerId), here).team
  const { id } = await accessReviews.start()
  return vi.waitFor(
    async () => {
      const { data } = await accessReviews.lines(id, { limit: 100, outcome: 'open' })
      const line = data.find(({ kind, role }) => kind === 'member' && role === 'viewer')
      if (!line || (await accessReviews.get(id)).state !== 'running') throw new Error('the review is not ready')
      return { accessReviewId: id, accessReviewLineId: line.id }
    },
    { timeout: 20_000, interval: 50 },
  )
}

/** Legal holds of a team, on people who are nobody else's business. */
export async function holdsOf(sotto: Sotto, team: Team, word: string) {
  const added = await team.members.create({ name: `Counsel ${word}`, email: 'counsel@example.com', role: 'admin' })
  const principal = await sotto.access.member(team.id, added.member.id)
  const counsel = await sotto.team(team.id, { actor: { userId: added.member.id } })
  const hold = async () => {
    const contact = await team.contacts.create({ name: `Held ${word}`, email: `held${nextDay()}@example.com` })
    const { id } = await counsel.holds.propose({
      reason: 'litigation',
      matter: `The case of ${word}`,
      scope: { contactId: contact.id },
    })
    return id
  }
  /** Everybody else joined after it was proposed. */
  const lonelyHold = async () => {
    const id = await hold()
    await sotto
      .as(principal, here)
      .transaction((_team, scope) =>
        scope.collection(holds).change(id, { proposedAt: new Date(0) }, { action: 'hold.proposed' }),
      )
    return id
  }
  const holdInvitation = async () => {
    const email = `outside${nextDay()}@law.example`
    await counsel.holds.inviteApprover(await lonelyHold(), { name: `Outside ${word}`, email })
    return mailed(sotto, ({ to, text }) => (to === email ? tokenIn(text) : undefined))
  }
  const activeHold = async () => {
    const id = await hold()
    await team.holds.approve(id)
    return id
  }
  const exceptionOf = async (memberId: string) => {
    const until = new Date(Date.now() + 86_400_000).toISOString()
    const reason = `Because of ${word}`
    return (await counsel.exceptions.askForMember(memberId, { permissions: ['breaches:read'], reason, until })).id
  }
  return { hold, activeHold, lonelyHold, holdInvitation, exceptionOf }
}

/** What support asks of a team. */
export function supportOf(sotto: Sotto, team: Team, word: string) {
  const ask = () =>
    sotto.support.ask(team.id, {
      reference: `CASE-${nextDay()}`,
      reason: `Somebody of ${word} wrote that answers are wrong`,
      person: { name: `Helper of ${word}`, email: `helper${nextDay()}@support.example` },
      areas: [...supportAreas],
      changes: true,
    })
  const approved = async () => {
    const { standing, code } = await ask()
    await team.support.approve(standing.id, {})
    return { id: standing.id, code }
  }
  return {
    supportCase: async () => (await ask()).standing.id,
    activeSupportCase: async () => (await approved()).id,
    supportCode: async () => (await approved()).code,
    supportToken: async () => (await sotto.supportSessions.start((await approved()).code, here)).token,
  }
}
