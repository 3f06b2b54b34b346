import type { PermissionWords } from './words.ts'

export const nl: PermissionWords = {
  subject: '{team}: bevestig uw adres',
  asked: 'Iemand, waarschijnlijk u, heeft {team} gevraagd dit naar uw adres te sturen: {what}.',
  press: 'Bent u akkoord, open dan deze pagina en druk op de knop:',
  ignore: 'Was u het niet, doe dan niets. U krijgt zulke mails niet, en de aanvraag wordt na {hours} uur gewist.',
  news: 'nieuws en aanbiedingen per e-mail',
  confirmHeading: 'Wilt u deze mails?',
  confirmButton: 'Ja, stuur ze',
  withdrawable: 'U kunt dit altijd beëindigen: in elk van deze mails staat daarvoor een link.',
  confirmed: 'Dank u, het is bevestigd',
  confirmedText: '{team} stuurt u: {what}.',
  confirmedBefore: 'Het was al bevestigd',
  expired: 'Deze link is verlopen',
  expiredText: 'Hij was beperkte tijd geldig en er is niets bewaard. Vraag het opnieuw aan waar u het formulier vond.',
  unknown: 'Deze link is niet volledig',
  unknownText: 'Misschien ging er een deel verloren. Kopieer het hele adres uit de mail of vraag een nieuwe mail aan.',
  unsubscribe: 'Afmelden',
  unsubscribeText: '{team} stuurt u niet langer: {what}.',
  unsubscribed: 'U bent afgemeld',
  unsubscribedText: '{team} stuurt u niet meer: {what}.',
  subscribeAgain: 'Opnieuw aanmelden',
}
