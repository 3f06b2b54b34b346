/** Markup that was made here. Everything else that is put into a template is escaped. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[]

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function text(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (Array.isArray(piece)) return piece.map(text).join('')
  if (typeof piece === 'object') return (piece as Markup).markup
  return String(piece).replace(/[&<>"']/g, (character) => escapes[character] as string)
}

/** A template whose pieces are escaped, unless they are markup themselves. */
export const html = (strings: TemplateStringsArray, ...pieces: Piece[]): Markup => ({
  markup: strings.reduce((all, string, index) => all + text(pieces[index - 1]) + string),
})

/** A sentence in which what stands between backticks is code. */
export const sentence = (words: string): Markup => ({
  markup: words
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`).markup)
    .join(''),
})
