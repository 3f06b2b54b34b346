import type { DataMap, Sotto } from '@sotto/server-sdk'
import { type Request, type Response, Router } from 'express'
import { choiceGroups, filled, languageNames, type PortalWords, spoken } from '../portal/src/words/index.ts'
import { keptData, type Remains } from './kept/kept-data.ts'
import { type KeptWords, keptWords } from './kept/words/index.ts'
import { escaped, notFoundPage, page } from './pages.ts'
import { sendPage } from './send-page.ts'

interface Shown {
  team: { name: string; slug: string }
  map: DataMap
  remains: Remains
  language: string
  direction: 'ltr' | 'rtl'
  words: PortalWords
  /** As somebody chose it, which forms carry on; empty where nobody did. */
  lang: string
  /** Attributes of `<sotto-privacy>`. */
  attributes: Readonly<Record<string, string>>
  /** What stands there until the script runs, and where none does. */
  fallback: string
}

type Asking = Pick<Shown, 'words' | 'team' | 'lang'>

const chosen = (lang: string, joint: '?' | '&amp;' = '?') => (lang ? `${joint}lang=${encodeURIComponent(lang)}` : '')
const field = (label: string, control: string) => `<label><span>${escaped(label)}</span>${control}</label>`

/** Fields of the type email take no letters but those of English before the @. */
const anAddress =
  'type="text" inputmode="email" autocapitalize="none" spellcheck="false" autocomplete="email" maxlength="254"'

/** Asks without scripts: what it sends is answered by the server's own pages. */
function askForm({ words, team, lang }: Asking, kind: string): string {
  const kinds = Object.values(choiceGroups).flat()
  const options = kinds.map(
    (each) =>
      `<option value="${each}"${each === kind ? ' selected' : ''}>${escaped(words.choices[each].name)}</option>`,
  )
  const regimes = Object.entries(words.regimes).map(
    ([regime, name]) => `<option value="${regime}">${escaped(name)}</option>`,
  )
  return `<h1>${escaped(filled(words.title, { team: team.name }))}</h1>
<p class="quiet">${escaped(words.intro)}</p>
<form method="post" action="/privacy/${encodeURIComponent(team.slug)}${chosen(lang)}"><input type="hidden" name="step" value="ask">
${field(words.groups.data, `<select name="kind" required>${options.join('')}</select>`)}
${field(words.email, `<input name="email" ${anAddress} required>`)}
${field(`${words.reason} (${words.optional})`, '<textarea name="reason" rows="3" maxlength="4000"></textarea>')}
${field(words.law, `<select name="regime">${regimes.join('')}</select>`)}
<details><summary>${escaped(words.forOther)}</summary>
${field(words.agentName, '<input name="agentName" autocomplete="name" maxlength="200">')}
${field(words.agentEmail, `<input name="agentEmail" ${anAddress}>`)}</details>
<button>${escaped(words.next)}</button></form>`
}

const codeForm = ({ words, team, lang }: Asking, pending: string) =>
  `<h1>${escaped(words.codeHeading)}</h1>
<form method="post" action="/privacy/${encodeURIComponent(team.slug)}${chosen(lang)}"><input type="hidden" name="step" value="confirm"><input type="hidden" name="pending" value="${escaped(pending)}">
${field(words.code, '<input name="code" autocomplete="one-time-code" maxlength="20" required>')}
<button>${escaped(words.confirm)}</button></form>`

/** Shows the request without scripts, when it is asked for: the server's page has the buttons. */
const statusForm = ({ words, team, lang }: Asking, token: string) =>
  `<h1>${escaped(words.linkHeading)}</h1>
<form method="post" action="/privacy/${encodeURIComponent(team.slug)}/status?token=${encodeURIComponent(token)}${chosen(lang, '&amp;')}"><button>${escaped(words.next)}</button></form>`

function portalPage({ team, map, remains, language, direction, words, attributes, fallback }: Shown) {
  const kept = keptWords[language] ?? (keptWords.en as KeptWords)
  const given = Object.entries({ team: team.slug, lang: language, ...attributes })
    .filter(([, value]) => value)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
  const query = new URLSearchParams(attributes)
  const languages = Object.entries(languageNames)
    .filter(([tag]) => tag !== language)
    .map(([tag, name]) => {
      const address = new URLSearchParams([...query, ['lang', tag]])
      return `<a href="?${escaped(address.toString())}" lang="${tag}" hreflang="${tag}">${escaped(name)}</a>`
    })
  return page(
    filled(words.title, { team: team.name }),
    `<sotto-privacy${given}>${fallback}</sotto-privacy>
<section class="kept"><h2>${escaped(filled(kept.heading, { team: team.name }))}</h2>
<p class="quiet">${escaped(kept.intro)}</p>
${keptData(map, remains, kept)}
<h2>${escaped(kept.ownHeading)}</h2>
<p>${escaped(kept.ownText)}</p></section>
<nav aria-label="${escaped(words.language)}" class="languages">${languages.join(' ')}</nav>`,
    { language, direction, scripts: ['/portal/v1.js', '/portal/page.js'] },
  )
}

/** The portal of each team, with what is kept below it. Forms that are sent go on to the server's own pages. */
export function privacyPages(sotto: Sotto): Router {
  const pages = Router()

  const show =
    (fallback: (shown: Asking, text: (name: string) => string) => Pick<Shown, 'attributes' | 'fallback'>) =>
    async (request: Request, response: Response) => {
      const team = await sotto.publicTeam(String(request.params.slug))
      if (!team) return sendPage(response, 404, notFoundPage())
      const text = (name: string) => {
        const value = request.query[name]
        return typeof value === 'string' ? value.slice(0, 4000) : ''
      }
      const lang = text('lang').slice(0, 35)
      const speaking = await spoken([lang, ...request.acceptsLanguages()].filter(Boolean))
      const shown = { team, map: sotto.dataMap, remains: await sotto.remains(team.id), lang, ...speaking }
      response
        .setHeader('Cache-Control', 'no-store')
        .setHeader('Referrer-Policy', 'no-referrer')
        .vary('Accept-Language')
      sendPage(response, 200, { ...portalPage({ ...shown, ...fallback(shown, text) }), script: true, form: true })
    }

  pages.get(
    '/:slug',
    show((shown, text) => {
      const [kind, pending] = [text('kind'), text('pending')]
      return {
        attributes: { kind, pending },
        fallback: pending ? codeForm(shown, pending) : askForm(shown, kind),
      }
    }),
  )
  pages.get(
    '/:slug/status',
    show((shown, text) => {
      const token = text('token')
      return { attributes: { token }, fallback: statusForm(shown, token) }
    }),
  )
  return pages
}
