import type { PortalVisit } from './portal.ts'

/** Who looks: what their browser would rather read, after what they chose. */
export const visitOf = (
  { languages, requestId }: Pick<PortalVisit, 'languages' | 'requestId'>,
  lang = '',
): PortalVisit => ({
  languages: lang ? [lang, ...languages] : languages,
  requestId,
  lang,
})

/** An address with the language that somebody chose, so that it stays while they go on. */
export const chosen = (address: string, { lang }: Pick<PortalVisit, 'lang'>): string =>
  lang ? `${address}${address.includes('?') ? '&' : '?'}lang=${encodeURIComponent(lang)}` : address
