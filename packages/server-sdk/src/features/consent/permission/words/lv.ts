import type { PermissionWords } from './words.ts'

export const lv: PermissionWords = {
  subject: '{team}: lūdzu, apstipriniet savu adresi',
  asked: 'Kāds, visticamāk, jūs, ir lūdzis, lai {team} uz jūsu adresi sūta: {what}.',
  press: 'Ja piekrītat, atveriet šo lapu un nospiediet pogu:',
  ignore:
    'Ja tas nebijāt jūs, nedariet neko. Jūs šādas vēstules nesaņemsiet, un pieprasījums tiks dzēsts pēc {hours} stundām.',
  news: 'jaunumi un piedāvājumi e-pastā',
  confirmHeading: 'Vai vēlaties šīs vēstules?',
  confirmButton: 'Jā, sūtiet',
  withdrawable: 'To var pārtraukt jebkurā brīdī: katrā šādā vēstulē ir saite šim nolūkam.',
  confirmed: 'Paldies, apstiprināts',
  confirmedText: '{team} jums sūtīs: {what}.',
  confirmedBefore: 'Tas jau bija apstiprināts',
  expired: 'Šīs saites termiņš ir beidzies',
  expiredText:
    'Tā bija derīga ierobežotu laiku, un nekas netika saglabāts. Pieprasiet vēlreiz tur, kur atradāt veidlapu.',
  unknown: 'Šī saite nav pilnīga',
  unknownText: 'Varbūt daļa pazuda. Nokopējiet visu adresi no vēstules vai lūdziet jaunu vēstuli.',
  unsubscribe: 'Atteikties',
  unsubscribeText: '{team} jums vairs nesūtīs: {what}.',
  unsubscribed: 'Sūtīšana ir pārtraukta',
  unsubscribedText: '{team} jums vairs nesūta: {what}.',
  subscribeAgain: 'Pieteikties vēlreiz',
}
