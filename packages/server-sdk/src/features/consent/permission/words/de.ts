import type { PermissionWords } from './words.ts'

export const de: PermissionWords = {
  subject: '{team}: bitte bestätigen Sie Ihre Adresse',
  asked: 'Jemand, vermutlich Sie, hat {team} gebeten, Folgendes an Ihre Adresse zu senden: {what}.',
  press: 'Wenn Sie einverstanden sind, öffnen Sie diese Seite und drücken Sie den Knopf:',
  ignore:
    'Wenn Sie es nicht waren, tun Sie nichts. Sie bekommen dann keine solchen Mails, und die Anfrage wird nach {hours} Stunden gelöscht.',
  news: 'Neuigkeiten und Angebote per E-Mail',
  confirmHeading: 'Möchten Sie diese Mails?',
  confirmButton: 'Ja, bitte senden',
  withdrawable: 'Sie können das jederzeit beenden: In jeder dieser Mails steht dafür ein Link.',
  confirmed: 'Danke, es ist bestätigt',
  confirmedText: '{team} sendet Ihnen: {what}.',
  confirmedBefore: 'Es war schon bestätigt',
  expired: 'Dieser Link ist abgelaufen',
  expiredText:
    'Er galt nur eine begrenzte Zeit, und nichts wurde behalten. Fragen Sie dort erneut an, wo Sie das Formular gefunden haben.',
  unknown: 'Dieser Link ist nicht vollständig',
  unknownText:
    'Vielleicht ging ein Teil davon verloren. Kopieren Sie die ganze Adresse aus der Mail, oder fordern Sie eine neue an.',
  unsubscribe: 'Abbestellen',
  unsubscribeText: '{team} sendet Ihnen dann nicht mehr: {what}.',
  unsubscribed: 'Sie haben abbestellt',
  unsubscribedText: '{team} sendet Ihnen nicht mehr: {what}.',
  subscribeAgain: 'Wieder bestellen',
}
