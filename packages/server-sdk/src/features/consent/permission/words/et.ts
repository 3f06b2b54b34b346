import type { PermissionWords } from './words.ts'

export const et: PermissionWords = {
  subject: '{team}: palun kinnitage oma aadress',
  asked: 'Keegi, tõenäoliselt teie, on palunud, et {team} saadaks teie aadressile: {what}.',
  press: 'Kui olete nõus, avage see leht ja vajutage nuppu:',
  ignore:
    'Kui see ei olnud teie, ärge tehke midagi. Te ei saa selliseid kirju ja taotlus kustutatakse {hours} tunni pärast.',
  news: 'uudised ja pakkumised e-postiga',
  confirmHeading: 'Kas soovite neid kirju?',
  confirmButton: 'Jah, saatke',
  withdrawable: 'Saate selle igal ajal lõpetada: igas sellises kirjas on selleks link.',
  confirmed: 'Aitäh, see on kinnitatud',
  confirmedText: '{team} saadab teile: {what}.',
  confirmedBefore: 'See oli juba kinnitatud',
  expired: 'See link on aegunud',
  expiredText: 'See kehtis piiratud aja ja midagi ei säilitatud. Küsige uuesti sealt, kust vormi leidsite.',
  unknown: 'See link ei ole täielik',
  unknownText: 'Võib-olla läks osa kaduma. Kopeerige kirjast kogu aadress või paluge uus kiri.',
  unsubscribe: 'Loobun kirjadest',
  unsubscribeText: '{team} ei saada teile enam: {what}.',
  unsubscribed: 'Olete kirjadest loobunud',
  unsubscribedText: '{team} ei saada teile enam: {what}.',
  subscribeAgain: 'Telli uuesti',
}
