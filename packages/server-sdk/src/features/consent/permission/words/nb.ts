import type { PermissionWords } from './words.ts'

export const nb: PermissionWords = {
  subject: '{team}: bekreft adressen din',
  asked: 'Noen, sannsynligvis du, har bedt {team} om å sende dette til adressen din: {what}.',
  press: 'Hvis du er enig, åpne denne siden og trykk på knappen:',
  ignore:
    'Hvis det ikke var deg, trenger du ikke gjøre noe. Du får ingen slike e-poster, og forespørselen slettes etter {hours} timer.',
  news: 'nyheter og tilbud på e-post',
  confirmHeading: 'Vil du ha disse e-postene?',
  confirmButton: 'Ja, send dem',
  withdrawable: 'Du kan avslutte når som helst: hver av disse e-postene har en lenke til det.',
  confirmed: 'Takk, det er bekreftet',
  confirmedText: '{team} sender deg: {what}.',
  confirmedBefore: 'Det var allerede bekreftet',
  expired: 'Denne lenken er utløpt',
  expiredText: 'Den gjaldt i begrenset tid, og ingenting er beholdt. Spør på nytt der du fant skjemaet.',
  unknown: 'Denne lenken er ikke fullstendig',
  unknownText: 'Kanskje har en del gått tapt. Kopier hele adressen fra e-posten, eller be om en ny.',
  unsubscribe: 'Meld av',
  unsubscribeText: '{team} sender deg ikke lenger: {what}.',
  unsubscribed: 'Du er meldt av',
  unsubscribedText: '{team} sender deg ikke mer: {what}.',
  subscribeAgain: 'Meld på igjen',
}
