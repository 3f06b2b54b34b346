import type { TeamScope } from '../mongo/index.ts'
import { htmlOf, linked } from './mail.ts'

/** How an advertising mail leaves: with the way in which it is ended. */
export interface MarketingLeave {
  /** For the text of the mail. */
  url: string
  headers: Record<string, string>
  /** The word before the link, in the language of whoever gets it. */
  label: string
}

/** Says whether an advertising mail may leave. Asked in the moment before it does. */
export interface MarketingDesk {
  /** @returns why not, in words that name nobody; or how */
  leave(
    scope: TeamScope,
    mail: { contactId: string; purpose: string; to: string },
  ): Promise<{ refused: string } | MarketingLeave>
}

/** Where a mail has its unsubscribe link. One that has no place for it gets it at its end. */
const linkPlace = '{unsubscribe}'

/** The two parts of a mail with their link. */
export function withLink(
  { text, html }: { text: string; html: string },
  { url, label }: Pick<MarketingLeave, 'url' | 'label'>,
): { text: string; html: string } {
  const address = linked(url).replace(/^<a /, '<a rel="nofollow" ')
  const inText = text.includes(linkPlace)
    ? text.replaceAll(linkPlace, url)
    : `${text.trimEnd()}\n\n-- \n${label}: ${url}`
  // What was made from the text has the place as words; what a caller made may have it in a link.
  if (html === htmlOf(text)) return { text: inText, html: htmlOf(inText) }
  if (html.includes(linkPlace)) return { text: inText, html: html.replaceAll(linkPlace, url.replaceAll('&', '&amp;')) }
  const end = /<\/body>\s*(<\/html>\s*)?$/i
  const more = `<p>${label}: ${address}</p>\n`
  return { text: inText, html: end.test(html) ? html.replace(end, (found) => more + found) : html + more }
}
