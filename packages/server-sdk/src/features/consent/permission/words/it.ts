import type { PermissionWords } from './words.ts'

export const it: PermissionWords = {
  subject: '{team}: confermi il suo indirizzo',
  asked: 'Qualcuno, probabilmente lei, ha chiesto a {team} di inviare questo al suo indirizzo: {what}.',
  press: 'Se è d’accordo, apra questa pagina e prema il pulsante:',
  ignore:
    'Se non è stato lei, non faccia nulla. Non riceverà questi messaggi e la richiesta sarà cancellata dopo {hours} ore.',
  news: 'novità e offerte per e-mail',
  confirmHeading: 'Vuole ricevere questi messaggi?',
  confirmButton: 'Sì, inviateli',
  withdrawable: 'Può smettere in ogni momento: ciascuno di questi messaggi contiene un link per farlo.',
  confirmed: 'Grazie, è confermato',
  confirmedText: '{team} le invierà: {what}.',
  confirmedBefore: 'Era già confermato',
  expired: 'Questo link è scaduto',
  expiredText:
    'Era valido per un tempo limitato e nulla è stato conservato. Lo chieda di nuovo dove ha trovato il modulo.',
  unknown: 'Questo link non è completo',
  unknownText: 'Forse una parte è andata persa. Copi l’intero indirizzo dal messaggio o ne chieda uno nuovo.',
  unsubscribe: 'Annulla l’iscrizione',
  unsubscribeText: '{team} non le invierà più: {what}.',
  unsubscribed: 'L’iscrizione è annullata',
  unsubscribedText: '{team} non le invia più: {what}.',
  subscribeAgain: 'Iscriviti di nuovo',
}
