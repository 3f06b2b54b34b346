import { type Request, type Response, Router } from 'express'
import { page } from './pages.ts'
import { sendPage } from './send-page.ts'

const body = `<h1>Check a certificate</h1>
<p class="quiet">Whoever was erased gets a certificate. Here anybody can see whether it is genuine and unchanged. The file stays in your browser: nothing is sent, and once this page is there it works without a connection.</p>
<form id="check">
<div id="drop"><label><span>The certificate (a file that ends in .json)</span><input type="file" accept=".json,application/json"></label><p class="quiet">Or drop it here. <output></output></p></div>
<label><span>The key of the business, if you have it</span><input name="key" autocomplete="off" spellcheck="false"></label>
<details><summary>Is it about me?</summary>
<label><span>Your address, as the business knew it</span><input name="address" autocomplete="email" spellcheck="false"></label>
<label><span>The code that came with the certificate</span><input name="nonce" autocomplete="off" spellcheck="false"></label></details>
<button>Check it</button></form>
<noscript><p>This page needs its script. Without it: <code>npx sotto-verify certificate FILE</code>.</p></noscript>
<section id="outcome" aria-live="polite"></section>`

/** `/privacy/check`: checks certificates in the browser of whoever has one. It connects to nothing. */
export function checkPage(): Router {
  const pages = Router()
  pages.get('/check', (_request: Request, response: Response) => {
    response.setHeader('Cache-Control', 'public, max-age=3600').setHeader('Referrer-Policy', 'no-referrer')
    const content = page('Check a certificate', body, { scripts: ['/portal/check.js'] })
    sendPage(response, 200, { ...content, script: 'alone' })
  })
  return pages
}
