import { type Request, type Response, Router } from 'express'
import { type CheckWords, checkWords, type ScriptWords } from '../portal/src/check-words/index.ts'
import { languageNames, spoken } from '../portal/src/words/index.ts'
import { type KeptWords, keptWords } from './kept/words/index.ts'
import { escaped, page } from './pages.ts'
import { sendPage } from './send-page.ts'

function body(words: CheckWords, kept: KeptWords, language: string): string {
  const given: ScriptWords = { ...words, collections: kept.collections }
  const languages = Object.entries(languageNames)
    .filter(([tag]) => tag !== language)
    .map(([tag, name]) => `<a href="?lang=${tag}" lang="${tag}" hreflang="${tag}">${escaped(name)}</a>`)
  return `<h1>${escaped(words.title)}</h1>
<p class="quiet">${escaped(words.intro)}</p>
<form id="check">
<div id="drop"><label><span>${escaped(words.file)}</span><input type="file" accept=".json,application/json"></label><p class="quiet">${escaped(words.drop)} <output></output></p></div>
<label><span>${escaped(words.key)}</span><input name="key" dir="ltr" autocomplete="off" spellcheck="false"></label>
<details><summary>${escaped(words.aboutMe)}</summary>
<label><span>${escaped(words.address)}</span><input name="address" autocomplete="email" spellcheck="false"></label>
<label><span>${escaped(words.nonce)}</span><input name="nonce" dir="ltr" autocomplete="off" spellcheck="false"></label></details>
<button>${escaped(words.button)}</button></form>
<noscript><p>${escaped(words.noscript)} <code dir="ltr">npx sotto-verify certificate FILE</code></p></noscript>
<section id="outcome" aria-live="polite" data-words="${escaped(JSON.stringify(given))}"></section>
<nav class="languages">${languages.join(' ')}</nav>`
}

/** `/privacy/check`: checks certificates in the browser of whoever has one. It connects to nothing. */
export function checkPage(): Router {
  const pages = Router()
  pages.get('/check', async (request: Request, response: Response) => {
    const { lang } = request.query
    const chosen = typeof lang === 'string' ? [lang.slice(0, 35)] : []
    const { language, direction } = await spoken([...chosen, ...request.acceptsLanguages()])
    const words = checkWords[language] ?? (checkWords.en as CheckWords)
    const kept = keptWords[language] ?? (keptWords.en as KeptWords)
    response
      .setHeader('Cache-Control', 'public, max-age=3600')
      .setHeader('Referrer-Policy', 'no-referrer')
      .vary('Accept-Language')
    const content = page(words.title, body(words, kept, language), {
      language,
      direction,
      scripts: ['/portal/check.js'],
    })
    sendPage(response, 200, { ...content, script: 'alone' })
  })
  return pages
}
