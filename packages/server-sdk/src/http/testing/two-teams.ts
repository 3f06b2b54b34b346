import { randomUUID } from 'node:crypto'
import { permissionNames } from '@sotto/contracts'
import { vi } from 'vitest'
import type { Sotto, Team } from '../../sotto.ts'
import { browserChoice, consentDraft } from './consent.ts'
import { endedSessions, endedTeam } from './ended.ts'
import { confirmationOf, tokenIn } from './mails.ts'
import { nextDay } from './next-day.ts'
import { accessLine, holdsOf, supportOf } from './oversight.ts'
import { assuranceReport, closable, legalEntity, subProcessor } from './papers.ts'
import { requestsOf } from './requests.ts'
import type { Side, Visitor } from './side.ts'
import { makeStaff } from './staff.ts'

export const document = (word: string) => `# Handbook

## Word of the week

The word of the week is ${word}.

## Loan bikes

A loan bike is free for three days. Ask for ${word} when you take one.
`

/** Resolves when no job waits or runs. */
export const jobsDone = (team: Team, jobIds: readonly string[]) =>
  vi.waitFor(
    async () => {
      for (const id of jobIds)
        if ((await team.job(id)).state !== 'succeeded') throw new Error(`job ${id} has not succeeded`)
    },
    { timeout: 60_000, interval: 50 },
  )

/** An entry of the log that has its place. */
const placedEntry = (team: Team) =>
  vi.waitFor(
    async () => {
      const entry = (await team.audit.list({ limit: 100 })).data.find(({ index }) => index !== null)
      if (!entry) throw new Error('no entry has its place')
      return entry.id
    },
    { timeout: 60_000, interval: 100 },
  )

