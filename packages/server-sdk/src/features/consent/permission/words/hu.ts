import type { PermissionWords } from './words.ts'

export const hu: PermissionWords = {
  subject: '{team}: kérjük, erősítse meg a címét',
  asked: 'Valaki, valószínűleg Ön, azt kérte, hogy {team} küldje el az Ön címére: {what}.',
  press: 'Ha egyetért, nyissa meg ezt az oldalt, és nyomja meg a gombot:',
  ignore: 'Ha nem Ön volt, ne tegyen semmit. Nem kap ilyen leveleket, és a kérést {hours} óra múlva töröljük.',
  news: 'hírek és ajánlatok e-mailben',
  confirmHeading: 'Kéri ezeket a leveleket?',
  confirmButton: 'Igen, kérem',
  withdrawable: 'Bármikor megszüntetheti: minden ilyen levélben van erre egy hivatkozás.',
  confirmed: 'Köszönjük, megerősítve',
  confirmedText: '{team} ezt küldi Önnek: {what}.',
  confirmedBefore: 'Már meg volt erősítve',
  expired: 'Ez a hivatkozás lejárt',
  expiredText: 'Korlátozott ideig volt érvényes, és semmit nem őriztünk meg. Kérje újra ott, ahol az űrlapot találta.',
  unknown: 'Ez a hivatkozás hiányos',
  unknownText: 'Talán egy része elveszett. Másolja ki a levélből a teljes címet, vagy kérjen új levelet.',
  unsubscribe: 'Leiratkozás',
  unsubscribeText: '{team} a továbbiakban nem küldi Önnek: {what}.',
  unsubscribed: 'Leiratkozott',
  unsubscribedText: '{team} már nem küldi Önnek: {what}.',
  subscribeAgain: 'Újra feliratkozom',
}
