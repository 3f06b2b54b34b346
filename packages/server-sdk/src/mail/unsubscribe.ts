/**
 * The headers with which a mail program ends such mails (RFC 2369, RFC 8058).
 *
 * @param url takes a POST without a cookie. One click is promised only for `https`, as RFC 8058 demands
 * @param mailto an address, and the subject that a mail to it has
 */
export function unsubscribeHeaders(url: string, mailto?: { address: string; subject: string }): Record<string, string> {
  const ways = [
    `<${url}>`,
    ...(mailto ? [`<mailto:${mailto.address}?subject=${encodeURIComponent(mailto.subject)}>`] : []),
  ]
  return {
    'List-Unsubscribe': ways.join(', '),
    ...(url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  }
}
