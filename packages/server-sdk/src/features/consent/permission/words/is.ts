import type { PermissionWords } from './words.ts'

export const is: PermissionWords = {
  subject: '{team}: staðfestu netfangið þitt',
  asked: 'Einhver, líklega þú, bað {team} að senda þetta á netfangið þitt: {what}.',
  press: 'Ef þú samþykkir skaltu opna þessa síðu og ýta á hnappinn:',
  ignore:
    'Ef það varst ekki þú þarftu ekkert að gera. Þú færð enga slíka pósta og beiðninni er eytt eftir {hours} klukkustundir.',
  news: 'fréttir og tilboð í tölvupósti',
  confirmHeading: 'Viltu fá þessa pósta?',
  confirmButton: 'Já, sendið þá',
  withdrawable: 'Þú getur hætt hvenær sem er: í hverjum slíkum pósti er tengill til þess.',
  confirmed: 'Takk, það er staðfest',
  confirmedText: '{team} sendir þér: {what}.',
  confirmedBefore: 'Það var þegar staðfest',
  expired: 'Þessi tengill er útrunninn',
  expiredText: 'Hann gilti í takmarkaðan tíma og ekkert var geymt. Biddu aftur þar sem þú fannst eyðublaðið.',
  unknown: 'Þessi tengill er ekki heill',
  unknownText: 'Ef til vill tapaðist hluti hans. Afritaðu alla slóðina úr póstinum eða biddu um nýjan póst.',
  unsubscribe: 'Afskrá',
  unsubscribeText: '{team} sendir þér ekki lengur: {what}.',
  unsubscribed: 'Áskriftinni er lokið',
  unsubscribedText: '{team} sendir þér ekki lengur: {what}.',
  subscribeAgain: 'Skrá aftur',
}
