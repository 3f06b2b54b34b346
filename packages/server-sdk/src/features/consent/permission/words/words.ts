/**
 * What mails and pages say to people. `{team}` is the team's name, `{what}` what the purpose is called, `{hours}` a
 * number. None of them is bent by the sentence around it, so that each language stays right whatever stands there.
 */
export interface PermissionWords {
  /** Subject of the mail. */
  subject: string
  asked: string
  press: string
  ignore: string
  /** What `marketing-email` is called. */
  news: string
  confirmHeading: string
  confirmButton: string
  withdrawable: string
  confirmed: string
  confirmedText: string
  confirmedBefore: string
  expired: string
  expiredText: string
  unknown: string
  unknownText: string
  /** Also the word before the link in a mail. */
  unsubscribe: string
  unsubscribeText: string
  unsubscribed: string
  unsubscribedText: string
  subscribeAgain: string
}
