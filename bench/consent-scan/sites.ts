import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

const read = (path: string) => readFileSync(path, 'utf8')

/** A real banner, set up by its own instructions on a page with one script that needs consent. */
export interface Site {
  readonly name: string
  /** Files that the page loads from its own host. */
  readonly files: Readonly<Record<string, string>>
  /** The page; with `gated` false the script stands there as any other. */
  page(tracker: string, gated: boolean): string
  /** What is so with this banner as it comes, and is no false alarm. */
  readonly known: readonly string[]
}

const document = (head: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kestrel Cycles</title>${head}</head><body><main style="min-height:1600px"><h1>Kestrel Cycles</h1></main>${body}</body></html>`
const plain = (tracker: string) => `<script src="${tracker}"></script>`

export const sites: readonly Site[] = [
  {
    name: 'vanilla-cookieconsent',
    files: {
      '/banner.js': read(require.resolve('vanilla-cookieconsent/dist/cookieconsent.umd.js')),
      '/banner.css': read(require.resolve('vanilla-cookieconsent/dist/cookieconsent.css')),
    },
    known: [],
    page: (tracker, gated) =>
      document(
        '<link rel="stylesheet" href="/banner.css">',
        `${gated ? `<script type="text/plain" data-category="analytics" src="${tracker}"></script>` : plain(tracker)}
        <footer><button data-cc="show-preferencesModal">Cookie preferences</button></footer>
        <script src="/banner.js"></script><script>
        CookieConsent.run({
          categories: { necessary: { enabled: true, readOnly: true }, analytics: { autoClear: { cookies: [{ name: 'visits' }], reloadPage: true } } },
          language: { default: 'en', translations: { en: {
            consentModal: { title: 'We use cookies', description: 'To count visits.', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', showPreferencesBtn: 'Manage preferences' },
            preferencesModal: { title: 'Preferences', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save', closeIconLabel: 'Close',
              sections: [{ title: 'Necessary', linkedCategory: 'necessary' }, { title: 'Analytics', linkedCategory: 'analytics' }] },
          } } },
        })</script>`,
      ),
  },
  {
    name: 'klaro',
    files: { '/banner.js': read(require.resolve('klaro/dist/klaro.js')) },
    // Its Decline is grey where its Accept is green.
    known: ['reject-different-colour'],
    page: (tracker, gated) =>
      document(
        '',
        `${gated ? `<script type="text/plain" data-type="application/javascript" data-name="visits" data-src="${tracker}"></script>` : plain(tracker)}
        <footer><a href="#" onclick="klaro.show(); return false">Privacy settings</a></footer>
        <script>var klaroConfig = { acceptAll: true, lang: 'en', services: [{ name: 'visits', title: 'Visits', purposes: ['analytics'], cookies: ['visits'] }] }</script>
        <script src="/banner.js"></script>`,
      ),
  },
  {
    name: 'osano cookieconsent',
    files: {
      '/banner.js': read(require.resolve('cookieconsent/build/cookieconsent.min.js')),
      '/banner.css': read(require.resolve('cookieconsent/build/cookieconsent.min.css')),
    },
    // Its Decline is a bare word where its Allow is a button.
    known: ['reject-different-colour', 'reject-low-contrast', 'reject-smaller'],
    page: (tracker, gated) =>
      document(
        '<link rel="stylesheet" href="/banner.css">',
        `${gated ? '' : plain(tracker)}<script src="/banner.js"></script><script>
        function follow(allowed) {
          if (allowed) { const script = document.createElement('script'); script.src = '${tracker}'; document.body.append(script) }
          else document.cookie = 'visits=; max-age=0; path=/'
        }
        cookieconsent.initialise({
          type: 'opt-in', palette: { popup: { background: '#222222' }, button: { background: '#f1d600' } },
          onInitialise() { if (this.hasConsented()) follow(true) },
          onStatusChange() { follow(this.hasConsented()); if (!this.hasConsented()) setTimeout(() => location.reload(), 200) },
        })</script>`,
      ),
  },
]
