/** A mail as it goes to a transport. All of it is checked: no value can begin another header. */
export interface OutgoingMail {
  /** Without angle brackets; the same each time that it is tried. */
  messageId: string
  date: Date
  from: { name: string; address: string }
  to: string
  replyTo: string | null
  subject: string
  text: string
  html: string
  headers: Readonly<Record<string, string>>
}

/** Hands mail to whoever delivers it: `smtp(url)`, `outbox()`, or your own. */
export interface MailTransport {
  /** For people; never a password. */
  readonly description: string
  /** Whether mail stays here and is shown to the developer instead of being sent. */
  readonly staysHere?: boolean
  /**
   * Resolves once somebody else has taken responsibility for it.
   *
   * @throws MailRefusedError when trying again cannot help; anything else is tried again
   */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>
}

/** The receiving side refused this mail for good. The message is our own: what servers say can quote people. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError'
}

/** The default: mail goes nowhere, and can be read in the browser for a day. */
export const outbox = (): MailTransport => ({
  description: 'the outbox of this server',
  staysHere: true,
  send: async () => {},
})
