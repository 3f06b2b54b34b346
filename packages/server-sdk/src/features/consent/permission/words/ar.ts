import type { PermissionWords } from './words.ts'

export const ar: PermissionWords = {
  subject: '{team}: يرجى تأكيد عنوانك',
  asked: 'طلب شخص ما، على الأرجح أنت، من {team} إرسال ما يلي إلى عنوانك: {what}.',
  press: 'إذا كنت موافقًا، فافتح هذه الصفحة واضغط على الزر:',
  ignore: 'إذا لم تكن أنت، فلا تفعل شيئًا. لن تصلك رسائل كهذه، وسيُحذف الطلب بعد {hours} ساعة.',
  news: 'أخبار وعروض عبر البريد الإلكتروني',
  confirmHeading: 'هل تريد هذه الرسائل؟',
  confirmButton: 'نعم، أرسلوها',
  withdrawable: 'يمكنك إنهاء ذلك في أي وقت: في كل رسالة من هذه الرسائل رابط لذلك.',
  confirmed: 'شكرًا، تم التأكيد',
  confirmedText: 'سيرسل إليك {team}: {what}.',
  confirmedBefore: 'كان مؤكدًا من قبل',
  expired: 'انتهت صلاحية هذا الرابط',
  expiredText: 'كان صالحًا لمدة محدودة ولم يُحفظ شيء. اطلب من جديد حيث وجدت النموذج.',
  unknown: 'هذا الرابط غير مكتمل',
  unknownText: 'ربما فُقد جزء منه. انسخ العنوان كاملًا من الرسالة، أو اطلب رسالة جديدة.',
  unsubscribe: 'إلغاء الاشتراك',
  unsubscribeText: 'لن يرسل إليك {team} بعد الآن: {what}.',
  unsubscribed: 'أُلغي اشتراكك',
  unsubscribedText: 'لم يعد {team} يرسل إليك: {what}.',
  subscribeAgain: 'الاشتراك من جديد',
}
