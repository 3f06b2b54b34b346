import { randomBytes, randomUUID } from 'node:crypto'
import { permissionNames, type Role, roles, supportAreas } from '@sotto/contracts'
import { vi } from 'vitest'
import { contractEnds, hashOfLink } from '../../features/contract-end/index.ts'
import { holds } from '../../features/holds/declare.ts'
import { newId } from '../../ids.ts'
import type { Sotto, Team } from '../../sotto.ts'
import { browserChoice, consentDraft } from './consent.ts'
import { assuranceReport, closable, legalEntity, subProcessor } from './papers.ts'

export interface Visitor {
  conversationId: string
  token: string
}

/** One of two teams that differ in nothing but one word, which stands in everything that the team has. */
export interface Side {
  teamId: string
  /** The word that only this team's data contain. */
  word: string
  team: Team
  members: Record<Role, { id: string; email: string; password: string }>
  publicBot: { id: string; key: string }
  privateBot: { id: string; key: string }
  documentId: string
  jobId: string
  contactId: string
  /** With a question of the visitor and its answer. */
  visitor: Visitor
  answerId: string
  appointmentId: string
  ticketId: string
  /** The token of a link in a mail that asks, which nobody presses. */
  confirmation(): Promise<string>
  auditEntryId: string
  consentRecordId: string
  consentVisitor: string
  consentPolicyId: string
  webhookId: string
  webhookDeliveryId: string
  retentionRunId: string
  /** A file that is kept as evidence. */
  evidenceId: string
  breachId: string
  /** An agreement that is published. */
  agreement(): Promise<{ version: number; hash: string }>
  /** The short name of the team. */
  slug: string
  /** An erasure that waits for its release. */
  privacyRequestId: string
  /** The contact who asked for it. */
  askerId: string
  /** A request for a copy, whose export waits for its release. */
  exportRequestId: string
  /** The token of its private link. */
  requestLink: string
  /** A request for an erasure that is done, and the token of its private link. */
  certified(): Promise<{ id: string; link: string }>
  /** A request for a copy whose file is made. */
  released(): Promise<string>
  /** A legal hold that waits for approval, and the token of a link to approve one from outside. */
  hold(): Promise<string>
  holdInvitation(): Promise<string>
  /** A case of support that waits for the team. */
  supportCase(): Promise<string>
  keys: { everything: string; nothing: string }
  /** Credentials that were good once. */
  ended: { key: string; session: string; visitor: string; member: string }
  apiKeyId: string
  /** Things made to be destroyed or closed by one call. */
  fresh: {
    member(): Promise<string>
    apiKey(): Promise<string>
    document(): Promise<string>
    visitor(): Promise<Visitor>
    message(): Promise<{ conversationId: string; messageId: string }>
    appointment(): Promise<string>
    ticket(): Promise<string>
    auditSink(): Promise<string>
    webhook(): Promise<string>
    /** One that is announced. */
    subProcessor(): Promise<string>
    /** An end of the team that somebody asked for, or nothing of the kind. */
    contractEnd(asked: boolean): Promise<void>
    /** The token of the link to the certificate of a team that has ended. */
    teamCertificate(): Promise<string>
    assuranceReport(): Promise<string>
    /** One that can be closed. */
    breach(): Promise<string>
    /** Legal holds, proposed by somebody who does nothing else: waiting, active, and with nobody who can approve it. */
    hold(): Promise<string>
    activeHold(): Promise<string>
    lonelyHold(): Promise<string>
    holdInvitation(): Promise<string>
    /** Asked for by somebody who does nothing else, for a member; for a new one where none is named. */
    exception(memberId?: string): Promise<string>
    /** Cases of support: waiting, and approved with a wish to change something. */
    supportCase(): Promise<string>
    activeSupportCase(): Promise<string>
    /** The code of one that is approved, and the token that one gets for it. */
    supportCode(): Promise<string>
    supportToken(): Promise<string>
    /** An open line of a review of access, about a member with nothing but the least role. */
    accessLine(): Promise<{ accessReviewId: string; accessReviewLineId: string }>
    /** The token of a link in a mail that asks. */
    confirmation(): Promise<string>
    /** The token of a link that ends mails which are permitted. */
    unsubscription(): Promise<string>
    /** Requests of people: refused, not verified yet, and waiting for an answer. */
    deniedRequest(): Promise<string>
    unverifiedRequest(): Promise<string>
    reviewRequest(): Promise<string>
    /** A conversation in which somebody typed the address of the unverified request. */
    typedConversation(): Promise<string>
    restrictedContact(): Promise<string>
    bot(): Promise<string>
    contact(): Promise<string>
    retentionOverride(): Promise<string>
    /** A code as it was mailed, and what it belongs to. */
    code(): Promise<{ pending: string; code: string }>
    /** The token of a correction whose code was entered. */
    correction(): Promise<string>
    /** The token of the link to a file; the ones before end with it. */
    exportLink(): Promise<string>
    /** A link with the code that was mailed for it. */
    exportCode(): Promise<{ token: string; code: string }>
    exportPass(): Promise<string>
    /** The token of the private link of a request that can be cancelled. */
    requestLink(): Promise<string>
  }
  signIn(role: Role): Promise<string>
}

