import type { PermissionWords } from './words.ts'

export const zh: PermissionWords = {
  subject: '{team}：请确认您的地址',
  asked: '有人（很可能是您）请 {team} 向您的地址发送：{what}。',
  press: '如果您同意，请打开此页面并按下按钮：',
  ignore: '如果不是您，请不必理会。您不会收到此类邮件，该请求将在 {hours} 小时后删除。',
  news: '电子邮件新闻和优惠',
  confirmHeading: '您想收到这些邮件吗？',
  confirmButton: '是，请发送',
  withdrawable: '您可以随时停止：每封此类邮件中都有相应的链接。',
  confirmed: '谢谢，已确认',
  confirmedText: '{team} 将向您发送：{what}。',
  confirmedBefore: '此前已确认',
  expired: '此链接已过期',
  expiredText: '它只在有限时间内有效，且未保存任何内容。请在您找到表单的地方重新申请。',
  unknown: '此链接不完整',
  unknownText: '可能有一部分丢失了。请从邮件中复制完整的地址，或申请一封新邮件。',
  unsubscribe: '退订',
  unsubscribeText: '{team} 将不再向您发送：{what}。',
  unsubscribed: '您已退订',
  unsubscribedText: '{team} 不再向您发送：{what}。',
  subscribeAgain: '重新订阅',
}
