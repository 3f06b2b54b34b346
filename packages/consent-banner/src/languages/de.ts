import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'Cookies sind Ihre Entscheidung',
  body: 'Nur das Notwendige ist aktiv. Mit Ihrer Einwilligung außerdem: {purposes}. Sie können sie jederzeit widerrufen: {link}.',
  reject: 'Ablehnen',
  choose: 'Auswählen',
  accept: 'Akzeptieren',
  privacyChoices: 'Datenschutz-Einstellungen',
  privacyNotice: 'Datenschutzerklärung',
  imprint: 'Impressum',
  gpc: 'Global Privacy Control wird befolgt.',
  gpcMeans:
    'Ihr Browser bittet uns, nichts über Sie zu verkaufen oder weiterzugeben. Das tun wir nicht, weder hier noch von unseren Servern aus.',
  yourPrivacyChoices: 'Ihre Datenschutz-Entscheidungen',
  limitSensitive: 'Verwendung meiner sensiblen personenbezogenen Daten einschränken',
  withdrawAll: 'Einwilligung widerrufen',
  optOutHonoured: 'Widerspruch wird befolgt',
  saved: 'Ihre Entscheidung ist gespeichert.',
  notKept: 'Ihr Browser speichert keine Entscheidungen: Diese gilt, bis Sie die Seite verlassen.',
  trouble: 'Das konnte nicht geladen werden. Bitte versuchen Sie es noch einmal.',
  and: ' und ',
  categories: {
    necessary: 'Notwendig',
    preferences: 'Einstellungen',
    analytics: 'Besuche zählen',
    media: 'Karten und Videos',
    marketing: 'Werbung',
  },
}

export const more: MoreWords = {
  introOptIn: 'Außer dem Notwendigen ist nichts aktiv, bis Sie es einschalten.',
  introOptOut: 'Alles, was nicht notwendig ist, können Sie ausschalten.',
  close: 'Schließen',
  rejectAll: 'Alle ablehnen',
  save: 'Auswahl speichern',
  acceptAll: 'Alle akzeptieren',
  alwaysOn: 'Immer aktiv',
  offByGpc: 'Durch Global Privacy Control ausgeschaltet',
  some: '{on} von {all}',
  who: 'Wer',
  what: 'Was',
  kept: 'Dauer',
  session: 'Bis Sie den Browser schließen',
  frame:
    'Dieser Inhalt kommt von {service}; dort wird dann Ihre IP-Adresse bekannt. Er lädt nur mit Ihrer Einwilligung.',
  show: '{service} anzeigen',
  services: { one: '# Dienst', other: '# Dienste' },
  days: { one: '# Tag auf Ihrem Gerät', other: '# Tage auf Ihrem Gerät' },
  purposes: {
    necessary: 'Ohne das funktioniert die Website nicht; dazu diese Entscheidung.',
    preferences: 'Merkt sich, was Sie eingestellt haben, etwa Sprache oder Ort.',
    analytics: 'Welche Seiten gelesen werden, damit sie besser werden.',
    media: 'Kommen von anderen, die dann Ihre IP-Adresse erfahren.',
    marketing: 'Anzeigen, die sich danach richten, was Sie ansehen, und ob sie wirken.',
  },
}
