import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'I cookie li scegli tu',
  body: 'È attivo solo il necessario. Con il tuo consenso anche: {purposes}. Puoi revocarlo in ogni momento in {link}.',
  reject: 'Rifiuta',
  choose: 'Scegli',
  accept: 'Accetta',
  privacyChoices: 'Scelte sulla privacy',
  privacyNotice: 'Informativa sulla privacy',
  imprint: 'Note legali',
  gpc: 'Global Privacy Control è rispettato.',
  gpcMeans:
    'Il tuo browser ci chiede di non vendere né condividere ciò che sappiamo di te. Non lo facciamo, né qui né dai nostri server.',
  yourPrivacyChoices: 'Le tue scelte sulla privacy',
  limitSensitive: 'Limita l’uso delle mie informazioni personali sensibili',
  withdrawAll: 'Revoca il consenso',
  optOutHonoured: 'Opposizione rispettata',
  saved: 'La tua scelta è stata salvata.',
  notKept: 'Il tuo browser non conserva le scelte: questa vale finché non lasci la pagina.',
  trouble: 'Caricamento non riuscito. Riprova.',
  and: ' e ',
  categories: {
    necessary: 'Necessario',
    preferences: 'Preferenze',
    analytics: 'Conteggio delle visite',
    media: 'Mappe e video',
    marketing: 'Pubblicità',
  },
}

export const more: MoreWords = {
  introOptIn: 'Oltre al necessario, nulla è attivo finché non lo attivi tu.',
  introOptOut: 'Puoi disattivare tutto ciò che non è necessario.',
  close: 'Chiudi',
  rejectAll: 'Rifiuta tutto',
  save: 'Salva le scelte',
  acceptAll: 'Accetta tutto',
  alwaysOn: 'Sempre attivo',
  offByGpc: 'Disattivato da Global Privacy Control',
  some: '{on} di {all}',
  who: 'Chi',
  what: 'Che cosa',
  kept: 'Durata',
  session: 'Finché non chiudi il browser',
  frame:
    'Questo contenuto viene da {service}, che così conosce il tuo indirizzo IP. Si carica solo con il tuo consenso.',
  show: 'Mostra {service}',
  services: { one: '# servizio', many: '# servizi', other: '# servizi' },
  days: {
    one: '# giorno sul tuo dispositivo',
    many: '# giorni sul tuo dispositivo',
    other: '# giorni sul tuo dispositivo',
  },
  purposes: {
    necessary: 'Ciò senza cui il sito non funziona, e questa scelta.',
    preferences: 'Ricorda ciò che hai impostato, come la lingua o il luogo.',
    analytics: 'Quali pagine vengono lette, per migliorarle.',
    media: 'Mostrati da altri, che così conoscono il tuo indirizzo IP.',
    marketing: 'Annunci in base a ciò che guardi, e se funzionano.',
  },
}
