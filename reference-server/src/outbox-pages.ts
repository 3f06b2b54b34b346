import { type KeptMail, linked } from '@sotto/server-sdk'
import { escaped, type Page, page } from './pages.ts'

const states = { waiting: 'Not sent yet', sent: 'Would have been sent', failed: 'Could not be sent' } as const

const when = (date: Date) =>
  `<time datetime="${date.toISOString()}">${new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(date)}</time>`

const row = (name: string, html: string) => `<div><dt>${name}</dt><dd>${html}</dd></div>`

/** All mail of the last day, newest first. */
export function outboxPage(mails: readonly KeptMail[]): Page {
  const rows = mails.map((mail) =>
    row(
      when(mail.createdAt),
      `<a href="/outbox/${encodeURIComponent(mail.id)}">${escaped(mail.subject)}</a><span>to ${escaped(mail.to)} · ${escaped(mail.kind)}${mail.state === 'sent' ? '' : ` · ${states[mail.state]}`}</span>`,
    ),
  )
  return page(
    'Outbox',
    `<h1>Outbox</h1>
<p class="quiet">No mail server is set, so what would be sent appears here, for a day, and only to somebody at this machine. To send it, set SMTP_URL.</p>
${rows.length > 0 ? `<dl>${rows.join('')}</dl>` : '<p>There is no mail yet.</p>'}`,
  )
}

/** One mail, as everybody can read it. */
export function sentPage(mail: KeptMail): Page {
  const facts = [
    row('To', escaped(mail.to)),
    ...(mail.sender ? [row('From', escaped(mail.sender))] : []),
    ...(mail.replyTo ? [row('Answers go to', escaped(mail.replyTo))] : []),
    ...(mail.unsubscribe ? [row('Ends with one click at', linked(mail.unsubscribe))] : []),
    row('What it is', escaped(mail.kind)),
    row(states[mail.state], when(mail.endedAt ?? mail.createdAt)),
    ...(mail.problem ? [row('Why', `<span class="bad">${escaped(mail.problem)}</span>`)] : []),
  ]
  return page(
    mail.subject,
    `<p><a href="/outbox">Outbox</a></p>
<h1>${escaped(mail.subject)}</h1>
<dl>${facts.join('')}</dl>
<div class="letter">${linked(mail.text)}</div>
<p><a href="/outbox/${encodeURIComponent(mail.id)}/html">The same as HTML</a></p>`,
  )
}
