import type { PrivacyKind, PrivacyRegime, PrivacyStatus } from '@sotto/contracts'

/** What somebody chooses from: an objection to advertising is a choice of its own, because it works at once. */
export type Choice = Exclude<PrivacyKind, 'appeal'> | 'no-advertising'

/**
 * What the portal says to people. `{team}` is the team's name, `{email}` an address, `{due}` and `{day}` days. None of
 * them is bent by the sentence around it.
 */
export interface PortalWords {
  title: string
  intro: string
  /** What each choice is called, and what comes of it. */
  choices: Record<Choice, { name: string; note: string }>
  groups: { data: string; stop: string; more: string }
  next: string
  back: string
  email: string
  emailNote: string
  emailWrong: string
  reason: string
  optional: string
  law: string
  regimes: Record<PrivacyRegime, string>
  corrected: {
    heading: string
    note: string
    name: string
    email: string
    phone: string
    company: string
    none: string
    send: string
  }
  forOther: string
  agentName: string
  agentEmail: string
  ask: string
  atOnce: string
  codeHeading: string
  codeText: string
  code: string
  confirm: string
  codeWrong: string
  another: string
  doneHeading: string
  doneText: string
  status: Record<PrivacyStatus, string>
  answerBy: string
  erasedBy: string
  nothingYet: string
  late: string
  extended: string
  steps: {
    asked: string
    proved: string
    provedNot: string
    looked: string
    lookedNote: string
    ends: string
    endsNote: string
  }
  today: string
  due: string
  reference: string
  decision: string
  complain: string
  cancelHeading: string
  cancelText: string
  cancel: string
  cancelSure: string
  keep: string
  appealHeading: string
  appealText: string
  appeal: string
  appealReason: string
  certificateHeading: string
  certificateText: string
  file: string
  fileText: string
  checkText: string
  linkHeading: string
  linkText: string
  copy: string
  copied: string
  endLink: string
  linkEnded: string
  unknownLink: string
  unknownTeam: string
  failed: string
  limited: string
  tryAgain: string
  loading: string
  /** Done, because nobody is known under the address. `{team}` */
  foundNothing: string
  startAgain: string
  language: string
}
