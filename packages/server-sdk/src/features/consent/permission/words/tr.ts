import type { PermissionWords } from './words.ts'

export const tr: PermissionWords = {
  subject: '{team}: lütfen adresinizi onaylayın',
  asked: 'Biri, büyük olasılıkla siz, {team} tarafından adresinize şunun gönderilmesini istedi: {what}.',
  press: 'Kabul ediyorsanız bu sayfayı açın ve düğmeye basın:',
  ignore: 'Bu siz değilseniz bir şey yapmayın. Böyle e-postalar almazsınız ve istek {hours} saat sonra silinir.',
  news: 'e-posta ile haberler ve teklifler',
  confirmHeading: 'Bu e-postaları istiyor musunuz?',
  confirmButton: 'Evet, gönderin',
  withdrawable:
    'Bunu istediğiniz zaman sona erdirebilirsiniz: bu e-postaların her birinde bunun için bir bağlantı vardır.',
  confirmed: 'Teşekkürler, onaylandı',
  confirmedText: '{team} size şunu gönderecek: {what}.',
  confirmedBefore: 'Daha önce onaylanmıştı',
  expired: 'Bu bağlantının süresi doldu',
  expiredText: 'Sınırlı bir süre geçerliydi ve hiçbir şey saklanmadı. Formu bulduğunuz yerde yeniden isteyin.',
  unknown: 'Bu bağlantı eksik',
  unknownText: 'Belki bir bölümü kayboldu. Adresin tamamını e-postadan kopyalayın veya yeni bir e-posta isteyin.',
  unsubscribe: 'Abonelikten çık',
  unsubscribeText: '{team} artık size şunu göndermeyecek: {what}.',
  unsubscribed: 'Abonelikten çıktınız',
  unsubscribedText: '{team} artık size şunu göndermiyor: {what}.',
  subscribeAgain: 'Yeniden abone ol',
}
