import type { PermissionWords } from './words.ts'

export const ga: PermissionWords = {
  subject: '{team}: deimhnigh do sheoladh',
  asked: 'D’iarr duine éigin, tusa is dócha, ar {team} é seo a sheoladh chuig do sheoladh: {what}.',
  press: 'Má aontaíonn tú, oscail an leathanach seo agus brúigh an cnaipe:',
  ignore:
    'Murab tusa a bhí ann, ná déan faic. Ní bhfaighidh tú aon ríomhphost den sórt sin, agus scriostar an t-iarratas tar éis {hours} uair an chloig.',
  news: 'nuacht agus tairiscintí ar ríomhphost',
  confirmHeading: 'An bhfuil na ríomhphoist seo uait?',
  confirmButton: 'Tá, seol iad',
  withdrawable: 'Is féidir leat é seo a stopadh am ar bith: tá nasc chuige sin i ngach ceann de na ríomhphoist seo.',
  confirmed: 'Go raibh maith agat, tá sé deimhnithe',
  confirmedText: 'Seolfaidh {team} chugat: {what}.',
  confirmedBefore: 'Bhí sé deimhnithe cheana',
  expired: 'Tá an nasc seo imithe in éag',
  expiredText:
    'Bhí sé bailí ar feadh tamaill theoranta, agus níor coinníodh aon rud. Iarr arís san áit a bhfuair tú an fhoirm.',
  unknown: 'Níl an nasc seo iomlán',
  unknownText: 'B’fhéidir gur cailleadh cuid de. Cóipeáil an seoladh iomlán ón ríomhphost, nó iarr ceann nua.',
  unsubscribe: 'Díliostáil',
  unsubscribeText: 'Ní sheolfaidh {team} chugat a thuilleadh: {what}.',
  unsubscribed: 'Tá tú díliostáilte',
  unsubscribedText: 'Ní sheolann {team} chugat a thuilleadh: {what}.',
  subscribeAgain: 'Liostáil arís',
}
