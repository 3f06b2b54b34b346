import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'Küpsised on sinu valik',
  body: 'Sees on ainult hädavajalik. Sinu nõusolekul ka: {purposes}. Selle saad igal ajal tagasi võtta: {link}.',
  reject: 'Keeldu',
  choose: 'Vali',
  accept: 'Nõustu',
  privacyChoices: 'Privaatsusvalikud',
  privacyNotice: 'Privaatsusteade',
  imprint: 'Õiguslik teave',
  gpc: 'Global Privacy Control on arvesse võetud.',
  gpcMeans:
    'Sinu brauser palub meil mitte müüa ega jagada seda, mida me sinu kohta teame. Me ei tee seda ei siin ega oma serveritest.',
  yourPrivacyChoices: 'Sinu privaatsusvalikud',
  limitSensitive: 'Piira minu tundlike isikuandmete kasutamist',
  withdrawAll: 'Võta nõusolek tagasi',
  optOutHonoured: 'Keeld on arvesse võetud',
  saved: 'Sinu valik on salvestatud.',
  notKept: 'Sinu brauser ei säilita valikuid: see kehtib, kuni lahkud lehelt.',
  trouble: 'Laadimine ei õnnestunud. Proovi uuesti.',
  and: ' ja ',
  categories: {
    necessary: 'Hädavajalik',
    preferences: 'Eelistused',
    analytics: 'Külastuste loendamine',
    media: 'Kaardid ja videod',
    marketing: 'Reklaam',
  },
}

export const more: MoreWords = {
  introOptIn: 'Peale hädavajaliku ei ole miski sees, kuni sa selle sisse lülitad.',
  introOptOut: 'Saad välja lülitada kõik, mis ei ole hädavajalik.',
  close: 'Sulge',
  rejectAll: 'Keeldu kõigest',
  save: 'Salvesta valikud',
  acceptAll: 'Nõustu kõigega',
  alwaysOn: 'Alati sees',
  offByGpc: 'Välja lülitatud: Global Privacy Control',
  some: '{on}/{all}',
  who: 'Kes',
  what: 'Mis',
  kept: 'Säilitatakse',
  session: 'Kuni sulged brauseri',
  frame:
    'Selle sisu allikas on {service}, kes saab siis teada sinu IP-aadressi. See laaditakse ainult sinu nõusolekul.',
  show: 'Näita: {service}',
  services: { one: '# teenus', other: '# teenust' },
  days: { one: '# päev sinu seadmes', other: '# päeva sinu seadmes' },
  purposes: {
    necessary: 'See, milleta leht ei tööta, ja see valik.',
    preferences: 'Jätab meelde sinu seaded, näiteks keele või koha.',
    analytics: 'Milliseid lehti loetakse, et need saaksid paremaks.',
    media: 'Neid näitavad teised, kes saavad siis teada sinu IP-aadressi.',
    marketing: 'Reklaam selle järgi, mida vaatad, ja kas see toimib.',
  },
}
