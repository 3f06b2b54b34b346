import { mustAsk, readChoice } from '../choice/choice.ts'
import { firstCss } from '../element/first-layer.styles.ts'
import { type Asked, firstLayer } from '../element/first-layer.ts'
import { actionsClass } from '../element/style.ts'
import { chooseLanguage, directionOf, firstWords } from '../languages/language.ts'
import { planOf } from '../policy/plan-of.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { regimeOf } from '../policy/regime.ts'

/** What is known of a visitor before their browser has said anything. */
export interface RenderOptions {
  /** The `Cookie` header of the request: who has chosen gets no banner. */
  readonly cookie?: string | undefined
  /** The `Accept-Language` header, or the language of the page. */
  readonly language?: string | undefined
  /** Where the visitor is (ISO 3166, such as `US-CA`). */
  readonly region?: string | undefined
  /** Whether the request has `Sec-GPC: 1`. */
  readonly gpc?: boolean
  /** For a content security policy: the nonce of this answer. */
  readonly nonce?: string
  /** Milliseconds since 1970. */
  readonly now?: number
}

/**
 * `<sotto-consent>` as HTML, with the first layer in it (a declarative shadow root) where it is due, so that it is there
 * with the page. It floats above the page and moves nothing. Its buttons work once the script is there; until then it
 * is inert.
 */
export async function renderConsent(policy: ConsentPolicy, options: RenderOptions = {}): Promise<string> {
  const { cookie = '', language = '', region, gpc = false, nonce, now = Date.now() } = options
  const plan = planOf(policy)
  const line = cookie.split(/;\s*/).find((entry) => entry.startsWith(`${plan.name}=`))
  const choice = readChoice(line?.slice(plan.name.length + 1) ?? '')
  const due = mustAsk(plan, {
    choice,
    regime: regimeOf(plan, region),
    off: gpc ? plan.offByGpc : [],
    now: Math.floor(now / 1000),
  })
  // A choice in the local storage is not the server's to see, and a dialog cannot be opened by markup.
  if (!due || plan.local || policy.layout === 'wall') return '<sotto-consent></sotto-consent>'

  const wishes = language.split(',').map((wish) => wish.split(';')[0]?.trim())
  const spoken = chooseLanguage(policy, wishes)
  const reading = { language: spoken, words: await firstWords(spoken) }
  const asked: Asked = { policy, gpc, offByGpc: gpc ? plan.offByGpc : [] }
  const { texts, layout } = firstLayer(asked, reading)
  const buttons = ['reject', 'choose', 'accept'].map((name) => `<button type="button">${escaped(texts[name])}</button>`)
  const links = [texts.privacyNotice, texts.imprint].filter(Boolean).map((text) => `<span>${escaped(text)}</span>`)
  return `<sotto-consent lang="${spoken}"><template shadowrootmode="open"><style${nonce ? ` nonce="${escaped(nonce)}"` : ''}>${firstCss}</style><section class="first ${layout}" inert aria-labelledby="heading" lang="${spoken}" dir="${directionOf(spoken)}"><div class="text"><h2 id="heading">${escaped(texts.heading)}</h2><p>${escaped(texts.body)}</p>${texts.gpc ? `<p class="gpc"><strong>${escaped(texts.gpc)}</strong> ${escaped(texts.gpcMeans)}</p>` : ''}${links.length ? `<p class="links">${links.join('')}</p>` : ''}</div><div class="${actionsClass(texts.reject, texts.choose, texts.accept)}">${buttons.join('')}</div></section></template></sotto-consent>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text = '') => text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
