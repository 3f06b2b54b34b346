import type { PermissionWords } from './words.ts'

export const hr: PermissionWords = {
  subject: '{team}: potvrdite svoju adresu',
  asked: 'Netko, vjerojatno vi, zatražio je da {team} na vašu adresu šalje: {what}.',
  press: 'Ako se slažete, otvorite ovu stranicu i pritisnite gumb:',
  ignore: 'Ako to niste bili vi, ne činite ništa. Takve poruke nećete dobivati, a zahtjev se briše nakon {hours} sati.',
  news: 'novosti i ponude e-poštom',
  confirmHeading: 'Želite li primati ove poruke?',
  confirmButton: 'Da, šaljite ih',
  withdrawable: 'To možete prekinuti u svakom trenutku: u svakoj takvoj poruci postoji poveznica za to.',
  confirmed: 'Hvala, potvrđeno je',
  confirmedText: '{team} će vam slati: {what}.',
  confirmedBefore: 'Već je bilo potvrđeno',
  expired: 'Ova je poveznica istekla',
  expiredText: 'Vrijedila je ograničeno vrijeme i ništa nije sačuvano. Zatražite ponovno tamo gdje ste našli obrazac.',
  unknown: 'Ova poveznica nije potpuna',
  unknownText: 'Možda se dio izgubio. Kopirajte cijelu adresu iz poruke ili zatražite novu poruku.',
  unsubscribe: 'Odjava',
  unsubscribeText: '{team} vam više neće slati: {what}.',
  unsubscribed: 'Odjavljeni ste',
  unsubscribedText: '{team} vam više ne šalje: {what}.',
  subscribeAgain: 'Ponovna prijava',
}
