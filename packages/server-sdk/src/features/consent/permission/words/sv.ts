import type { PermissionWords } from './words.ts'

export const sv: PermissionWords = {
  subject: '{team}: bekräfta din adress',
  asked: 'Någon, troligen du, har bett {team} att skicka detta till din adress: {what}.',
  press: 'Om du håller med, öppna den här sidan och tryck på knappen:',
  ignore:
    'Om det inte var du behöver du inte göra något. Du får inga sådana mejl, och förfrågan raderas efter {hours} timmar.',
  news: 'nyheter och erbjudanden via e-post',
  confirmHeading: 'Vill du ha de här mejlen?',
  confirmButton: 'Ja, skicka dem',
  withdrawable: 'Du kan avsluta när som helst: varje sådant mejl har en länk för det.',
  confirmed: 'Tack, det är bekräftat',
  confirmedText: '{team} skickar dig: {what}.',
  confirmedBefore: 'Det var redan bekräftat',
  expired: 'Länken har gått ut',
  expiredText: 'Den gällde en begränsad tid och inget har sparats. Fråga igen där du hittade formuläret.',
  unknown: 'Länken är inte fullständig',
  unknownText: 'Kanske har en del gått förlorad. Kopiera hela adressen ur mejlet eller be om ett nytt.',
  unsubscribe: 'Avsluta prenumerationen',
  unsubscribeText: '{team} skickar dig inte längre: {what}.',
  unsubscribed: 'Prenumerationen är avslutad',
  unsubscribedText: '{team} skickar dig inte mer: {what}.',
  subscribeAgain: 'Prenumerera igen',
}
