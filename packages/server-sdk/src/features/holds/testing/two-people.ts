import type { HoldInput } from '@sotto/contracts'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import type { MailTransport, OutgoingMail } from '../../../mail/index.ts'
import type { Team } from '../../../sotto.ts'
import { atItsPace } from '../../../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../../testing/index.ts'
import { wordsOnly } from '../../../testing/words-only.ts'

export const day = 24 * 60 * 60 * 1000
export const here = { ip: null, requestId: null }
export const held = { code: 'legal_hold' }
export const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 20_000, interval: 20 })

const transportTo = (sent: OutgoingMail[]): MailTransport => ({
  description: 'a test',
  async send(mail) {
    sent.push(mail)
  },
})

/** A team in which two people decide about holds, for the tests of a file. */
export function useTwoPeople() {
  const clock = testClock()
  const sent: OutgoingMail[] = []
  let running: TestSotto
  let acme: TestTeam
  let second: Team
  let secondId: string
  let count = 0

  beforeAll(async () => {
    running = await startTestSotto({
      now: clock.now,
      publicUrl: 'https://chat.example.com',
      models: { embeddings: wordsOnly },
      mail: { transport: transportTo(sent), from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
    })
    acme = await makeTeam(running.sotto, 'Acme')
    secondId = await place.join('second@acme.example')
    second = await place.as(secondId)
  }, 30_000)
  afterAll(() => running.close())
  beforeEach(() => {
    sent.length = 0
    clock.advance(60_000)
  })

  const place = {
    clock,
    sent,
    get running() {
      return running
    },
    get acme() {
      return acme
    },
    get team() {
      return acme.team
    },
    /** Another person of the team. */
    get second() {
      return second
    },
    get secondId() {
      return secondId
    },
    as: (userId: string, of = acme) => running.sotto.team(of.teamId, { actor: { userId } }),
    join: async (email: string, role: 'viewer' | 'member' | 'admin' | 'owner' = 'admin') =>
      (await acme.team.members.create({ name: role, email, role })).member.id,
    mailTo: (to: string, saying = '') =>
      until(() => {
        const mail = sent.find((one) => one.to === to && one.text.includes(saying))
        if (!mail) throw new Error(`no mail to ${to} that says ${saying}`)
        return mail
      }),
    propose: (scope: HoldInput['scope'], more: Partial<HoldInput> = {}, by = acme.team) =>
      by.holds.propose({ reason: 'litigation', matter: 'Voss against Acme', scope, ...more }),
    place: async (scope: HoldInput['scope'], more: Partial<HoldInput> = {}) =>
      second.holds.approve((await place.propose(scope, more)).id),
    async release(id: string) {
      await acme.team.holds.release(id, 'It was settled.')
      return second.holds.approve(id)
    },
    person(name = 'Ada') {
      count += 1
      return acme.team.contacts.create({ name, email: `person${count}@example.com` })
    },
    actions: async (targetId: string, of = acme.team) =>
      (await of.audit.list({ targetId })).data.map(({ action }) => action),
    /** Somebody asks to be erased, and it is let go. @returns the id of the request */
    async erasureOf(contactId: string) {
      const { privacyRequests } = acme.team
      const request = await privacyRequests.open({ kind: 'erasure', subject: contactId })
      await until(async () => expect((await privacyRequests.get(request.id)).step).toBe('review'))
      await privacyRequests.release(request.id)
      return request.id
    },
    ended: (id: string, status: 'denied' | 'fulfilled') =>
      atItsPace(running, clock, async () => {
        const request = await acme.team.privacyRequests.get(id)
        expect(request).toMatchObject({ status, step: 'ended' })
        return request
      }),
  }
  return place
}
