import type { PermissionWords } from './words.ts'

export const ro: PermissionWords = {
  subject: '{team}: confirmați adresa dumneavoastră',
  asked: 'Cineva, probabil dumneavoastră, a cerut ca {team} să trimită la adresa dumneavoastră: {what}.',
  press: 'Dacă sunteți de acord, deschideți această pagină și apăsați butonul:',
  ignore:
    'Dacă nu ați fost dumneavoastră, nu faceți nimic. Nu veți primi astfel de mesaje, iar cererea se șterge după {hours} ore.',
  news: 'noutăți și oferte prin e-mail',
  confirmHeading: 'Doriți aceste mesaje?',
  confirmButton: 'Da, trimiteți-le',
  withdrawable: 'Puteți înceta oricând: fiecare dintre aceste mesaje are un link pentru asta.',
  confirmed: 'Mulțumim, este confirmat',
  confirmedText: '{team} vă va trimite: {what}.',
  confirmedBefore: 'Era deja confirmat',
  expired: 'Acest link a expirat',
  expiredText:
    'A fost valabil un timp limitat și nu s-a păstrat nimic. Cereți din nou acolo unde ați găsit formularul.',
  unknown: 'Acest link nu este complet',
  unknownText: 'Poate s-a pierdut o parte. Copiați întreaga adresă din mesaj sau cereți un mesaj nou.',
  unsubscribe: 'Dezabonare',
  unsubscribeText: '{team} nu vă va mai trimite: {what}.',
  unsubscribed: 'V-ați dezabonat',
  unsubscribedText: '{team} nu vă mai trimite: {what}.',
  subscribeAgain: 'Abonare din nou',
}
