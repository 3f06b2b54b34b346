import type { PermissionWords } from './words.ts'

export const mt: PermissionWords = {
  subject: '{team}: jekk jogħġbok ikkonferma l-indirizz tiegħek',
  asked: 'Xi ħadd, probabbilment int, talab lil {team} biex jibgħat dan fl-indirizz tiegħek: {what}.',
  press: 'Jekk taqbel, iftaħ din il-paġna u agħfas il-buttuna:',
  ignore:
    'Jekk ma kontx int, tagħmel xejn. Ma tirċievi l-ebda messaġġ bħal dan, u t-talba titħassar wara {hours} siegħa.',
  news: 'aħbarijiet u offerti bl-email',
  confirmHeading: 'Trid dawn il-messaġġi?',
  confirmButton: 'Iva, ibgħathom',
  withdrawable: 'Tista’ twaqqaf meta trid: kull messaġġ bħal dan għandu link għal dan.',
  confirmed: 'Grazzi, ġie kkonfermat',
  confirmedText: '{team} se jibgħatlek: {what}.',
  confirmedBefore: 'Kien diġà kkonfermat',
  expired: 'Dan il-link skada',
  expiredText: 'Kien tajjeb għal żmien limitat, u ma nżamm xejn. Erġa’ staqsi fejn sibt il-formola.',
  unknown: 'Dan il-link mhux komplut',
  unknownText: 'Forsi parti minnu ntilfet. Ikkopja l-indirizz kollu mill-messaġġ, jew itlob wieħed ġdid.',
  unsubscribe: 'Ħassar l-abbonament',
  unsubscribeText: '{team} ma jibgħatlekx aktar: {what}.',
  unsubscribed: 'L-abbonament tħassar',
  unsubscribedText: '{team} ma jibgħatlekx aktar: {what}.',
  subscribeAgain: 'Erġa’ abbona',
}
