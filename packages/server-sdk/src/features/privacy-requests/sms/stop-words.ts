/**
 * Words that end messages when they are all that somebody writes: those that carriers and gateways know in English, and
 * what people are told to answer elsewhere.
 */
const stopWords = new Set([
  'stop',
  'stopall',
  'stop all',
  'unsubscribe',
  'cancel',
  'end',
  'quit',
  'revoke',
  'optout',
  'opt out',
  'stopp',
  'abmelden',
  'abbestellen',
  'arret',
  'desabonner',
  'baja',
  'cancelar',
  'parar',
  'sair',
  'disiscriviti',
  'annulla',
  'afmelden',
  'stoppen',
  'avslutt',
  'avsluta',
  'afmeld',
  'lopeta',
  'wypisz',
  'dur',
  'iptal',
  'стоп',
  '停止',
  '退订',
  '退訂',
])

/** Whether a text message says that no more shall come, whatever its case, accents, marks and spaces. */
export const isStop = (text: string): boolean =>
  stopWords.has(
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  )
