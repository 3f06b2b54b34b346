import type { PermissionWords } from './words.ts'

export const sl: PermissionWords = {
  subject: '{team}: potrdite svoj naslov',
  asked: 'Nekdo, verjetno vi, je prosil, naj {team} na vaš naslov pošilja: {what}.',
  press: 'Če se strinjate, odprite to stran in pritisnite gumb:',
  ignore:
    'Če to niste bili vi, ne storite ničesar. Takih sporočil ne boste prejeli, prošnja pa bo po {hours} urah izbrisana.',
  news: 'novosti in ponudbe po e-pošti',
  confirmHeading: 'Želite prejemati ta sporočila?',
  confirmButton: 'Da, pošiljajte jih',
  withdrawable: 'To lahko kadar koli končate: v vsakem takem sporočilu je za to povezava.',
  confirmed: 'Hvala, potrjeno je',
  confirmedText: '{team} vam bo pošiljal: {what}.',
  confirmedBefore: 'Bilo je že potrjeno',
  expired: 'Povezava je potekla',
  expiredText: 'Veljala je omejen čas in nič ni bilo shranjeno. Zaprosite znova tam, kjer ste našli obrazec.',
  unknown: 'Povezava ni popolna',
  unknownText: 'Morda se je del izgubil. Kopirajte ves naslov iz sporočila ali zaprosite za novo sporočilo.',
  unsubscribe: 'Odjava',
  unsubscribeText: '{team} vam ne bo več pošiljal: {what}.',
  unsubscribed: 'Odjavljeni ste',
  unsubscribedText: '{team} vam ne pošilja več: {what}.',
  subscribeAgain: 'Znova se prijavi',
}
