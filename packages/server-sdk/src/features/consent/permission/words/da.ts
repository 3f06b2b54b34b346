import type { PermissionWords } from './words.ts'

export const da: PermissionWords = {
  subject: '{team}: bekræft din adresse',
  asked: 'Nogen, sandsynligvis dig, har bedt {team} om at sende dette til din adresse: {what}.',
  press: 'Hvis du er enig, så åbn denne side og tryk på knappen:',
  ignore:
    'Hvis det ikke var dig, skal du ikke gøre noget. Du får ingen sådanne mails, og anmodningen slettes efter {hours} timer.',
  news: 'nyheder og tilbud på e-mail',
  confirmHeading: 'Vil du have disse mails?',
  confirmButton: 'Ja, send dem',
  withdrawable: 'Du kan stoppe når som helst: hver af disse mails har et link til det.',
  confirmed: 'Tak, det er bekræftet',
  confirmedText: '{team} sender dig: {what}.',
  confirmedBefore: 'Det var allerede bekræftet',
  expired: 'Dette link er udløbet',
  expiredText: 'Det gjaldt i begrænset tid, og intet er gemt. Spørg igen dér, hvor du fandt formularen.',
  unknown: 'Dette link er ikke komplet',
  unknownText: 'Måske er en del gået tabt. Kopiér hele adressen fra mailen, eller bed om en ny.',
  unsubscribe: 'Afmeld',
  unsubscribeText: '{team} sender dig ikke længere: {what}.',
  unsubscribed: 'Du er afmeldt',
  unsubscribedText: '{team} sender dig ikke mere: {what}.',
  subscribeAgain: 'Tilmeld igen',
}
