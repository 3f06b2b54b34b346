import { accepted } from '../accepted.ts'
import type { DocumentOf } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { ulid } from '../ids.ts'
import { enqueue, type JobHandler } from '../jobs/index.ts'
import { deliverable } from '../keys/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { mails } from './declare.ts'
import { htmlOf, type Mail, mailInput } from './mail.ts'
import { type MarketingDesk, withLink } from './marketing.ts'
import { MailRefusedError, type MailTransport, type OutgoingMail } from './transport.ts'
import { unsubscribeHeaders } from './unsubscribe.ts'

export const mailKind = 'mail.send'

/**
 * Puts a mail into the outbox, in the scope's transaction: it is sent if that commits, and not otherwise. A job sends it,
 * trying again for about nine hours with growing pauses, or until `until`. In rare cases of a crash it is sent twice,
 * with the same Message-ID.
 *
 * ```ts
 * await enqueueMail(scope, { to: address, subject: 'Your code', text: `Your code is ${code}.`, kind: 'one-time-code', until })
 * ```
 *
 * @param kick told after the commit, so that it goes out at once instead of within a second
 * @throws SottoError `invalid_request` for an address, subject or text that cannot be sent; line breaks in a header, too
 */
export async function enqueueMail(scope: TeamScope, mail: Mail, kick: () => void = () => {}): Promise<{ id: string }> {
  const { to, subject, text, kind, ...given } = accepted(mailInput, mail)
  const now = scope.now()
  const id = `mail_${ulid(now)}`
  await scope.transaction(async (running) => {
    await running.collection(mails).insert(
      {
        state: 'waiting',
        kind,
        concerns: given.concerns ?? null,
        purpose: given.purpose ?? null,
        until: given.until ?? null,
        createdAt: now,
        endedAt: null,
        problem: null,
        to,
        sender: given.sender ?? null,
        replyTo: given.replyTo ?? null,
        subject,
        text,
        html: given.html ?? htmlOf(text),
        unsubscribe: given.unsubscribe ?? null,
      },
      { id },
    )
    await enqueue(running, mailKind, { mail: id }, kick)
  })
  return { id }
}

/**
 * Takes back what waits for a person and forgets what was sent to them, keys and all: part of their erasure.
 *
 * @returns how many there were
 */
export async function discardMails(scope: TeamScope, person: string): Promise<number> {
  return scope.transaction(async (running) => {
    const found = await running.collection(mails).find({ concerns: person }, { limit: 1000 })
    for (const { id, unit } of found)
      await running.forget(unit as string, { action: 'mail.discarded', target: id, subject: person })
    return found.length
  })
}

/** Sends the mail of a job, once it is its turn. */
export function mailHandler({
  transport,
  from,
  marketing,
}: {
  transport: MailTransport
  from: MailAddress
  /** Without it, no mail of the kind `marketing` leaves. */
  marketing?: MarketingDesk
}): JobHandler {
  const end = (scope: TeamScope, id: string, ending: { state: 'sent' | 'failed'; problem: string | null }) =>
    scope.collection(mails).change(id, { ...ending, endedAt: scope.now() })

  return {
    concurrency: 4,
    // 2 + 4 + … + 2^14 seconds are about nine hours. Whoever reads a mail later than that has asked again.
    attempts: 15,
    async run({ job, scope, signal, guard }) {
      const id = String(job.payload.mail)
      const mail = await scope.collection(mails).findById(id)
      if (mail?.state !== 'waiting') return
      if (mail.until && mail.until <= scope.now())
        throw new SottoError('invalid_request', 'It could not be sent before it was of no use any more.')
      try {
        await transport.send(outgoing(await permitted(scope, mail, marketing), from, scope.now()), signal)
      } catch (error) {
        if (error instanceof MailRefusedError) throw new SottoError('invalid_request', error.message)
        throw error
      }
      await scope.transaction(async (running) => {
        await guard(running)
        await end(running, id, { state: 'sent', problem: null })
      })
    },
    async failed({ scope, job }, { code, detail }) {
      const id = String(job.payload.mail)
      const [row] = await scope.collection(mails).find({ id }, { limit: 1 })
      if (row?.state !== 'waiting') return
      const problem = code === 'invalid_request' ? detail : 'It was tried for hours, and no mail server took it.'
      await end(scope, id, { state: 'failed', problem })
    },
  }
}

type Kept = DocumentOf<typeof mails>

/**
 * A mail as it may leave. One of the kind `marketing` is asked about here, in the moment before it goes: whoever withdrew
 * while it waited does not get it.
 *
 * @throws MailRefusedError
 */
async function permitted(
  scope: TeamScope,
  mail: Kept,
  marketing: MarketingDesk | undefined,
): Promise<Kept & { headers?: Record<string, string> }> {
  if (mail.kind !== 'marketing') return mail
  const { purpose, concerns, to } = mail
  if (!marketing || !purpose || !concerns) throw new MailRefusedError('Nobody here knows whom it may be sent to.')
  const leave = await marketing.leave(scope, { contactId: concerns, purpose, to })
  if ('refused' in leave) throw new MailRefusedError(leave.refused)
  return { ...mail, ...withLink(mail, leave), headers: leave.headers }
}

/** A name and an address, such as the server's own. */
export interface MailAddress {
  name: string
  address: string
}

function outgoing(mail: Kept & { headers?: Record<string, string> }, from: MailAddress, now: Date): OutgoingMail {
  return {
    messageId: `${mail.id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}`,
    date: now,
    from: { name: mail.sender ?? from.name, address: from.address },
    to: deliverable(mail.to),
    replyTo: mail.replyTo && deliverable(mail.replyTo),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: {
      // Nobody's absence notice should answer a program (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(mail.unsubscribe ? unsubscribeHeaders(mail.unsubscribe) : {}),
      ...mail.headers,
    },
  }
}
