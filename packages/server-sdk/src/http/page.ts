import { createHash } from 'node:crypto'
import { type AnyEndpoint, problems } from '@sotto/contracts'
import { tokensCss } from '@sotto/design-tokens'
import type { z } from 'zod'
import type { SottoError } from '../errors.ts'
import { html } from './reference-page/html.ts'

const style = `${tokensCss()}
*{box-sizing:border-box}
body{margin:0;background:var(--sotto-paper);color:var(--sotto-ink);font:400 16px/1.5 var(--sotto-font);-webkit-text-size-adjust:100%}
main{max-width:520px;margin:0 auto;padding:64px 24px 96px}
h1{font-size:28px;line-height:1.2;font-weight:600;letter-spacing:-.01em;margin:0 0 16px;text-wrap:balance}
p{margin:0 0 16px;text-wrap:pretty;overflow-wrap:anywhere}
.from{color:var(--sotto-quiet);margin:0 0 8px}
button{min-height:44px;padding:8px 20px;border:1px solid var(--sotto-edge);border-radius:8px;background:var(--sotto-raised);color:var(--sotto-ink);font:inherit;font-weight:550;cursor:pointer}
button:hover{border-color:var(--sotto-ink)}
form{margin:24px 0}
label{display:block;margin:0 0 16px}
label span{display:block;margin:0 0 4px;font-weight:550}
input,select,textarea{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--sotto-edge);border-radius:8px;background:var(--sotto-raised);color:var(--sotto-ink);font:inherit}
a{color:inherit;font-weight:550;text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--sotto-accent);outline-offset:2px;border-radius:8px}
@media(max-width:560px){main{padding-top:32px}}`

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A page for people, without scripts and without anything that is fetched. */
export interface PageAnswer {
  /** Of HTTP. */
  status: number
  /** A whole document. */
  html: string
  /** Its Content Security Policy. */
  policy: string
}

/** What a page says to a person: one thing, and at most one button. */
export interface PersonPage {
  /** Of HTTP. */
  status: number
  /** A language tag. */
  language: string
  direction: 'ltr' | 'rtl'
  /** Who speaks. */
  from: string | null
  heading: string
  lines: readonly PersonLine[]
  /** Where the page goes on by itself; below the lines stands a link to it. */
  onward?: { to: string; text: string }
  /** Sends the page's own address again, with these fields. */
  button?: { text: string; fields: Readonly<Record<string, string>> }
  /** Forms, each with a button of its own, and where they go: default the page's own address. */
  forms?: readonly PersonForm[]
}

/** A paragraph, or one that leads somewhere. */
export type PersonLine = string | { text: string; to: string }

export interface PersonForm {
  action?: string
  fields: readonly PersonField[]
  hidden?: Readonly<Record<string, string>>
  button: string
}

/** Something to fill in, by its label. */
export interface PersonField {
  name: string
  label: string
  type: 'text' | 'email' | 'code' | 'long' | 'choice'
  options?: readonly { value: string; label: string }[]
  value?: string
  isNeeded?: boolean
}

/** A page without scripts, cookies or anything that is fetched. */
export function personPage(page: PersonPage): PageAnswer {
  const { status, language, direction, from, heading, lines, onward, button, forms = [] } = page
  const hidden = Object.entries(button?.fields ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const form = button && html`<form method="post">${hidden}<button>${button.text}</button></form>`
  const refresh = onward && html`<meta http-equiv="refresh" content="0;url=${onward.to}">`
  const link = onward && html`<p><a href="${onward.to}">${onward.text}</a></p>`
  const { markup } = html`<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">${refresh}<title>${heading}</title><style>${{ markup: style }}</style></head>
<body><main>${from && html`<p class="from">${from}</p>`}<h1>${heading}</h1>${lines.map(lineOf)}${link}${form}${forms.map(formOf)}</main></body></html>
`
  return { status, html: markup, policy }
}

/** Links go to pages of ours and to what we named ourselves, never to what somebody wrote. */
const lineOf = (line: PersonLine) =>
  typeof line === 'string' ? html`<p>${line}</p>` : html`<p><a href="${line.to}">${line.text}</a></p>`

function formOf({ action, fields, hidden = {}, button }: PersonForm) {
  const kept = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const to = action ? html` action="${action}"` : null
  return html`<form method="post"${to}>${kept}${fields.map(fieldOf)}<button>${button}</button></form>`
}

function fieldOf({ name, label, type, options = [], value = '', isNeeded }: PersonField) {
  const needed = isNeeded ? html` required` : null
  const input =
    type === 'choice'
      ? html`<select name="${name}"${needed}>${options.map((one) => html`<option value="${one.value}"${one.value === value ? html` selected` : null}>${one.label}</option>`)}</select>`
      : type === 'long'
        ? html`<textarea name="${name}" rows="4" maxlength="4000"${needed}>${value}</textarea>`
        : html`<input name="${name}" value="${value}" type="text"${type === 'email' ? html` inputmode="email" autocapitalize="none" spellcheck="false"` : null} autocomplete="${type === 'email' ? 'email' : type === 'code' ? 'one-time-code' : 'off'}" maxlength="${type === 'code' ? 20 : 300}"${needed}>`
  return html`<label><span>${label}</span>${input}</label>`
}

/** Whether an endpoint speaks to people and not to programs. */
export const isPage = ({ definition }: AnyEndpoint): boolean => Object.values(definition.returns)[0] === 'text/html'

/** A refusal in place of a page. */
export function refusalPage({ code, message, retryAfter }: SottoError): PageAnswer {
  const [status, title] = problems[code]
  const wait = retryAfter === undefined ? [] : [`Try again in ${Math.max(1, Math.ceil(retryAfter))} seconds.`]
  const lines = status >= 500 ? ['Try again in a minute.'] : [message, ...wait]
  return personPage({ status, language: 'en', direction: 'ltr', from: null, heading: title, lines })
}

/** The address with those keys of its query that an endpoint knows: programs that send mail add keys of their own. */
export function knownKeys(url: string, query: z.ZodObject | undefined): string {
  const start = url.indexOf('?')
  if (start < 0) return url
  const given = new URLSearchParams(url.slice(start + 1))
  const kept = new URLSearchParams()
  for (const name of Object.keys(query?.shape ?? {})) {
    const value = given.get(name)
    if (value !== null) kept.set(name, value)
  }
  return `${url.slice(0, start)}?${kept}`
}
