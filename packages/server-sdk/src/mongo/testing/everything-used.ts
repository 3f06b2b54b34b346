import { expect, vi } from 'vitest'
import { erasures } from '../../erasure/declare.ts'
import { formSignature } from '../../features/privacy-requests/index.ts'
import { idempotency } from '../../http/declare.ts'
import { browserChoice, consentDraft } from '../../http/testing/consent.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TestSotto, TestTeam } from '../../testing/index.ts'

/** Where text messages come from. */
export const gateway = { protocol: 'form', secret: 'the secret of a gateway' } as const

/**
 * Lets a team use every collection once, with what people said or are.
 *
 * @param secret told each of these values by what it is; gives it back
 */
export async function useEverything(
  { sotto }: Pick<TestSotto, 'sotto'>,
  acme: TestTeam,
  secret: (what: string, value: string) => string,
): Promise<void> {
  secret('address of the owner', acme.email)
  secret('password of the owner', acme.password)
  const ip = secret('address in the network', '203.0.113.77')
  const { team } = sotto.as(await sotto.access.member(acme.teamId, acme.ownerId), { ip, requestId: 'r1' })

  const contact = await team.contacts.create({
    name: secret('name', 'Zephyrine Quxley'),
    email: secret('address', 'zephyrine@quxley.example'),
    phone: secret('number', '+447700900168'),
    externalId: secret('id elsewhere', 'customer-zq-4711'),
    company: secret('company', 'Quxley & Daughters'),
  })
  await team.contacts.change(contact.id, { name: secret('new name', 'Zephyrine Vandermeer') })

  await team.sensitiveData.change({ alsoHealth: ['kestrelitis'] })
  await team.contractEnd.ask({ slug: (await team.team.get()).slug })
  const bot = await team.bots.create({ name: 'Wren', visibility: 'public' })
  const knowledge = team.bot(bot.id).knowledge
  const added = await knowledge.add({
    title: secret('title of a document', 'Redundancy plan Halvorsen'),
    filename: secret('name of a file', 'halvorsen-confidential.md'),
    text: `# ${secret('heading', 'Settlement Halvorsen')}\n\nThe ${secret('passage', 'severance of Halvorsen is nine months')}.`,
    mediaType: 'text/markdown',
  })
  const unreadable = await knowledge.add({
    filename: secret('name of a broken file', 'broken-halvorsen.pdf'),
    bytes: Buffer.from(`%PDF-1.7 ${secret('broken bytes', 'not-really-a-pdf-of-halvorsen')}`),
    mediaType: 'application/pdf',
  })
  await vi.waitFor(
    async () => {
      expect((await team.job(added.job.id)).state).toBe('succeeded')
      expect((await team.job(unreadable.job.id)).state).toBe('failed')
    },
    { timeout: 30_000, interval: 50 },
  )

  const { conversation, visitorToken } = await team.conversations.start(
    {
      botId: bot.id,
      contact: {
        name: secret('name that a visitor gave', 'Ottoline Brabazon'),
        email: secret('address that a visitor gave', 'ottoline@brabazon.example'),
      },
      page: secret('page', '/debt-counselling'),
    },
    'visitor',
  )
  secret('token of a visitor', visitorToken)
  const text = `I am ${secret('name in a message', 'Ottoline')}. ${secret('message', 'What is the severance of Halvorsen?')}`
  await team.chat
    .send(conversation.id, {
      text,
      author: 'visitor',
      idempotencyKey: secret('idempotency key of a message', 'visit-of-ottoline'),
    })
    .result()

  await team.appointments.create({
    contactId: contact.id as `con_${string}`,
    memberId: acme.ownerId as `mem_${string}`,
    title: secret('title of an appointment', 'Prenatal consultation'),
    notes: secret('notes', 'bring the ultrasound pictures'),
    startsAt: '2026-06-01T09:00:00Z',
    endsAt: '2026-06-01T10:00:00Z',
  })
  const ticket = await team.tickets.create({
    contactId: contact.id as `con_${string}`,
    conversationId: null,
    assigneeId: null,
    subject: secret('subject of a ticket', 'Invoice after the divorce'),
    description: `${secret('description of a ticket', 'please use my maiden name')}, as Ermengarde Poll does`,
    priority: 'normal',
  })
  const added2 = await team.members.create({
    name: secret('name of a member', 'Thaddeus Okonkwo'),
    email: secret('address of a member', 'thaddeus@okonkwo.example'),
    role: 'viewer',
  })
  secret('first password', added2.password)
  secret('secret key', (await team.apiKeys.create({ name: 'Website', scopes: ['contacts:read'] })).secret)
  const signedIn = await sotto.access.signIn('thaddeus@okonkwo.example', added2.password, { ip, requestId: 'r2' })
  secret('token of a session', signedIn.token)
  await team.audit.list()

  // What browsers said, under a policy with versions; and what stays of somebody whose consent was forgotten.
  const policy = await team.consent.policies.create({ name: 'Shop', draft: consentDraft('Quxley') })
  await team.consent.policies.publish(policy.id)
  await team.consent.policies.change(policy.id, { unfinished: { name: 'Outlet' } })
  const choice = browserChoice('Quxley')
  await team.consent.record(choice)
  await team.consent.join(contact.id, secret('id of a browser', choice.record.visitor))
  const doubled = await team.contacts.create({
    name: secret('other name of the same person', 'Ottoline Brumblewick'),
    externalId: secret('other id of the same person', 'brumblewick-8812'),
  })
  await team.contacts.merge(contact.id, doubled.id)
  const leaver = await team.contacts.create({ name: secret('name of one who was forgotten', 'Ermengarde Poll') })
  await team.consent.declare(leaver.id, { granted: ['marketing'], source: 'api' })
  await team.consent.forget(leaver.id)
  await team.consent.rates('2020-01-01', '2020-01-02')
  const form = { button: secret('words of a form', 'Write to the Quxleys') }
  await team.consent.permission.request({ email: secret('address that was asked', 'isolde@quxley.example'), form })

  // Who is told what happens, and what.
  const told = await team.webhooks.create({
    url: `https://${secret('host of a webhook', 'hooks.quxley.example')}/in`,
    description: secret('description of a webhook', 'Newsletter of the Quxleys'),
    processor: secret('name of a processor', 'Quxley Mailings Ltd'),
    events: ['contact.changed'],
  })
  secret('secret of a webhook', told.secret)
  secret('newer secret of a webhook', (await team.webhooks.rotate(told.webhook.id)).secret)
  await team.contacts.change(contact.id, { company: 'Quxley & Sons' })
  // Papers, whom they name, and what shows that they are right.
  const host = { purpose: 'Hosting', data: 'all', country: 'DE', transfer: 'none-needed' } as const
  await team.legalEntity.change({
    legalName: 'Acme Ltd',
    contact: secret('contact of a legal entity', 'privacy@acme-quxley.example'),
    dataProtectionOfficer: {
      name: secret('data protection officer', 'Wilhelmina Farthing'),
      email: secret('address of the officer', 'dpo@farthing.example'),
    },
  })
  await team.papers.publish('privacy-notice')
  await team.subProcessors.add({ ...host, name: secret('name of a sub-processor', 'Farthing Hosting Ltd') })
  const shown = await team.evidence.add({
    filename: secret('name of a file of evidence', 'terms-of-farthing.txt'),
    mediaType: 'text/plain',
    content: Buffer.from(secret('evidence', 'farthing keeps nothing')).toString('base64'),
  })
  await team.modelProviders.attest({
    endpoint: 'https://models.example/v1',
    training: 'no',
    retentionDays: null,
    country: 'DE',
    transfer: 'none-needed',
    evidence: { kind: 'file', evidenceId: shown.id },
    statedOn: '2026-01-01',
  })
  await team.controls.addReport({
    standard: 'iso27001',
    issuer: secret('auditor', 'Farthing Auditors'),
    issuedOn: '2026-01-01',
    validUntil: '2030-01-01',
    evidenceId: shown.id,
  })
  const counterparty = { name: 'Nest', address: 'A', country: 'DE', contact: 'a@example.com' }
  const address = { address: 'B', country: 'IE', governingLaw: 'IE', counterparty } as const
  await team.legalEntity.change({ legalName: 'Acme Ltd', contact: 'b@example.com', ...address })
  const { version, hash } = await team.papers.publish('data-processing-agreement')
  const signer = secret('name of a signer', 'Theophila Farthing')
  await team.signatures.sign('data-processing-agreement', { name: signer, title: 'Director', version, hash })
  await team.breaches.open({
    title: secret('title of a breach', 'The stolen laptop of Farthing'),
    awareAt: '2026-05-03T09:00:00Z',
    nature: secret('nature of a breach', 'letters about the divorce of Halvorsen'),
  })

  // What stays of somebody who was erased, and of whom somebody else speaks.
  const erased = await team.contacts.create({
    name: secret('name of one who was erased', 'Philippa Grüneisen'),
    email: secret('address of one who was erased', 'philippa@grueneisen.example'),
  })
  await team.contacts.change(contact.id, { company: 'philippa@grueneisen.example' })
  await team.erasures.start(await team.erasures.plan({ contactId: erased.id }))

  // What people ask about their data, by themselves and through somebody.
  const reason = secret('reason of a request', 'since the divorce of the Polls')
  await team.privacyRequests.open({ kind: 'restriction', subject: leaver.id, reason })
  const { slug } = await team.team.get()
  const visit = { languages: ['en'], requestId: null }
  const asking = { kind: 'access', email: secret('address of one who asks', 'clothilde@poll.example') } as const
  await sotto.privacyPortal.ask(slug, asking, visit)
  const fields = Object.entries({
    from: secret('number of one who answers STOP', '+447700900199'),
    text: 'STOP',
    id: secret('id of a text message', 'SM-zq-0815'),
  })
  const url = `/v1/privacy/sms/${slug}`
  const signature = formSignature(gateway.secret, url, fields)
  await sotto.smsDesk.receive(slug, { fields, url, header: () => signature }, visit)

  // How long what is kept, and what stayed although its time was over.
  await team.tickets.close(ticket.id, 'solved')
  await team.retention.change({ preset: 'baseline' })
  await team.retention.overrides.add({ botId: bot.id }, { category: 'conversations', keep: { years: 1 } })
  await team.retention.overrides.add({ contactId: contact.id }, { category: 'tickets', keep: 0 })
  const kept = await team.retention.start()
  await vi.waitFor(async () => expect((await team.retention.run(kept.id)).totals.withheld).toBe(1), {
    timeout: 15_000,
    interval: 50,
  })

  // Where the log goes by itself, what its check found, and a mail.
  await team.audit.sinks.create({
    kind: 'siem',
    address: `tls://${secret('address of a log server', 'siem.quxley.example')}:6514`,
  })
  await team.audit.beginVerification()
  await vi.waitFor(async () => expect((await team.audit.lastVerification()).report).not.toBeNull(), {
    timeout: 15_000,
    interval: 100,
  })
  await vi.waitFor(async () => expect((await sotto.system.find(erasures, {})).length).toBe(0), {
    timeout: 15_000,
    interval: 100,
  })
  // A copy for somebody; what mentions one who is being erased would end with them.
  const copy = await team.accessExports.start({ contactId: contact.id })
  await vi.waitFor(async () => expect((await team.accessExports.get(copy)).state).toBe('review'), {
    timeout: 15_000,
    interval: 50,
  })
  // What a legal hold keeps, and an erasure that waits for its end.
  const counsel = await team.members.create({ name: 'Ada Counsel', email: 'counsel@example.com', role: 'admin' })
  const proposing = await sotto.team(acme.teamId, { actor: { userId: counsel.member.id } })
  const heldPerson = await team.contacts.create({ name: secret('name of one who is held', 'Araminta Voss') })
  const { id: holdId } = await proposing.holds.propose({
    reason: 'litigation',
    matter: secret('matter of a hold', 'Voss against the Quxleys'),
    scope: { contactId: heldPerson.id },
  })
  await team.holds.approve(holdId)
  await team.holds.changeReasons(await team.holds.reasons())
  const stopped = await team.erasures.start(await team.erasures.plan({ contactId: heldPerson.id }))
  await vi.waitFor(async () => expect((await team.erasures.get(stopped.id)).state).toBe('withheld'), {
    timeout: 15_000,
    interval: 50,
  })
  await team.accessReviews.changeSettings({ days: 30 })
  const reviewed = await team.accessReviews.start()
  await vi.waitFor(async () => expect((await team.accessReviews.get(reviewed.id)).state).toBe('running'), {
    timeout: 15_000,
    interval: 50,
  })
  const goneAddress = secret('address of one who left', 'wilbur@voss.example')
  const gone = await team.members.create({ name: 'Wilbur', email: goneAddress, role: 'viewer' })
  await team.members.remove(gone.member.id)
  await proposing.exceptions.askForMember(counsel.member.id, {
    permissions: ['audit:write'],
    reason: secret('reason of an exception', 'for the auditors of Voss'),
    until: new Date(Date.now() + 86_400_000).toISOString(),
  })
  // Whom of support the team lets in.
  const asked = await sotto.support.ask(acme.teamId, {
    reference: 'CASE-1',
    reason: secret('reason of support', 'Answers about Halvorsen are wrong'),
    person: {
      name: secret('name of a supporter', 'Hildegard Outhouse'),
      email: secret('address of a supporter', 'hildegard@outhouse.example'),
    },
    areas: ['contacts'],
  })
  secret('code of a supporter', asked.code)
  await team.support.approve(asked.standing.id, {})
  secret('token of a supporter', (await sotto.supportSessions.start(asked.code, { ip, requestId: 'r5' })).token)
  await sotto.as(await sotto.access.member(acme.teamId, acme.ownerId), { ip, requestId: 'r4' }).transaction(
    async (_team, scope) =>
      void (await enqueueMail(scope, {
        to: secret('address of a mail', 'ottilie@quxley.example'),
        subject: secret('subject of a mail', 'Your appointment with Dr. Halvorsen'),
        text: secret('text of a mail', 'The results of Ottilie are here.'),
        kind: 'note',
      })),
  )

  // An answer that is kept, so that the same request can be answered once more.
  const acting = sotto.as(await sotto.access.member(acme.teamId, acme.ownerId), { ip, requestId: 'r3' })
  await acting.transaction((_team, scope) =>
    scope
      .collection(idempotency)
      .insert(
        { createdAt: scope.now(), status: 201, request: 'hash', answer: secret('kept answer', '{"name":"Peregrine"}') },
        { id: 'key' },
      ),
  )
}
