import { createHash } from 'node:crypto'
import { tokensCss } from '@sotto/design-tokens'
import type { DataMap } from '@sotto/server-sdk'

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
@media(max-width:560px){main{padding-top:32px}dl div{grid-template-columns:1fr}}`

export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export function page(title: string, body: string): Page {
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`,
    styleSource: `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  }
}

/** Words for what is stored, by collection; one without words of its own is shown under its name. */
const words: Record<string, string> = {
  contacts: 'Who you are',
  conversations: 'Your conversations',
  messages: 'What was written in them',
  appointments: 'Your appointments',
  tickets: 'Your requests for help',
}

const fieldWords: Record<string, string> = {
  externalId: 'customer number',
  saidName: 'the name you gave',
  saidEmail: 'the address you gave',
  citations: 'sources of the answers',
  page: 'the page you began on',
}

const basisWords: Record<string, string> = {
  consent: 'because you agreed',
  contract: 'because it is needed to serve you',
  'legitimate-interests': 'because of a legitimate interest',
  'legal-obligation': 'because the law asks for it',
}

const fieldName = (name: string) => fieldWords[name] ?? name.replace(/([A-Z])/g, ' $1').toLowerCase()

/** What a team keeps about the people who write to it, read off the data map. */
export function privacyPage(team: { name: string }, map: DataMap): Page {
  const rows = map.collections.flatMap((collection) => {
    const fields = Object.entries(collection.fields as Record<string, { kind: string }>).filter(
      ([, field]) => field.kind === 'personal',
    )
    if (
      collection.about === 'nobody' ||
      collection.retention.category === 'technical' ||
      collection.retention.category === 'team' ||
      typeof collection.log !== 'string' ||
      fields.length === 0
    )
      return []
    const what = fields.map(([name]) => fieldName(name)).join(', ')
    const end =
      collection.retention.afterwards === 'anonymise'
        ? 'Afterwards only numbers without a person stay.'
        : 'Afterwards it is deleted.'
    return [
      `<div><dt>${escaped(words[collection.name] ?? collection.name)}</dt><dd>${escaped(what.charAt(0).toUpperCase() + what.slice(1))}<span>${escaped(collection.purpose)}, ${escaped(basisWords[collection.basis] ?? collection.basis)}. ${end}</span></dd></div>`,
    ]
  })
  return page(
    `Privacy at ${team.name}`,
    `<h1>What ${escaped(team.name)} keeps about you</h1>
<p class="quiet">Each of these is locked with a key of its own. When it is forgotten, the key is destroyed, and nobody can read it any more.</p>
<dl>${rows.join('')}</dl>
<h2>A conversation you had here</h2>
<p>You can delete a conversation yourself: open the chat, then its menu, then “Delete this conversation”.</p>
<h2>Everything else</h2>
<p>To see, correct, take with you or have deleted what is kept about you, write to ${escaped(team.name)}. They have one month to answer.</p>`,
  )
}

export const notFoundPage = (): Page =>
  page(
    'Not found',
    '<h1>There is nothing here</h1><p class="quiet">The address may have been mistyped, or what was here is gone.</p>',
  )
