import type { PermissionWords } from './words.ts'

export const pt: PermissionWords = {
  subject: '{team}: confirme o seu endereço',
  asked: 'Alguém, provavelmente você, pediu a {team} que envie isto para o seu endereço: {what}.',
  press: 'Se concorda, abra esta página e prima o botão:',
  ignore: 'Se não foi você, não faça nada. Não receberá estas mensagens, e o pedido será apagado após {hours} horas.',
  news: 'novidades e ofertas por e-mail',
  confirmHeading: 'Quer receber estas mensagens?',
  confirmButton: 'Sim, enviar',
  withdrawable: 'Pode terminar a qualquer momento: cada uma destas mensagens tem um link para isso.',
  confirmed: 'Obrigado, está confirmado',
  confirmedText: '{team} irá enviar-lhe: {what}.',
  confirmedBefore: 'Já estava confirmado',
  expired: 'Este link expirou',
  expiredText: 'Era válido por tempo limitado e nada foi guardado. Peça de novo onde encontrou o formulário.',
  unknown: 'Este link não está completo',
  unknownText: 'Talvez uma parte se tenha perdido. Copie o endereço inteiro da mensagem ou peça uma nova.',
  unsubscribe: 'Cancelar a subscrição',
  unsubscribeText: '{team} deixará de lhe enviar: {what}.',
  unsubscribed: 'A subscrição foi cancelada',
  unsubscribedText: '{team} já não lhe envia: {what}.',
  subscribeAgain: 'Subscrever de novo',
}
