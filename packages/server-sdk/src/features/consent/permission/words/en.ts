import type { PermissionWords } from './words.ts'

export const en: PermissionWords = {
  subject: '{team}: please confirm your address',
  asked: 'Somebody, probably you, asked {team} to send this to your address: {what}.',
  press: 'To agree, open this page and press the button:',
  ignore: 'If it was not you, do nothing. You will get no such mail, and the request is deleted after {hours} hours.',
  news: 'news and offers by e-mail',
  confirmHeading: 'Do you want these mails?',
  confirmButton: 'Yes, send them',
  withdrawable: 'You can end this at any time: each of these mails has a link for it.',
  confirmed: 'Thank you, it is confirmed',
  confirmedText: '{team} will send you: {what}.',
  confirmedBefore: 'It was confirmed before',
  expired: 'This link has expired',
  expiredText: 'It was good for a limited time, and nothing was kept. Ask again where you found the form.',
  unknown: 'This link is not complete',
  unknownText: 'Perhaps a part of it was lost. Copy the whole address from the mail, or ask for a new mail.',
  unsubscribe: 'Unsubscribe',
  unsubscribeText: '{team} will no longer send you: {what}.',
  unsubscribed: 'You are unsubscribed',
  unsubscribedText: '{team} no longer sends you: {what}.',
  subscribeAgain: 'Subscribe again',
}
