import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'Cookie の使用はお選びいただけます',
  body: '必要なものだけが有効です。同意いただくと、次も使用します：{purposes}。同意は「{link}」からいつでも取り消せます。',
  reject: '拒否',
  choose: '選択',
  accept: '同意',
  privacyChoices: 'プライバシーの選択',
  privacyNotice: 'プライバシーポリシー',
  imprint: '法的情報',
  gpc: 'Global Privacy Control に従っています。',
  gpcMeans:
    'お使いのブラウザーは、あなたについての情報を販売・共有しないよう求めています。このページでもサーバーからも、販売・共有は行いません。',
  yourPrivacyChoices: 'あなたのプライバシーの選択',
  limitSensitive: '機微な個人情報の利用を制限する',
  withdrawAll: '同意を取り消す',
  optOutHonoured: 'オプトアウトを反映済み',
  saved: '選択を保存しました。',
  notKept: 'お使いのブラウザーは選択を保存しません。この選択はページを離れるまで有効です。',
  trouble: '読み込めませんでした。もう一度お試しください。',
  comma: '、',
  and: '、',
  categories: {
    necessary: '必須',
    preferences: '設定',
    analytics: 'アクセスの計測',
    media: '地図と動画',
    marketing: '広告',
  },
}

export const more: MoreWords = {
  introOptIn: '必須のもの以外は、オンにするまで有効になりません。',
  introOptOut: '必須でないものはすべてオフにできます。',
  close: '閉じる',
  rejectAll: 'すべて拒否',
  save: '選択を保存',
  acceptAll: 'すべて同意',
  alwaysOn: '常にオン',
  offByGpc: 'Global Privacy Control によりオフ',
  some: '{all} 件中 {on} 件',
  who: '提供元',
  what: '内容',
  kept: '保存期間',
  session: 'ブラウザーを閉じるまで',
  frame:
    'このコンテンツは {service} が提供し、表示するとあなたの IP アドレスが伝わります。同意いただいた場合にのみ読み込まれます。',
  show: '{service} を表示',
  services: { other: '# 件のサービス' },
  days: { other: '端末に # 日間' },
  purposes: {
    necessary: 'サイトの動作に欠かせないものと、この選択。',
    preferences: '言語や場所などの設定を記憶します。',
    analytics: 'ページ改善のため、どのページが読まれたかを計測します。',
    media: '外部の提供元が表示し、あなたの IP アドレスが伝わります。',
    marketing: '閲覧内容に応じた広告と、その効果の計測。',
  },
}
