import type { PermissionWords } from './words.ts'

export const lt: PermissionWords = {
  subject: '{team}: patvirtinkite savo adresą',
  asked: 'Kažkas, greičiausiai jūs, paprašė, kad {team} jūsų adresu siųstų: {what}.',
  press: 'Jei sutinkate, atverkite šį puslapį ir paspauskite mygtuką:',
  ignore:
    'Jei tai buvote ne jūs, nieko nedarykite. Tokių laiškų negausite, o prašymas bus ištrintas po {hours} valandų.',
  news: 'naujienos ir pasiūlymai el. paštu',
  confirmHeading: 'Ar norite šių laiškų?',
  confirmButton: 'Taip, siųskite',
  withdrawable: 'Galite bet kada nutraukti: kiekviename tokiame laiške yra tam skirta nuoroda.',
  confirmed: 'Ačiū, patvirtinta',
  confirmedText: '{team} jums siųs: {what}.',
  confirmedBefore: 'Tai jau buvo patvirtinta',
  expired: 'Šios nuorodos galiojimas baigėsi',
  expiredText: 'Ji galiojo ribotą laiką ir niekas nebuvo išsaugota. Prašykite iš naujo ten, kur radote formą.',
  unknown: 'Ši nuoroda nepilna',
  unknownText: 'Galbūt dalis dingo. Nukopijuokite visą adresą iš laiško arba prašykite naujo laiško.',
  unsubscribe: 'Atsisakyti',
  unsubscribeText: '{team} jums nebesiųs: {what}.',
  unsubscribed: 'Jūs atsisakėte',
  unsubscribedText: '{team} jums nebesiunčia: {what}.',
  subscribeAgain: 'Užsisakyti vėl',
}
