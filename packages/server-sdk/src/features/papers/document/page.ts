import { createHash } from 'node:crypto'
import type { PaperBlock } from '@sotto/contracts'
import { tokensCss } from '@sotto/design-tokens'
import type { PageAnswer } from '../../../http/page.ts'
import { html, type Markup } from '../../../http/reference-page/html.ts'
import { linked } from '../../../mail/index.ts'

const style = `${tokensCss()}
*{box-sizing:border-box}
body{margin:0;background:var(--sotto-paper);color:var(--sotto-ink);font:400 16px/1.55 var(--sotto-font);-webkit-text-size-adjust:100%}
main{max-width:760px;margin:0 auto;padding:64px 24px 96px}
h1{font-size:28px;line-height:1.2;font-weight:600;letter-spacing:-.01em;margin:0 0 8px;text-wrap:balance}
h2{font-size:20px;line-height:1.25;font-weight:600;margin:48px 0 12px;text-wrap:balance}
h3{font-size:16px;line-height:1.3;font-weight:600;margin:28px 0 8px}
p,ul,ol{margin:0 0 16px;max-width:68ch;text-wrap:pretty;overflow-wrap:anywhere}
li{margin:0 0 4px}
a{color:inherit;text-decoration-color:var(--sotto-quiet);text-underline-offset:.15em}
.from,.meta{color:var(--sotto-quiet);margin:0 0 8px}
.meta{font-size:13px;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:4px 20px;margin:24px 0 8px;padding:12px 0;border-block:1px solid var(--sotto-line);font-size:14px}
nav a{min-height:32px;line-height:32px}
[aria-current]{font-weight:600;text-decoration:none}
.note{margin:24px 0;padding:12px 16px;border:1px solid var(--sotto-line);border-radius:8px;background:var(--sotto-sunk);color:var(--sotto-quiet);font-size:14px;max-width:68ch}
dl{margin:0 0 16px;border-top:1px solid var(--sotto-line)}
dl div{display:grid;grid-template-columns:220px 1fr;gap:2px 24px;padding:10px 0;border-bottom:1px solid var(--sotto-line)}
dt{color:var(--sotto-quiet)}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
.wide{overflow-x:auto;margin:0 0 16px}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.45}
th,td{text-align:left;vertical-align:top;padding:8px 16px 8px 0;border-bottom:1px solid var(--sotto-line);min-width:88px}
th{color:var(--sotto-quiet);font-weight:550}
:focus-visible{outline:2px solid var(--sotto-accent);outline-offset:2px;border-radius:4px}
@media(max-width:560px){main{padding-top:32px}dl div{grid-template-columns:1fr}}
@media print{main{max-width:none;padding:0}nav{display:none}}`

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const withLinks = (text: string): Markup => ({ markup: linked(text).replaceAll('\n', '<br>') })

function blockOf(block: PaperBlock): Markup {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? html`<h2>${block.text}</h2>` : html`<h3>${block.text}</h3>`
    case 'paragraph':
      return html`<p>${withLinks(block.text)}</p>`
    case 'note':
      return html`<p class="note">${withLinks(block.text)}</p>`
    case 'list': {
      const items = block.items.map((item) => html`<li>${withLinks(item)}</li>`)
      return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`
    }
    case 'facts':
      return html`<dl>${block.rows.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${withLinks(text)}</dd></div>`)}</dl>`
    case 'table':
      return html`<div class="wide" tabindex="0"><table><thead><tr>${block.head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${block.rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${withLinks(cell)}</td>`)}</tr>`)}</tbody></table></div>`
  }
}

export interface PageOf {
  title: string
  /** Whose paper it is. */
  from: string
  blocks: readonly PaperBlock[]
  /** Which version it is, in words; `null` for one that is not published. */
  version: string | null
  /** Other papers, and files of this one. */
  links?: readonly { text: string; href: string; isHere?: boolean }[]
}

/** A paper as a page, without scripts and without anything that is fetched. */
export function paperPage({ title, from, blocks, version, links = [] }: PageOf): PageAnswer {
  const nav =
    links.length > 0 &&
    html`<nav aria-label="Papers">${links.map(({ text, href, isHere }) => html`<a href="${href}"${isHere ? html` aria-current="page"` : null}>${text}</a>`)}</nav>`
  const { markup } = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}, ${from}</title><style>${{ markup: style }}</style></head>
<body><main><p class="from">${from}</p><h1>${title}</h1>${version && html`<p class="meta">${version}</p>`}${nav}${blocks.map(blockOf)}</main></body></html>
`
  return { status: 200, html: markup, policy }
}
