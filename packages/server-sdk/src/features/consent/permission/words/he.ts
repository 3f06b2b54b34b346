import type { PermissionWords } from './words.ts'

export const he: PermissionWords = {
  subject: '{team}: נא לאשר את כתובתך',
  asked: 'מישהו, כנראה את או אתה, ביקש מ־{team} לשלוח לכתובתך: {what}.',
  press: 'אם זה בהסכמתך, יש לפתוח את הדף הזה וללחוץ על הכפתור:',
  ignore: 'אם זו לא הייתה בקשה שלך, אין צורך לעשות דבר. לא יישלחו אליך הודעות כאלה, והבקשה תימחק אחרי {hours} שעות.',
  news: 'חדשות והצעות בדואר אלקטרוני',
  confirmHeading: 'האם ברצונך לקבל הודעות אלה?',
  confirmButton: 'כן, לשלוח',
  withdrawable: 'אפשר להפסיק בכל עת: בכל הודעה כזו יש קישור לשם כך.',
  confirmed: 'תודה, זה אושר',
  confirmedText: '‏{team} ישלח אליך: {what}.',
  confirmedBefore: 'זה כבר אושר קודם',
  expired: 'תוקף הקישור פג',
  expiredText: 'הוא היה תקף לזמן מוגבל, ודבר לא נשמר. אפשר לבקש שוב במקום שבו נמצא הטופס.',
  unknown: 'הקישור אינו שלם',
  unknownText: 'ייתכן שחלק ממנו אבד. יש להעתיק את הכתובת כולה מן ההודעה, או לבקש הודעה חדשה.',
  unsubscribe: 'ביטול הרישום',
  unsubscribeText: '‏{team} לא ישלח אליך עוד: {what}.',
  unsubscribed: 'הרישום בוטל',
  unsubscribedText: '‏{team} אינו שולח אליך עוד: {what}.',
  subscribeAgain: 'הרשמה מחדש',
}
