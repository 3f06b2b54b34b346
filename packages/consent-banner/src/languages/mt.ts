import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'Il-cookies huma għażla tiegħek',
  body: 'Mixgħul huwa biss dak meħtieġ. Bil-kunsens tiegħek ukoll: {purposes}. Tista’ tirtirah meta trid taħt {link}.',
  reject: 'Irrifjuta',
  choose: 'Agħżel',
  accept: 'Aċċetta',
  privacyChoices: 'Għażliet tal-privatezza',
  privacyNotice: 'Avviż dwar il-privatezza',
  imprint: 'Avviż legali',
  gpc: 'Global Privacy Control qed jiġi rispettat.',
  gpcMeans:
    'Il-browser tiegħek jitlobna ma nbigħux u ma naqsmux dak li nafu dwarek. M’aħniex nagħmlu dan, la hawn u lanqas mis-servers tagħna.',
  yourPrivacyChoices: 'L-għażliet tiegħek tal-privatezza',
  limitSensitive: 'Illimita l-użu tal-informazzjoni personali sensittiva tiegħi',
  withdrawAll: 'Irtira l-kunsens',
  optOutHonoured: 'L-oġġezzjoni qed tiġi rispettata',
  saved: 'L-għażla tiegħek ġiet salvata.',
  notKept: 'Il-browser tiegħek ma jżommx għażliet: din tgħodd sakemm titlaq mill-paġna.',
  trouble: 'Dan ma setax jitgħabba. Erġa’ pprova.',
  categories: {
    necessary: 'Meħtieġ',
    preferences: 'Preferenzi',
    analytics: 'Għadd taż-żjarat',
    media: 'Mapep u vidjows',
    marketing: 'Reklamar',
  },
}

export const more: MoreWords = {
  introOptIn: 'Minbarra dak meħtieġ, xejn ma jkun mixgħul qabel ma tixgħelu inti.',
  introOptOut: 'Tista’ titfi dak kollu li mhux meħtieġ.',
  close: 'Agħlaq',
  rejectAll: 'Irrifjuta kollox',
  save: 'Salva l-għażliet',
  acceptAll: 'Aċċetta kollox',
  alwaysOn: 'Dejjem mixgħul',
  offByGpc: 'Mitfi minn Global Privacy Control',
  some: '{on} minn {all}',
  who: 'Min',
  what: 'X’inhu',
  kept: 'Miżmum',
  session: 'Sakemm tagħlaq il-browser',
  frame:
    'Dan il-kontenut ġej minn {service}, li mbagħad isir jaf l-indirizz IP tiegħek. Jitgħabba biss bil-kunsens tiegħek.',
  show: 'Uri {service}',
  services: { one: '# servizz', two: '# servizzi', few: '# servizzi', many: '# servizz', other: '# servizz' },
  days: {
    one: '# jum fuq l-apparat tiegħek',
    two: '# jumejn fuq l-apparat tiegħek',
    few: '# ijiem fuq l-apparat tiegħek',
    many: '# jum fuq l-apparat tiegħek',
    other: '# jum fuq l-apparat tiegħek',
  },
  purposes: {
    necessary: 'Dak li mingħajru s-sit ma jaħdimx, u din l-għażla.',
    preferences: 'Jiftakar x’issettjajt, bħal-lingwa jew il-post.',
    analytics: 'Liema paġni jinqraw, biex jitjiebu.',
    media: 'Murija minn oħrajn, li mbagħad isiru jafu l-indirizz IP tiegħek.',
    marketing: 'Reklami skont dak li tara, u jekk jaħdmux.',
  },
}
