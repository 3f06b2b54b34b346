import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { ConsentPolicy } from '../../packages/consent-banner/src/policy/policy.ts'
import { gateFile } from '../../packages/consent-banner/src/pull/gate-file.ts'
import { forBrowsers } from './for-browsers.ts'

/** A banner on a page that counts visits once it may. */
export interface Contender {
  readonly name: string
  /** Files that the page loads from its own host, by path. */
  readonly files: Readonly<Record<string, string>>
  /** What stands in the page, with a counter at `script` that waits for consent. */
  page(script: string): { head: string; body: string }
  /** The words on the button that allows everything. */
  readonly accept: string
}

const { resolve } = createRequire(import.meta.url)
const read = (path: string) => readFileSync(path, 'utf8')
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const dist = (path: string) => read(here(`../../packages/consent-banner/dist/${path}`))

const policy: ConsentPolicy = {
  version: 1,
  site: { name: 'Kestrel Cycles', privacyUrl: '/privacy' },
  categories: [{ id: 'necessary', necessary: true }, { id: 'analytics' }],
  services: [{ id: 'counter', category: 'analytics', name: 'Counter', requests: ['tracker.localhost/count'] }],
  regions: { '*': 'opt-in' },
}

const sotto = (): Contender => ({
  name: 'Sotto',
  accept: 'Accept',
  files: {
    '/gate.js': gateFile(policy, { declared: dist('gate-declared.js'), strict: dist('gate-strict.js') }).code,
    '/sotto-consent.js': dist('browser/sotto-consent.js'),
    '/words/en.js': dist('browser/words/en.js'),
  },
  page: (script) => ({
    head: '<script src="/gate.js"></script>',
    body: `<sotto-consent></sotto-consent><script type="module" src="/sotto-consent.js"></script><script type="text/plain" data-consent="analytics" src="${script}"></script>`,
  }),
})

const vanilla = (): Contender => ({
  name: 'vanilla-cookieconsent',
  accept: 'Accept all',
  files: {
    '/banner.js': read(resolve('vanilla-cookieconsent/dist/cookieconsent.umd.js')),
    '/banner.css': read(resolve('vanilla-cookieconsent/dist/cookieconsent.css')),
    '/start.js': `CookieConsent.run({ hideFromBots: false,
      categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
      language: { default: 'en', translations: { en: {
        consentModal: { title: 'We use cookies', description: 'To count visits.', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all' },
        preferencesModal: { title: 'Preferences', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save', sections: [] },
      } } },
    })`,
  },
  page: (script) => ({
    head: '<link rel="stylesheet" href="/banner.css">',
    body: `<script type="text/plain" data-category="analytics" src="${script}"></script><script src="/banner.js"></script><script src="/start.js"></script>`,
  }),
})

const klaro = (): Contender => ({
  name: 'klaro',
  accept: 'Accept all',
  files: {
    '/banner.js': read(resolve('klaro/dist/klaro.js')),
    '/config.js': `var klaroConfig = { acceptAll: true, lang: 'en', translations: { en: { ok: 'Accept all' } }, services: [{ name: 'counter', title: 'Counter', purposes: ['analytics'] }] }`,
  },
  page: (script) => ({
    head: '',
    body: `<script type="text/plain" data-type="application/javascript" data-name="counter" data-src="${script}"></script><script src="/config.js"></script><script src="/banner.js"></script>`,
  }),
})

/** React and its banner as an application bundles them, keeping choices on the device as ours does here. */
async function c15t(): Promise<Contender> {
  const { outputFiles } = await build({
    stdin: {
      resolveDir: here('.'),
      loader: 'tsx',
      contents: `
        import { ConsentBanner, ConsentManagerProvider } from '@c15t/react'
        import { createElement } from 'react'
        import { createRoot } from 'react-dom/client'
        const script = document.currentScript.dataset.script
        const options = { mode: 'offline', consentCategories: ['necessary', 'measurement'], scripts: [{ id: 'counter', src: script, category: 'measurement' }] }
        const place = document.body.appendChild(document.createElement('div'))
        createRoot(place).render(createElement(ConsentManagerProvider, { options }, createElement(ConsentBanner)))`,
    },
    ...forBrowsers,
    format: 'iife',
  })
  return {
    name: 'c15t',
    accept: 'Accept All',
    files: { '/banner.js': outputFiles[0]?.text ?? '', '/banner.css': read(resolve('@c15t/react/styles.css')) },
    page: (script) => ({
      head: '<link rel="stylesheet" href="/banner.css">',
      body: `<script src="/banner.js" data-script="${script}"></script>`,
    }),
  }
}

/** Ours first. Throws where the banner has not been built. */
export const contenders = async (): Promise<readonly [Contender, ...Contender[]]> => [
  sotto(),
  vanilla(),
  klaro(),
  await c15t(),
]
