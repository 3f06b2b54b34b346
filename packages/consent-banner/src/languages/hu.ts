import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'A sütikről Ön dönt',
  body: 'Csak az van bekapcsolva, ami szükséges. Az Ön hozzájárulásával még: {purposes}. Bármikor visszavonhatja itt: {link}.',
  reject: 'Elutasítás',
  choose: 'Választás',
  accept: 'Elfogadás',
  privacyChoices: 'Adatvédelmi beállítások',
  privacyNotice: 'Adatvédelmi tájékoztató',
  imprint: 'Jogi nyilatkozat',
  gpc: 'A Global Privacy Control jelzést betartjuk.',
  gpcMeans:
    'Böngészője arra kér minket, hogy ne adjuk el és ne osszuk meg, amit Önről tudunk. Nem tesszük, sem itt, sem a kiszolgálóinkról.',
  yourPrivacyChoices: 'Az Ön adatvédelmi döntései',
  limitSensitive: 'Különleges személyes adataim felhasználásának korlátozása',
  withdrawAll: 'Hozzájárulás visszavonása',
  optOutHonoured: 'A tiltakozást betartjuk',
  saved: 'A döntését elmentettük.',
  notKept: 'Böngészője nem őriz meg döntéseket: ez addig érvényes, amíg el nem hagyja az oldalt.',
  trouble: 'Nem sikerült betölteni. Próbálja újra.',
  and: ' és ',
  categories: {
    necessary: 'Szükséges',
    preferences: 'Beállítások',
    analytics: 'Látogatások számlálása',
    media: 'Térképek és videók',
    marketing: 'Hirdetés',
  },
}

export const more: MoreWords = {
  introOptIn: 'A szükségesen kívül semmi sincs bekapcsolva, amíg Ön be nem kapcsolja.',
  introOptOut: 'Mindent kikapcsolhat, ami nem szükséges.',
  close: 'Bezárás',
  rejectAll: 'Összes elutasítása',
  save: 'Választás mentése',
  acceptAll: 'Összes elfogadása',
  alwaysOn: 'Mindig bekapcsolva',
  offByGpc: 'A Global Privacy Control kikapcsolta',
  some: '{on} / {all}',
  who: 'Ki',
  what: 'Mit',
  kept: 'Megőrzés',
  session: 'A böngésző bezárásáig',
  frame:
    'Ez a tartalom innen származik: {service}. Ott ekkor megismerik az Ön IP-címét. Csak az Ön hozzájárulásával töltődik be.',
  show: '{service} megjelenítése',
  services: { one: '# szolgáltatás', other: '# szolgáltatás' },
  days: { one: '# nap az Ön eszközén', other: '# nap az Ön eszközén' },
  purposes: {
    necessary: 'Ami nélkül a webhely nem működik, és ez a döntés.',
    preferences: 'Megjegyzi, amit beállított, például a nyelvet vagy a helyet.',
    analytics: 'Mely oldalakat olvassák, hogy jobbak legyenek.',
    media: 'Mások mutatják, akik ekkor megismerik az Ön IP-címét.',
    marketing: 'Hirdetések aszerint, amit megnéz, és hogy hatnak-e.',
  },
}
