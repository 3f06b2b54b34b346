import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'Fút féin atá na fianáin',
  body: 'Níl ar siúl ach a bhfuil riachtanach. Le do thoil, freisin: {purposes}. Is féidir é a tharraingt siar am ar bith faoi {link}.',
  reject: 'Diúltaigh',
  choose: 'Roghnaigh',
  accept: 'Glac leis',
  privacyChoices: 'Roghanna príobháideachais',
  privacyNotice: 'Fógra príobháideachais',
  imprint: 'Fógra dlíthiúil',
  gpc: 'Cloítear le Global Privacy Control.',
  gpcMeans:
    'Iarrann do bhrabhsálaí orainn gan a bhfuil ar eolas againn fút a dhíol ná a roinnt. Ní dhéanaimid é, anseo ná ónár bhfreastalaithe.',
  yourPrivacyChoices: 'Do roghanna príobháideachais',
  limitSensitive: 'Teorannaigh úsáid mo shonraí pearsanta íogaire',
  withdrawAll: 'Tarraing siar do thoiliú',
  optOutHonoured: 'Cloítear leis an diúltú',
  saved: 'Tá do rogha sábháilte.',
  notKept: 'Ní choinníonn do bhrabhsálaí roghanna: tá an ceann seo i bhfeidhm go dtí go bhfágann tú an leathanach.',
  trouble: 'Níorbh fhéidir é seo a lódáil. Bain triail eile as.',
  and: ' agus ',
  categories: {
    necessary: 'Riachtanach',
    preferences: 'Sainroghanna',
    analytics: 'Comhaireamh cuairteanna',
    media: 'Léarscáileanna agus físeáin',
    marketing: 'Fógraíocht',
  },
}

export const more: MoreWords = {
  introOptIn: 'Seachas a bhfuil riachtanach, níl aon rud ar siúl go dtí go gcuireann tú ar siúl é.',
  introOptOut: 'Is féidir leat gach rud nach bhfuil riachtanach a chur as.',
  close: 'Dún',
  rejectAll: 'Diúltaigh do gach rud',
  save: 'Sábháil roghanna',
  acceptAll: 'Glac le gach rud',
  alwaysOn: 'Ar siúl i gcónaí',
  offByGpc: 'Múchta ag Global Privacy Control',
  some: '{on} as {all}',
  who: 'Cé',
  what: 'Cad',
  kept: 'Coinnítear',
  session: 'Go dtí go ndúnann tú an brabhsálaí',
  frame:
    'Tagann an t-ábhar seo ó {service}, a fhaigheann amach do sheoladh IP ansin. Ní lódálann sé ach le do thoiliú.',
  show: 'Taispeáin {service}',
  services: { one: '# seirbhís', two: '# sheirbhís', few: '# sheirbhís', many: '# seirbhís', other: '# seirbhís' },
  days: {
    one: '# lá ar do ghléas',
    two: '# lá ar do ghléas',
    few: '# lá ar do ghléas',
    many: '# lá ar do ghléas',
    other: '# lá ar do ghléas',
  },
  purposes: {
    necessary: 'A bhfuil riachtanach chun go n-oibreoidh an suíomh, agus an rogha seo.',
    preferences: 'Cuimhníonn sé ar a bhfuil socraithe agat, mar shampla teanga nó áit.',
    analytics: 'Cé na leathanaigh a léitear, chun iad a fheabhsú.',
    media: 'Taispeánann daoine eile iad, a fhaigheann amach do sheoladh IP ansin.',
    marketing: 'Fógraí de réir a mbreathnaíonn tú air, agus an oibríonn siad.',
  },
}
