import { type Block, blocksOf, type Inline, inlinesOf, safeAddress, steady } from '@sotto/markdown'
import { html, type nothing, type TemplateResult } from 'lit'

type Rendered = TemplateResult | string | typeof nothing

export interface MarkdownOptions {
  /** Whether more of the text is still to come. */
  writing: boolean
  /** What stands for `[n]`; `undefined` where no such citation is known. */
  citation: (number: number) => TemplateResult | undefined
}

/**
 * Markdown as Lit templates. Nothing in the text becomes markup by itself: HTML is shown as the characters that it is
 * made of, pictures as their alternative text, and a link leads nowhere but to http, https or mailto.
 */
export function renderMarkdown(text: string, { writing, citation }: MarkdownOptions): Rendered[] {
  const line = (words: string) => inlines(inlinesOf(words))

  function rendered(block: Block): Rendered {
    switch (block.type) {
      case 'paragraph':
        return html`<p>${line(block.text)}</p>`
      case 'heading':
        return html`<p class="heading">${line(block.text)}</p>`
      case 'code':
        return html`<pre tabindex="0"><code>${block.text}</code></pre>`
      case 'rule':
        return html`<hr>`
      case 'quote':
        return html`<blockquote>${block.blocks.map(rendered)}</blockquote>`
      case 'list': {
        const items = block.items.map((item) => html`<li>${item.map(rendered)}</li>`)
        return block.start === null
          ? html`<ul dir="auto">${items}</ul>`
          : html`<ol dir="auto" start=${block.start}>${items}</ol>`
      }
      case 'table': {
        const { align } = block
        const [head = [], ...body] = block.rows
        return html`<div class="table" tabindex="0"><table>
          <thead><tr>${head.map((cell, column) => html`<th scope="col" data-align=${align[column]}>${line(cell)}</th>`)}</tr></thead>
          <tbody>${body.map((row) => html`<tr>${row.map((cell, column) => html`<td data-align=${align[column]}>${line(cell)}</td>`)}</tr>`)}</tbody>
        </table></div>`
      }
    }
  }

  /**
   * A word joiner (U+2060) in place of the space before a chip keeps the two together: no line breaks at either side of
   * it, whatever element the word is in.
   */
  function inlines(pieces: readonly Inline[]): Rendered[] {
    return pieces.flatMap(inline)
  }

  function inline(piece: Inline): Rendered[] {
    if (typeof piece === 'string') return [piece]
    switch (piece.type) {
      case 'strong':
        return [html`<strong>${inlines(piece.children)}</strong>`]
      case 'em':
        return [html`<em>${inlines(piece.children)}</em>`]
      case 'del':
        return [html`<del>${inlines(piece.children)}</del>`]
      case 'code':
        return [html`<code>${piece.text}</code>`]
      case 'break':
        return [html`<br>`]
      case 'link': {
        const href = safeAddress(piece.href)
        const label = inlines(piece.children)
        return href ? [html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${label}</a>`] : label
      }
      case 'citation': {
        const chip = citation(piece.number)
        return chip ? ['\u2060', chip] : [`${piece.space}[${piece.number}]`]
      }
    }
  }

  return blocksOf(writing ? steady(text) : text).map(rendered)
}
