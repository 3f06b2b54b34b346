/**
 * What mode `strict` demands of hosts that nothing names, other than the page's own and those below it: a name that no
 * policy grants. What no network sees is free.
 */
export const unnamed = ({ protocol, hostname }: HTMLAnchorElement) =>
  /^(http|ws)s?:$/.test(protocol) && !`.${hostname}`.endsWith(`.${location.hostname.replace(/^www\./, '')}`)
    ? '~unnamed'
    : ''
