import type { ReportedCookie, ReportedJudgement, ReportedRequest, ReportedState, ReportedStorage } from '../report.ts'
import { html, type Markup } from './markup.ts'
import { plural, spanOf, stateTitles } from './words.ts'

const verdicts: Readonly<Record<ReportedJudgement['verdict'], string>> = {
  necessary: 'necessary',
  'needs-consent': 'needs consent',
  unclear: 'unclear',
}

/** Everything that was seen in one state, folded away until someone wants to know. */
export function stateSection(state: ReportedState): Markup {
  const title = stateTitles[state.state]
  if (state.missing !== null) {
    return html`<details class="card"><summary>${title}<span class="quiet">not looked at</span></summary><p>${state.missing}</p></details>`
  }
  const { cookies, storage, requests, calls, remarks, pages } = state
  const sum = [
    plural(cookies.length, 'cookie'),
    `${storage.length} in storage`,
    `${plural(requests.length, 'place')} asked`,
  ]
  return html`<details class="card"><summary>${title}<span class="quiet">${sum.join(', ')}</span></summary>
${cookies.length > 0 ? cookieTable(cookies) : null}
${storage.length > 0 ? storageTable(storage) : null}
${requests.length > 0 ? requestTable(requests) : null}
${calls.length > 0 ? callTable(calls) : null}
${remarks.length > 0 ? html`<ul class="small quiet">${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>` : null}
<p class="small quiet">${plural(pages.length, 'page')}: ${pages.join(', ')}</p>
</details>`
}

const table = (title: string, heads: readonly string[], rows: readonly Markup[]) =>
  html`<div class="scroll"><h3>${title}</h3><table class="inner"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`

const judgement = (item: ReportedJudgement) =>
  html`<td><span class="verdict ${item.verdict}">${verdicts[item.verdict]}</span><br><span class="quiet">${item.because}</span></td>`

function cookieTable(cookies: readonly ReportedCookie[]): Markup {
  const attributes = ({ httpOnly, secure, sameSite, fate }: ReportedCookie) =>
    [
      httpOnly && 'HttpOnly',
      secure && 'Secure',
      sameSite && `SameSite=${sameSite}`,
      fate !== 'kept' && (fate === 'refused' ? 'refused by this browser' : 'deleted again'),
    ]
      .filter(Boolean)
      .join(', ')
  const rows = cookies.map(
    (cookie) =>
      html`<tr><td><code>${cookie.name}</code><br><span class="quiet">${cookie.domain}${cookie.path === '/' ? '' : cookie.path}</span></td><td>${cookie.setBy === 'http' ? 'HTTP' : cookie.setBy}<br><span class="quiet">${cookie.by ?? ''}</span></td><td>${spanOf(cookie.lifetimeSeconds)}<br><span class="quiet">${attributes(cookie)}</span></td>${judgement(cookie)}</tr>`,
  )
  return table('Cookies', ['Name', 'Set by', 'Stays', 'Judged'], rows)
}

function storageTable(storage: readonly ReportedStorage[]): Markup {
  const rows = storage.map(
    (entry) =>
      html`<tr><td><code>${entry.key}</code><br><span class="quiet">${entry.area}, ${entry.origin}</span></td><td><span class="quiet">${entry.by ?? 'unknown'}</span></td>${judgement(entry)}</tr>`,
  )
  return table('Storage', ['Key', 'Written by', 'Judged'], rows)
}

function requestTable(requests: readonly ReportedRequest[]): Markup {
  const rows = requests.map(
    (request) =>
      html`<tr><td><code>${request.address}</code>${request.service === null ? null : html`<br><span class="quiet">${request.service}</span>`}</td><td>${request.type}${request.count > 1 ? ` × ${request.count}` : ''}<br><span class="quiet">${request.initiator ?? ''}</span></td>${judgement(request)}</tr>`,
  )
  return table('Requests to others', ['Address', 'Kind, and who asked', 'Judged'], rows)
}

function callTable(calls: ReportedState['calls']): Markup {
  const rows = calls.map(
    ({ call, by, count }) =>
      html`<tr><td><code>${call}</code></td><td>${count}</td><td class="quiet">${by ?? ''}</td></tr>`,
  )
  return table('Calls that fingerprinting lives on', ['Call', 'Times', 'By'], rows)
}
