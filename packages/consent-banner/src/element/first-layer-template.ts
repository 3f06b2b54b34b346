import type { ConsentShown } from '@sotto/contracts'
import { html, nothing, type TemplateResult } from 'lit-html'
import { directionOf } from '../languages/language.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { actionsClass } from './style.ts'

/** What can be done on the first layer. */
export interface FirstLayerActions {
  readonly reject: (event: Event) => void
  readonly choose: (event: Event) => void
  readonly accept: (event: Event) => void
}

/** A wall goes when an answer takes it away. What else closes a dialog, Escape or a gesture, is no answer. */
const stayOpen = ({ currentTarget }: Event) => {
  if (currentTarget instanceof HTMLDialogElement && currentTarget.isConnected) currentTarget.showModal()
}

export function firstLayerTemplate(
  { texts, language, layout }: ConsentShown,
  { site }: ConsentPolicy,
  act: FirstLayerActions,
): TemplateResult {
  const { body = '', link: label = '' } = texts
  // The way back is named where it is spoken of.
  const at = body.lastIndexOf(label)
  const link = (href: string | undefined, text: string | undefined) =>
    href && text ? html`<a part="link" href=${href}>${text}</a> ` : nothing
  const button = (name: 'reject' | 'choose' | 'accept') =>
    html`<button type="button" part="button ${name}" id=${name} @click=${act[name]}>${texts[name]}</button>`
  const inside = html`<div class="text"><h2 id="heading">${texts.heading}</h2>
    <p>${at < 0 ? body : html`${body.slice(0, at)}<button type="button" class="link" @click=${act.choose}>${label}</button>${body.slice(at + label.length)}`}</p>
    ${texts.gpc ? html`<p class="gpc"><strong>${texts.gpc}</strong> ${texts.gpcMeans}</p>` : nothing}
    ${texts.privacyNotice || texts.imprint ? html`<p class="links">${link(site.privacyUrl, texts.privacyNotice)}${link(site.imprintUrl, texts.imprint)}</p>` : nothing}</div>
    <div class=${actionsClass(texts.reject, texts.choose, texts.accept)}>${button('reject')}${button('choose')}${button('accept')}</div>`
  return layout === 'wall'
    ? html`<dialog class="first wall" part="banner" tabindex="-1" autofocus closedby="none" aria-labelledby="heading" lang=${language} dir=${directionOf(language)}
        @close=${stayOpen}>${inside}</dialog>`
    : html`<section class="first ${layout}" part="banner" aria-labelledby="heading" lang=${language} dir=${directionOf(language)}>${inside}</section>`
}
