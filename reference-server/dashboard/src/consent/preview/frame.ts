/**
 * The page in the frame of the preview: a site as it might be, with the real banner on it. It has no origin of its own,
 * so the choices that are made in it reach no storage and no ledger.
 */
import 'virtual:design-tokens.css'
import './frame.css'
import '@sotto/consent-banner'
import { type Consent, createConsent } from '@sotto/consent-banner/core'
import { directionOf } from '@sotto/consent-banner/words'
import type { PreviewReady, PreviewShown, PreviewWish } from './messages.ts'

let consent: Consent | null = null

const element = (tag: string, className: string, ...inside: (Node | string)[]) => {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...inside)
  return made
}

const lines = (...widths: string[]) => widths.map((width) => element('div', `line ${width}`))

/** A page of lines, so that nobody takes it for theirs. */
function site({ policy, language, theme }: PreviewWish, ...foot: Node[]) {
  const name = element('strong', '', policy.site.name)
  document.body.replaceChildren(
    element('header', '', name, element('nav', '', ...lines('short', 'short', 'short'))),
    element(
      'main',
      '',
      ...lines('title', 'title half', 'long', 'long', 'half'),
      element('div', 'cards', ...lines('card', 'card', 'card')),
      ...lines('long', 'half', 'long'),
    ),
    element('footer', '', ...foot),
  )
  const root = document.documentElement
  root.lang = language
  root.dir = directionOf(language)
  root.dataset.theme = theme
}

async function show(wish: PreviewWish) {
  const { policy, region, gpc, layer, language, theme } = wish
  consent?.destroy()
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: gpc, configurable: true })
  consent = createConsent({ policy, region, reload: false })
  const banner = document.createElement('sotto-consent')
  const isLimited = [...policy.categories, ...(policy.services ?? [])].some(({ sensitive }) => sensitive)
  const links = (isLimited && consent.regime.kind === 'opt-out' ? [null, 'limit'] : [null]).map((kind) => {
    const link = document.createElement('sotto-consent-link')
    if (kind) link.setAttribute('kind', kind)
    link.consent = consent
    return link
  })
  for (const each of [banner, ...links]) {
    each.setAttribute('lang', language)
    each.setAttribute('data-theme', theme)
  }
  site(wish, ...links)
  banner.consent = consent
  document.body.append(banner)
  if (layer === 'preferences') await banner.show()
  tell({ type: 'sotto-preview-shown', asking: consent.asking })
}

const tell = (message: PreviewReady | PreviewShown) => parent.postMessage(message, '*')

addEventListener('message', ({ data, source }: MessageEvent<PreviewWish>) => {
  if (source === parent && data?.type === 'sotto-preview') void show(data)
})
// Links of a policy lead away from a page that is none.
addEventListener('click', (event) => {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)
  if (link) event.preventDefault()
})
tell({ type: 'sotto-preview-ready' })