const once = <T>(make: () => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Makes a team with one of everything, in which `word` stands everywhere. */
export async function makeSide(sotto: Sotto, word: string): Promise<Side> {
  const staff = await makeStaff(sotto, word)
  const { teamId, slug, team, members, signIn, leaver: member } = staff
  const bot = async (visibility: 'public' | 'private') => {
    const { id, publishableKey } = await team.bots.create({
      name: 'Wren',
      greeting: `Hello from ${word}`,
      starters: [],
      instructions: `Speak of ${word}`,
      colour: null,
      visibility,
      allowedOrigins: [],
      disclosure: `${word} reads along`,
    })
    return { id, key: publishableKey }
  }
  const publicBot = await bot('public')
  const privateBot = await bot('private')
  const learn = () =>
    team.bot(publicBot.id).knowledge.add({ title: 'Handbook', text: document(word), mediaType: 'text/markdown' })
  const learnt = await learn()
  const contact = await team.contacts.create({
    name: 'Ada King',
    email: 'ada@example.com',
    phone: '+44 7700 900168',
    externalId: 'customer-1',
    company: `${word} Ltd`,
  })
  const start = async (): Promise<Visitor> => {
    const { conversation, visitorToken } = await team.conversations.start({
      botId: publicBot.id as `bot_${string}`,
      contact: { id: contact.id },
      page: `/${word}`,
    })
    return { conversationId: conversation.id, token: visitorToken }
  }
  const appointment = async () => {
    const day = new Date(Date.UTC(2027, 0, nextDay())).toISOString().slice(0, 10)
    const { id } = await team.appointments.create({
      contactId: contact.id,
      memberId: members.member.id as `mem_${string}`,
      title: 'Service',
      notes: `Bring the ${word}`,
      startsAt: `${day}T09:00:00Z`,
      endsAt: `${day}T10:00:00Z`,
    })
    return id
  }
  const ticket = async () =>
    (
      await team.tickets.create({
        contactId: contact.id,
        conversationId: null,
        assigneeId: null,
        subject: `Brake ${word}`,
        description: `It squeaks, says ${word}`,
        priority: 'normal',
      })
    ).id
  const apiKey = (scopes: readonly string[]) =>
    team.apiKeys.create({ name: `Key ${word}`, scopes: [...scopes] as typeof permissionNames })
  await jobsDone(team, [learnt.job.id])

  const visitor = await start()
  const { answer } = await team.chat
    .send(visitor.conversationId, { text: `What is the word of the week? I am from ${word}`, author: 'visitor' })
    .result()
  const consent = await team.consent.declare(contact.id, { granted: ['marketing-sms'], proof: `Signed by ${word}` })
  const { id: consentPolicyId } = await team.consent.policies.create({
    name: `Shop ${word}`,
    draft: consentDraft(word),
  })
  await team.consent.policies.publish(consentPolicyId)
  const consentVisitor = randomUUID()
  await team.consent.record(browserChoice(word, { visitor: consentVisitor }))
  const endedKey = await apiKey(permissionNames)
  await team.apiKeys.revoke(endedKey.apiKey.id)
  const endedVisitor = await start()
  await team.conversations.remove(endedVisitor.conversationId)
  const endedMembers = await endedSessions(sotto, staff)

  const webhook = async () =>
    (
      await team.webhooks.create({
        url: `https://${word}${nextDay()}.example.com/hook`,
        description: `Told of ${word}`,
        processor: `Post office of ${word}`,
      })
    ).webhook.id
  const webhookId = await webhook()
  const { id: webhookDeliveryId } = await team.webhooks.test(webhookId)

  await team.legalEntity.change(legalEntity(word))
  const subProcessorOf = async () => (await team.subProcessors.add(subProcessor(word))).id
  await subProcessorOf()
  for (const paper of ['privacy-notice', 'cookie-table', 'sub-processors']) await team.papers.publish(paper)
  const evidence = Buffer.from(`Terms of ${word}`).toString('base64')
  const { id: evidenceId } = await team.evidence.add({
    filename: `${word}.txt`,
    mediaType: 'text/plain',
    content: evidence,
  })

  const { version, hash } = await team.papers.publish('data-processing-agreement')
  const breach = async () => (await team.breaches.open(closable(word))).id
  const breachId = await breach()

  const asked = requestsOf(sotto, team, slug, word)
  const erasure = await asked.open('erasure')
  const privacyRequestId = await asked.review(erasure.id)
  // Mails of a busy team are not found for long.
  const requestLink = await asked.linkOf(erasure.id)
  const exportRequestId = await asked.review((await asked.open('access')).id)
  let certified: Promise<{ id: string; link: string }> | undefined

  const { exceptionOf, ...held } = await holdsOf(sotto, team, word)
  const supported = supportOf(sotto, team, word)
  const everything = await apiKey(permissionNames)
  const auditEntryId = await placedEntry(team)
  let shownConfirmation: Promise<string> | undefined
  return {
    teamId,
    word,
    team,
    members,
    publicBot,
    privateBot,
    documentId: learnt.document.id,
    jobId: learnt.job.id,
    contactId: contact.id,
    visitor,
    answerId: answer?.id ?? '',
    appointmentId: await appointment(),
    ticketId: await ticket(),
    confirmation: () => {
      shownConfirmation ??= confirmationOf(sotto, team)
      return shownConfirmation
    },
    auditEntryId,
    consentRecordId: consent.record.id,
    consentVisitor,
    consentPolicyId,
    webhookId,
    webhookDeliveryId,
    retentionRunId: (await team.retention.start({ dryRun: true })).id,
    evidenceId,
    breachId,
    agreement: async () => ({ version, hash }),
    slug,
    privacyRequestId,
    askerId: erasure.contactId as string,
    exportRequestId,
    requestLink,
    certified: () => {
      certified ??= asked.open('erasure').then(async (request) => {
        const link = await asked.linkOf(request.id)
        await request.completed()
        return { id: request.id, link }
      })
      return certified
    },
    released: asked.released,
    hold: once(held.hold),
    holdInvitation: once(held.holdInvitation),
    supportCase: once(supported.supportCase),
    keys: { everything: everything.secret, nothing: (await apiKey([])).secret },
    ended: { key: endedKey.secret, visitor: endedVisitor.token, ...endedMembers },
    apiKeyId: everything.apiKey.id,
    fresh: {
      member,
      apiKey: async () => (await apiKey(['bots:read'])).apiKey.id,
      document: async () => (await learn()).document.id,
      visitor: start,
      message: async () => {
        const { conversationId } = await start()
        const { message } = await team.chat
          .send(conversationId, { text: `Soon gone: ${word}`, author: 'member' })
          .result()
        return { conversationId, messageId: message.id }
      },
      appointment,
      ticket,
      subProcessor: subProcessorOf,
      contractEnd: async (wanted) => {
        const operator = await sotto.team(teamId, { actor: { system: 'set-up' } })
        const state = (await operator.contractEnd.get())?.state
        if (state && state !== 'cancelled') await operator.contractEnd.cancel()
        if (wanted) await operator.contractEnd.ask({ slug })
      },
      teamCertificate: () => endedTeam(sotto),
      assuranceReport: async () => (await team.controls.addReport(assuranceReport(word, evidenceId))).id,
      breach,
      confirmation: () => confirmationOf(sotto, team),
      unsubscription: async () => {
        await team.consent.declare(contact.id, { granted: ['marketing-email'] })
        return tokenIn((await team.consent.unsubscribeHeaders(contact.id)).url)
      },
      deniedRequest: asked.deniedRequest,
      unverifiedRequest: asked.unverifiedRequest,
      reviewRequest: asked.reviewRequest,
      restrictedContact: asked.restrictedContact,
      bot: async () => (await bot('private')).id,
      contact: async () => (await team.contacts.create({ name: `Kept ${word} ${nextDay()}` })).id,
      retentionOverride: async () => {
        const { id: contactId } = await team.contacts.create({ name: `Kept ${word} ${nextDay()}` })
        return (await team.retention.overrides.add({ contactId }, { category: 'tickets', keep: 365 })).id
      },
      code: asked.code,
      correction: asked.correction,
      exportLink: asked.exportLink,
      exportCode: asked.exportCode,
      exportPass: asked.exportPass,
      requestLink: async () => asked.linkOf((await asked.open('human-review')).id),
      typedConversation: async () =>
        (await team.conversations.start({ botId: publicBot.id, contact: { email: 'ada@example.com' } }, 'visitor'))
          .conversation.id,
      auditSink: async () =>
        (await team.audit.sinks.create({ kind: 'siem', address: `tls://${word}${nextDay()}.example.com:6514` })).id,
      webhook,
      accessLine: () => accessLine(sotto, team, members.owner.id),
      exception: async (memberId) => exceptionOf(memberId ?? (await member())),
      ...held,
      ...supported,
    },
    signIn,
  }
}
