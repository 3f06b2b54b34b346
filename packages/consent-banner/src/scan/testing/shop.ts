import type { Answer, Web } from './web.ts'

/** How a shop departs from the one that does everything right. */
export interface Faults {
  /** Markup that comes with the page whatever was chosen. */
  readonly always?: string
  /** Markup that comes after consent, besides the tracker. */
  readonly accepted?: string
  /** In place of the banner. */
  readonly banner?: string
  /** Style for the banner, after its own. */
  readonly style?: string
  /** Script that runs last. */
  readonly script?: string
  /** Headers of the page. */
  readonly headers?: Answer['headers']
  /** Runs when consent is withdrawn, in place of what deletes. */
  readonly onWithdraw?: string
  readonly links?: string
}

export const goodBanner = `
<section id="ask" role="region" aria-label="Cookies" hidden>
  <h2>May we count visits?</h2>
  <p>We would like to use cookies to see which pages are read.</p>
  <button class="choice" id="no">Reject</button><button class="choice" id="choose">Choose</button><button class="choice" id="yes">Accept</button>
  <div id="more" hidden><label><input type="checkbox" checked disabled>Necessary</label><label><input type="checkbox" id="stats">Analytics</label>
  <button class="choice" id="keep">Save choices</button></div>
</section>`

const style = `
#ask { position: fixed; inset: auto 16px 16px; padding: 16px; background: #fff; border: 1px solid #ccc }
.choice { font: 16px sans-serif; padding: 10px 18px; margin: 4px; background: #14656b; color: #fff; border: 0 }
main { min-height: 2400px }`

/**
 * A shop with a banner. In the beginning it does everything right: a session cookie, nothing else before a choice; after
 * a yes it loads a tracker that sets a cookie by header and one by script; after a no or a withdrawal these are gone.
 */
const shopPage = (
  { always = '', accepted = '', banner = goodBanner, style: more = '', script = '', onWithdraw, links = '' }: Faults,
  tracker: string,
) => `<!doctype html>
<html lang="en"><head><title>Kestrel Cycles</title><style>${style}${more}</style></head>
<body><main><h1>Kestrel Cycles</h1><a href="/bikes">Bikes</a> ${links}</main>${always}${banner}
<footer><button id="again">Cookie settings</button></footer>
<script>
const choiceOf = () => /(?:^|; )shop_consent=(\\w+)/.exec(document.cookie)?.[1]
const ask = document.getElementById('ask')
const markup = (html) => document.body.append(document.createRange().createContextualFragment(html))
function track() { markup('<script src="${tracker}/track.js"><\\/script>' + ${JSON.stringify(accepted).replaceAll('</', '<\\/')}) }
function forget() { ${onWithdraw ?? "document.cookie = 'shop_visits=; max-age=0; path=/'; localStorage.removeItem('shop_visits')"} }
function decide(choice) {
  const had = choiceOf()
  document.cookie = 'shop_consent=' + choice + '; max-age=15552000; path=/; samesite=lax'
  if (ask) ask.hidden = true
  if (choice === 'granted' && had !== 'granted') track()
  if (choice === 'denied') { forget(); if (had === 'granted') location.reload() }
}
document.getElementById('yes')?.addEventListener('click', () => decide('granted'))
document.getElementById('no')?.addEventListener('click', () => decide('denied'))
document.getElementById('choose')?.addEventListener('click', () => { document.getElementById('more').hidden = false })
document.getElementById('keep')?.addEventListener('click', () => decide(document.getElementById('stats').checked ? 'granted' : 'denied'))
document.getElementById('again')?.addEventListener('click', () => { if (ask) ask.hidden = false })
if (choiceOf() === 'granted') track()
else if (choiceOf() === undefined && ask) ask.hidden = false
${script}
</script></body></html>`

/** Puts the shop and its tracker on the web. */
export function openShop(web: Web, name: string, faults: Faults = {}): string {
  const tracker = web.address('tracker').replace(/\/$/, '')
  web.host(name, (_request, url) => {
    if (url.pathname === '/favicon.ico') return { status: 204 }
    if (url.pathname === '/.well-known/gpc.json')
      return { type: 'application/json', body: '{"gpc":true,"lastUpdate":"2026-01-01"}' }
    if (!['/', '/bikes', '/prices'].includes(url.pathname)) return { status: 404, body: 'Nothing here.' }
    const headers = { 'set-cookie': ['session=abc; HttpOnly; SameSite=Lax; Path=/'], ...faults.headers }
    return { headers, body: shopPage(faults, tracker) }
  })
  return web.address(name)
}

/** A tracker that knows its visitors by a cookie of its own, by header, and by one of the page's, by script. */
export function openTracker(web: Web): void {
  let visitors = 0
  web.host('tracker', (_request, url) => {
    visitors++
    const id = `${visitors.toString(16).padStart(4, '0')}c0ffee${Math.floor(visitors * 7919)}`
    const cookie = {
      'set-cookie': `uid=${id}; Max-Age=31536000; SameSite=None; Secure; Path=/`,
      'access-control-allow-origin': '*',
    }
    if (url.pathname === '/track.js') {
      return {
        type: 'text/javascript',
        headers: cookie,
        body: `document.cookie = 'shop_visits=${id}; max-age=31536000; path=/'; localStorage.setItem('shop_visits', '${id}');
          new Image().src = '${url.origin}/seen.gif?visitor=${id}'`,
      }
    }
    if (url.pathname === '/frame.html') return { headers: cookie, body: '<p>Film</p>' }
    return { type: 'image/gif', headers: cookie, body: Buffer.from('R0lGODlhAQABAAAAACw=', 'base64') }
  })
}
