import type { PermissionWords } from './words.ts'

export const fi: PermissionWords = {
  subject: '{team}: vahvista osoitteesi',
  asked: 'Joku, luultavasti sinä, on pyytänyt, että {team} lähettää osoitteeseesi: {what}.',
  press: 'Jos hyväksyt, avaa tämä sivu ja paina painiketta:',
  ignore:
    'Jos se et ollut sinä, sinun ei tarvitse tehdä mitään. Et saa tällaisia viestejä, ja pyyntö poistetaan {hours} tunnin kuluttua.',
  news: 'uutisia ja tarjouksia sähköpostitse',
  confirmHeading: 'Haluatko nämä viestit?',
  confirmButton: 'Kyllä, lähettäkää',
  withdrawable: 'Voit lopettaa milloin tahansa: jokaisessa tällaisessa viestissä on linkki sitä varten.',
  confirmed: 'Kiitos, se on vahvistettu',
  confirmedText: '{team} lähettää sinulle: {what}.',
  confirmedBefore: 'Se oli jo vahvistettu',
  expired: 'Tämä linkki on vanhentunut',
  expiredText:
    'Se oli voimassa rajoitetun ajan, eikä mitään säilytetty. Pyydä uudelleen siellä, mistä löysit lomakkeen.',
  unknown: 'Tämä linkki ei ole kokonainen',
  unknownText: 'Ehkä osa siitä katosi. Kopioi koko osoite viestistä tai pyydä uusi viesti.',
  unsubscribe: 'Peru tilaus',
  unsubscribeText: '{team} ei enää lähetä sinulle: {what}.',
  unsubscribed: 'Tilaus on peruttu',
  unsubscribedText: '{team} ei enää lähetä sinulle: {what}.',
  subscribeAgain: 'Tilaa uudelleen',
}
