import type { PrivacyKind, RefusalGround } from '@sotto/contracts'

/** All that people read in mails and pages of their requests. `{team}` and other names in braces are put in. */
export interface PrivacyWords {
  kinds: Record<PrivacyKind, string>
  grounds: Record<RefusalGround, string>
  code: { subject: string; asked: string; agent: string; code: string; page: string; ignore: string }
  received: { subject: string; text: string; due: string; link: string }
  fulfilled: {
    subject: string
    nothing: string
    erasure: string
    certificate: string
    export: string
    exportLink: string
    done: string
  }
  extended: { subject: string; text: string }
  denied: { subject: string; text: string; complain: string; appeal: string }
  revoked: { subject: string; text: string }
  expired: { subject: string; text: string }
  lifted: { subject: string; text: string }
  /** How the file with one's data is fetched. */
  download: {
    heading: string
    intro: string
    send: string
    sent: string
    download: string
    again: string
    begins: string
    goesOn: string
    file: string
    downloaded: string
    expired: string
    tooMany: string
    mail: string
    ignore: string
  }
  page: {
    heading: string
    intro: string
    kind: string
    email: string
    reason: string
    corrected: string
    name: string
    phone: string
    company: string
    newEmail: string
    regime: string
    noAdvertising: string
    forOther: string
    agentName: string
    agentEmail: string
    doneHeading: string
    doneText: string
    send: string
    sentHeading: string
    sent: string
    code: string
    confirm: string
    wrongCode: string
    wrongForm: string
    statusHeading: string
    status: Record<'open' | 'in_progress' | 'fulfilled' | 'revoked' | 'denied' | 'expired', string>
    due: string
    late: string
    cancel: string
    appeal: string
    appealReason: string
    endLink: string
    linkEnded: string
    linkUnknown: string
    keepLink: string
    certificate: string
  }
}
