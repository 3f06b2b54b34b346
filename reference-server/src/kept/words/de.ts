import type { KeptWords } from './words.ts'

export const de: KeptWords = {
  heading: 'Was {team} über Sie aufbewahrt',
  intro:
    'Jedes davon ist mit einem eigenen Schlüssel verschlossen. Wird es vergessen, wird der Schlüssel vernichtet, und niemand kann es mehr lesen.',
  ownHeading: 'Ein Gespräch, das Sie hier hatten',
  ownText:
    'Ein Gespräch können Sie selbst löschen: Öffnen Sie den Chat, dann sein Menü, dann „Dieses Gespräch löschen“.',
  anonymised: 'Danach bleiben nur Zahlen ohne Person.',
  deleted: 'Danach wird es gelöscht.',
  collections: {
    contacts: 'Wer Sie sind',
    conversations: 'Ihre Gespräche',
    messages: 'Was darin geschrieben wurde',
    appointments: 'Ihre Termine',
    tickets: 'Ihre Bitten um Hilfe',
    consentRecords: 'Worin Sie eingewilligt haben',
  },
  fields: {
    name: 'Name',
    email: 'E-Mail-Adresse',
    phone: 'Telefonnummer',
    externalId: 'Kundennummer',
    company: 'Firma',
    saidName: 'der Name, den Sie genannt haben',
    saidEmail: 'die Adresse, die Sie genannt haben',
    page: 'die Seite, auf der Sie begonnen haben',
    text: 'Text',
    citations: 'Quellen der Antworten',
    title: 'worum es geht',
    notes: 'Notizen',
    subject: 'Betreff',
    description: 'Beschreibung',
    choices: 'Ihre Wahl',
    law: 'das Recht, das galt',
    shown: 'wie es gezeigt wurde',
    when: 'wann',
    proof: 'Nachweis',
  },
  purposes: {
    contacts: 'Mit Ihnen schreiben',
    conversations: 'Ihre Fragen beantworten',
    appointments: 'Termine einhalten',
    tickets: 'Ihnen helfen',
    consentRecords: 'Zeigen, worin Sie eingewilligt haben',
  },
  bases: {
    consent: 'weil Sie eingewilligt haben',
    contract: 'weil es nötig ist, um für Sie da zu sein',
    'legitimate-interests': 'wegen eines berechtigten Interesses',
    'legal-obligation': 'weil das Gesetz es verlangt',
  },
}
