import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FindingCode } from './checks/findings.ts'
import type { ScanOptions } from './scan.ts'
import {
  codesOf,
  createScanner,
  declaredShop,
  deniedByDefault,
  policyOf,
  type Scanner,
  withGtag,
} from './testing/scanner.ts'
import { type Faults, goodBanner } from './testing/shop.ts'

const timeout = 120_000
let scanner: Scanner

beforeAll(async () => {
  scanner = await createScanner()
})
afterAll(() => scanner.close())

const tracked = () => `<script src="${scanner.web.address('tracker', '/track.js')}"></script>`

/** Each alone, and everything that it brings with it. Twenty scans are much for every run: then those that no other test has. */
describe.concurrent('a fault by itself', () => {
  const cases: [name: string, faults: () => Faults, expected: FindingCode[], options?: () => ScanOptions][] = [
    [
      'a cookie by script before a choice',
      () => ({ always: `<script>document.cookie = 'visitor=' + Math.random() + '; max-age=9999999'</script>` }),
      ['cookie-after-reject', 'cookie-after-withdrawal', 'cookie-before-choice'],
    ],
    [
      'a cookie by header before a choice',
      () => ({ headers: { 'set-cookie': ['_ga=GA1.1.22.33; Max-Age=63072000; Path=/'] } }),
      ['cookie-after-reject', 'cookie-after-withdrawal', 'cookie-before-choice', 'gpc-ignored'],
    ],
    [
      'a tracker before a choice',
      () => ({ always: tracked() }),
      [
        'cookie-after-reject',
        'cookie-after-withdrawal',
        'cookie-before-choice',
        'gpc-ignored',
        'request-after-reject',
        'request-after-withdrawal',
        'request-before-choice',
        'storage-after-reject',
        'storage-after-withdrawal',
        'storage-before-choice',
      ],
    ],
    [
      'a refusal that means nothing',
      () => ({ script: `if (choiceOf() === 'denied') track()` }),
      [
        'cookie-after-reject',
        'cookie-after-withdrawal',
        'request-after-reject',
        'request-after-withdrawal',
        'storage-after-reject',
        'storage-after-withdrawal',
      ],
    ],
    [
      'a withdrawal that leaves things behind',
      () => ({ onWithdraw: '' }),
      ['cookie-after-withdrawal', 'storage-after-withdrawal'],
    ],
    [
      'a name for the visitor in a database',
      () => ({
        always: `<script>const opening = indexedDB.open('shelf'); opening.onupgradeneeded = () => opening.result.createObjectStore('rows').put(crypto.randomUUID(), 1)</script>`,
      }),
      ['storage-after-reject', 'storage-after-withdrawal', 'storage-before-choice'],
    ],
    ['no way to withdraw', () => ({ script: `document.getElementById('again').remove()` }), ['no-way-to-withdraw']],
    [
      'no reject on the first layer',
      () => ({ style: '#no { display: none } #more:not([hidden]) ~ #no { display: inline }' }),
      ['no-reject-on-first-layer'],
    ],
    ['a reject that is smaller', () => ({ style: '#no { font-size: 11px; padding: 4px 8px }' }), ['reject-smaller']],
    [
      'a reject of another colour',
      () => ({ style: '#no { background: #fff; color: #14656b }' }),
      ['reject-different-colour'],
    ],
    [
      'a reject that can hardly be read',
      () => ({ style: '#no { color: #3d8f95 }' }),
      ['reject-different-colour', 'reject-low-contrast'],
    ],
    [
      'a box that is ticked',
      () => ({ banner: goodBanner.replace('id="stats"', 'id="stats" checked') }),
      ['pre-ticked'],
    ],
    [
      'scrolling as a yes',
      () => ({ script: `addEventListener('scroll', () => { if (!choiceOf()) decide('granted') })` }),
      ['cookie-before-choice', 'gpc-ignored', 'request-before-choice', 'scroll-is-yes', 'storage-before-choice'],
    ],
    [
      'Escape as a yes',
      () => ({ script: `addEventListener('keydown', ({ key }) => { if (key === 'Escape') decide('granted') })` }),
      ['cookie-before-choice', 'escape-is-yes', 'request-before-choice', 'storage-before-choice'],
    ],
    [
      'a signal that is ignored',
      () => ({
        script: `if (choiceOf() === undefined) track()`,
        onWithdraw: `document.cookie = 'shop_visits=; max-age=0; path=/'; localStorage.clear()`,
      }),
      ['gpc-ignored'],
      () => ({ regime: 'opt-out' }),
    ],
    [
      'Consent Mode too late',
      () => ({ always: withGtag(`gtag('js', new Date()); gtag('config', 'G-1'); ${deniedByDefault}`) }),
      ['consent-mode-late'],
    ],
    [
      'no Consent Mode',
      () => ({ always: withGtag(`gtag('js', new Date()); gtag('config', 'G-1')`) }),
      ['consent-mode-missing'],
    ],
    [
      'Consent Mode granted at once',
      () => ({ always: withGtag(`${deniedByDefault.replaceAll('denied', 'granted')} gtag('config', 'G-1')`) }),
      ['consent-mode-granted'],
    ],
    [
      'a ping to Google before a choice',
      () => ({
        always: `<script>navigator.sendBeacon('${scanner.web.address('www.google-analytics.com', '/g/collect?v=2&tid=G-1&gcs=G100&gcd=13p3p3p3p5')}')</script>`,
      }),
      [
        'google-ping-before-choice',
        'gpc-ignored',
        'request-after-reject',
        'request-after-withdrawal',
        'request-before-choice',
      ],
    ],
    [
      'what the policy does not say',
      () => ({}),
      ['lifetime-longer-than-declared', 'undeclared-cookie', 'undeclared-request', 'undeclared-storage'],
      () => ({
        policy: policyOf([
          { ...declaredShop, cookies: [{ name: 'session' }, { name: 'shop_consent', lifetimeDays: 30 }] },
        ]),
      }),
    ],
    [
      'what the policy calls necessary',
      () => ({ headers: { 'set-cookie': ['_ga=1; Max-Age=60; Path=/'] } }),
      ['declared-necessary'],
      () => ({
        policy: policyOf([
          {
            id: 'all',
            category: 'necessary',
            name: 'All',
            requests: ['tracker.localhost'],
            cookies: [
              { name: '*', lifetimeDays: 400 },
              { name: '*', domain: 'tracker.localhost', lifetimeDays: 400 },
            ],
            storage: [{ kind: 'local', name: '*' }],
          },
        ]),
      }),
    ],
    [
      'fingerprinting',
      () => ({
        always: `<script>const c = document.createElement('canvas'), x = c.getContext('2d'); x.getImageData(0, 0, 1, 1); c.toDataURL(); new OfflineAudioContext(1, 100, 44100).startRendering()</script>`,
      }),
      ['fingerprinting-before-choice'],
    ],
  ]

  const inEveryRun = ['scrolling as a yes']
  const chosen = process.env.SOTTO_LONG ? cases : cases.filter(([name]) => inEveryRun.includes(name))

  it.for(chosen)('is found: %s', { timeout }, async ([name, faults, expected, options]) => {
    const report = await scanner.scanShop(name.toLowerCase().replace(/\W+/g, '-'), faults(), options?.())
    expect(codesOf(report)).toEqual(expected)
    expect(report.clean).toBe(false)
  })
})

it('a press that does nothing is no choice, and a script that fails is named without its words', {
  timeout,
}, async () => {
  const report = await scanner.scanShop('dead-reject', {
    script: `const no = document.getElementById('no'); no.replaceWith(no.cloneNode(true)); throw new TypeError('for ada@example.com')`,
  })
  const state = (name: string) => report.states.find((one) => one.state === name)
  expect(state('rejected')?.missing).toBe('Pressing "Reject" did nothing: it is still there, and nothing was stored.')
  expect(state('accepted')?.missing).toBeNull()
  expect(codesOf(report, 'warning')).toContain('state-not-reached')
  expect(state('before')?.remarks.join()).toMatch(/A script failed in http:\S+ \(TypeError\): what/)
  expect(JSON.stringify(report)).not.toContain('ada@')
})