const here = { ip: '192.0.2.1', requestId: null }
let days = 0
const nextDay = () => {
  days += 1
  return days
}

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

/** A team of which nothing is left but its certificate: the token of the link to it. */
async function endedTeam(sotto: Sotto): Promise<string> {
  const id = newId('team', new Date())
  const secret = randomBytes(32).toString('base64url')
  const scope = sotto.system.team(id, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  const asked = { askedBy: null, confirmedBy: null, graceDays: 7, askedAt: new Date(), deleteAt: new Date() }
  const none = { code: null, codeUntil: null, codesTried: 0, held: 0, begunAt: null, endedAt: null, facts: null }
  const done = { state: 'ended', link: hashOfLink(secret), certificate: '{}', tallies: {}, keysDestroyed: 0 } as const
  await scope
    .collection(contractEnds)
    .insert({ ...asked, ...none, ...done, erasure: newId('erasure', new Date()), nonce: 'AA' }, { id })
  return `${id}.${secret}`
}

/** The token of a link. */
export const tokenIn = (text: string) => /token=([\w.-]+)/.exec(text)?.[1] as string

/** Asks an address, and reads the link in the mail that it gets. */
async function confirmationOf(sotto: Sotto, team: Team): Promise<string> {
  const email = `asked${nextDay()}@example.com`
  await team.consent.permission.request({ email })
  return vi.waitFor(
    async () => {
      const mail = (await sotto.outbox?.list())?.find(({ to }) => to === email)
      if (!mail) throw new Error('the mail is not written yet')
      return tokenIn(mail.text)
    },
    { timeout: 60_000, interval: 50 },
  )
}

const mailed = <T>(sotto: Sotto, find: (mail: { id: string; to: string; text: string }) => T | undefined) =>
  vi.waitFor(
    async () => {
      for (const mail of (await sotto.outbox?.list()) ?? []) {
        const found = find(mail)
        if (found !== undefined) return found
      }
      throw new Error('the mail is not written yet')
    },
    { timeout: 60_000, interval: 50 },
  )

/** What people ask of a team about their data. */
function requestsOf(sotto: Sotto, team: Team, slug: string, word: string) {
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
      const found = to === email && !seen.has(id) ? /^[2-9A-Z]{4} [2-9A-Z]{4}$/m.exec(text)?.[0] : undefined
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

async function accessLine(sotto: Sotto, team: Team, ownerId: string) {
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
async function holdsOf(sotto: Sotto, team: Team, word: string) {
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
function supportOf(sotto: Sotto, team: Team, word: string) {
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

const once = <T>(make: () => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Makes a team with one of everything, in which `word` stands everywhere. */
export async function makeSide(sotto: Sotto, word: string): Promise<Side> {
  const emailOf = (role: Role) => `${role}@example.com`
  const {
    team: made,
    owner,
    password,
  } = await sotto.createTeam({
    name: `Team ${word}`,
    slug: `team-${word}`,
    owner: { name: `Owner ${word}`, email: emailOf('owner') },
  })
  const team = await sotto.team(made.id, { actor: { userId: owner.id } })
  const members = { owner: { id: owner.id, email: emailOf('owner'), password } } as Side['members']
  for (const role of roles) {
    if (role === 'owner') continue
    const added = await team.members.create({ name: `${role} ${word}`, email: emailOf(role), role })
    members[role] = { id: added.member.id, email: emailOf(role), password: added.password }
  }
  const signIn = async (role: Role) => {
    const principal = await sotto.access.member(made.id, members[role].id)
    return sotto.access.issue(sotto.access.scope(principal, here), 'session', {
      memberId: members[role].id,
      expiresAt: new Date(Date.now() + 3_600_000),
    })
  }
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
  const member = async () => {
    const role = 'viewer'
    const added = await team.members.create({ name: `Leaver ${word}`, email: `leaver${nextDay()}@example.com`, role })
    return added.member.id
  }
  const endedKey = await apiKey(permissionNames)
  await team.apiKeys.revoke(endedKey.apiKey.id)
  const endedSession = await signIn('owner')
  const session = await sotto.access.authenticate(endedSession)
  await sotto.access.endSession(sotto.access.scope(session, here), session)
  const endedVisitor = await start()
  await team.conversations.remove(endedVisitor.conversationId)
  const leaver = await member()
  const leaving = await sotto.access.member(made.id, leaver)
  const endedMember = await sotto.access.issue(sotto.access.scope(leaving, here), 'session', {
    memberId: leaver,
    expiresAt: new Date(Date.now() + 3_600_000),
  })
  await team.members.remove(leaver)

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

  const asked = requestsOf(sotto, team, `team-${word}`, word)
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
    teamId: made.id,
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
    slug: `team-${word}`,
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
    ended: { key: endedKey.secret, session: endedSession, visitor: endedVisitor.token, member: endedMember },
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
        const operator = await sotto.team(made.id, { actor: { system: 'set-up' } })
        const state = (await operator.contractEnd.get())?.state
        if (state && state !== 'cancelled') await operator.contractEnd.cancel()
        if (wanted) await operator.contractEnd.ask({ slug: made.slug })
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
