import { createHash } from 'node:crypto'
import { tokensCss } from '@sotto/design-tokens'

export interface Page {
  html: string
  /** The page's one style sheet as a source expression for `style-src`. */
  styleSource: string
}

const style = `${tokensCss()}
*{box-sizing:border-box}
body{margin:0;background:var(--sotto-paper);color:var(--sotto-ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:680px;margin:0 auto;padding:64px 24px 96px}
h1{font-size:28px;line-height:1.2;font-weight:600;margin:0 0 8px;text-wrap:balance}
h2{font-size:20px;line-height:1.2;font-weight:600;margin:48px 0 4px}
p{margin:0 0 16px;text-wrap:pretty}
.quiet{color:var(--sotto-quiet)}
.bad{color:var(--sotto-bad)}
dl{margin:24px 0 0;border-top:1px solid var(--sotto-line)}
dl div{display:grid;grid-template-columns:200px 1fr;gap:4px 24px;padding:16px 0;border-bottom:1px solid var(--sotto-line)}
dt{font-weight:550}
dd{margin:0;overflow-wrap:anywhere}
dd span{display:block;color:var(--sotto-quiet);font-size:14px}
a{color:inherit;text-decoration-color:var(--sotto-quiet);text-underline-offset:.15em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--sotto-accent);outline-offset:2px;border-radius:2px}
.letter{margin:32px 0 24px;padding:24px;border:1px solid var(--sotto-line);border-radius:12px;background:var(--sotto-raised);white-space:pre-wrap;overflow-wrap:anywhere}
sotto-privacy{display:block;margin-bottom:64px}
form label{display:grid;gap:4px;margin:0 0 16px}
form span,summary{font-weight:550}
input,select,textarea{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--sotto-edge);border-radius:8px;background:var(--sotto-raised);color:inherit;font:inherit}
form button{min-height:44px;padding:8px 20px;border:1px solid var(--sotto-edge);border-radius:8px;background:var(--sotto-raised);color:inherit;font:inherit;font-weight:550}
details{margin:0 0 16px}
summary{min-height:44px;line-height:44px}
#drop{margin:0 0 16px;padding:16px 16px 0;border:1px dashed var(--sotto-edge);border-radius:12px}
#drop.over{border-style:solid;border-color:var(--sotto-accent)}
#outcome h2{outline-offset:4px}
.checks{list-style:none;margin:0 0 16px;padding:0}
.checks li{padding-block:4px;padding-inline-start:24px;text-indent:-24px;overflow-wrap:anywhere}
.checks .mark{display:inline-block;width:24px;text-indent:0}
.checks [lang]{text-indent:0}
.languages{margin-top:48px}
.languages a{display:inline-block;min-height:44px;line-height:44px}
@media(max-width:560px){main{padding-top:32px}dl div{grid-template-columns:1fr}}`

export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export function page(
  title: string,
  body: string,
  {
    language = 'en',
    direction = 'ltr',
    scripts = [],
  }: { language?: string; direction?: 'ltr' | 'rtl'; scripts?: readonly string[] } = {},
): Page {
  const modules = scripts.map((source) => `<script type="module" src="${source}"></script>`).join('')
  return {
    html: `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title><style>${style}</style>${modules}</head><body><main>${body}</main></body></html>`,
    styleSource: `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  }
}

export const notFoundPage = (): Page =>
  page(
    'Not found',
    '<h1>There is nothing here</h1><p class="quiet">The address may have been mistyped, or what was here is gone.</p>',
  )
