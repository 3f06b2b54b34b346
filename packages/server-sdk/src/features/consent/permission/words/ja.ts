import type { PermissionWords } from './words.ts'

export const ja: PermissionWords = {
  subject: '{team}：メールアドレスの確認をお願いします',
  asked: 'どなたか（おそらくあなた）が、{team} に次の内容をこのアドレスへ送るよう依頼しました：{what}。',
  press: '同意される場合は、このページを開いてボタンを押してください：',
  ignore:
    '心当たりがない場合は、何もする必要はありません。このようなメールは届かず、依頼は{hours}時間後に削除されます。',
  news: 'メールによるお知らせとご案内',
  confirmHeading: 'これらのメールを受け取りますか？',
  confirmButton: 'はい、受け取ります',
  withdrawable: 'いつでもやめられます。どのメールにもそのためのリンクがあります。',
  confirmed: 'ありがとうございます。確認されました',
  confirmedText: '{team} からお送りするもの：{what}。',
  confirmedBefore: 'すでに確認されています',
  expired: 'このリンクは期限切れです',
  expiredText: '有効期間が限られており、何も保存されていません。フォームのあった場所からもう一度お申し込みください。',
  unknown: 'このリンクは不完全です',
  unknownText: '一部が失われた可能性があります。メールからアドレス全体をコピーするか、新しいメールを依頼してください。',
  unsubscribe: '配信を停止する',
  unsubscribeText: '{team} からの配信を停止します：{what}。',
  unsubscribed: '配信を停止しました',
  unsubscribedText: '{team} からはもう届きません：{what}。',
  subscribeAgain: 'もう一度受け取る',
}
