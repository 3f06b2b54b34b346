import type { PermissionWords } from './words.ts'

export const es: PermissionWords = {
  subject: '{team}: confirme su dirección',
  asked: 'Alguien, probablemente usted, ha pedido a {team} que envíe esto a su dirección: {what}.',
  press: 'Si está de acuerdo, abra esta página y pulse el botón:',
  ignore:
    'Si no ha sido usted, no haga nada. No recibirá estos mensajes y la solicitud se borrará pasadas {hours} horas.',
  news: 'novedades y ofertas por correo electrónico',
  confirmHeading: '¿Quiere recibir estos mensajes?',
  confirmButton: 'Sí, enviarlos',
  withdrawable: 'Puede terminar cuando quiera: cada uno de estos mensajes lleva un enlace para ello.',
  confirmed: 'Gracias, queda confirmado',
  confirmedText: '{team} le enviará: {what}.',
  confirmedBefore: 'Ya estaba confirmado',
  expired: 'Este enlace ha caducado',
  expiredText:
    'Era válido por un tiempo limitado y no se ha guardado nada. Vuelva a pedirlo donde encontró el formulario.',
  unknown: 'Este enlace no está completo',
  unknownText: 'Quizá se perdió una parte. Copie la dirección entera del mensaje o pida uno nuevo.',
  unsubscribe: 'Darse de baja',
  unsubscribeText: '{team} dejará de enviarle: {what}.',
  unsubscribed: 'Se ha dado de baja',
  unsubscribedText: '{team} ya no le envía: {what}.',
  subscribeAgain: 'Volver a suscribirse',
}
