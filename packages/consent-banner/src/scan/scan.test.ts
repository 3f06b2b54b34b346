import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScanReport } from './report.ts'
import {
  codesOf,
  createScanner,
  declaredShop,
  deniedByDefault,
  policyOf,
  type Scanner,
  withGtag,
} from './testing/scanner.ts'
import { goodBanner } from './testing/shop.ts'

const timeout = 120_000
let scanner: Scanner

beforeAll(async () => {
  scanner = await createScanner()
})
afterAll(() => scanner.close())

const stateOf = (report: ScanReport, name: string) => report.states.find(({ state }) => state === name)
const tracked = () => `<script src="${scanner.web.address('tracker', '/track.js')}"></script>`

describe.concurrent('a site that does everything right', () => {
  it('is clean, in all states and on all pages', { timeout }, async () => {
    const report = await scanner.scanShop(
      'good',
      {},
      {
        pages: 3,
        policy: policyOf([
          declaredShop,
          {
            id: 'visits',
            category: 'analytics',
            name: 'Visits',
            requests: ['tracker.localhost'],
            cookies: [
              { name: 'shop_visits', lifetimeDays: 365 },
              { name: 'uid', domain: 'tracker.localhost', lifetimeDays: 365 },
            ],
            storage: [{ kind: 'local', name: 'shop_visits' }],
          },
        ]),
      },
    )
    expect(report.findings).toEqual([])
    // What was left out is said, and shown by a failure.
    expect(report.states.flatMap(({ remarks }) => remarks)).toEqual([])
    expect(report.states.map(({ state, missing, pages }) => [state, missing, pages.length])).toEqual([
      ['before', null, 2],
      ['rejected', null, 2],
      ['accepted', null, 2],
      ['withdrawn', null, 2],
      ['gpc', null, 2],
    ])
    const accepted = stateOf(report, 'accepted')
    expect(accepted?.cookies).toContainEqual(
      expect.objectContaining({
        name: 'shop_visits',
        setBy: 'script',
        by: scanner.web.address('tracker', '/track.js'),
        lifetimeSeconds: 31_536_000,
        category: 'analytics',
      }),
    )
    expect(accepted?.cookies).toContainEqual(
      expect.objectContaining({ name: 'uid', setBy: 'http', party: 'third', sameSite: 'none', fate: 'refused' }),
    )
    expect(accepted?.storage).toContainEqual(expect.objectContaining({ area: 'local', key: 'shop_visits' }))
    expect(JSON.stringify(report)).not.toContain('c0ffee')
  })

  it.runIf(process.env.SOTTO_LONG)('is clean where there is nothing to ask for', { timeout }, async () => {
    const report = await scanner.scanShop('plain', { banner: '' })
    expect(report.clean).toBe(true)
    expect(report.findings.map(({ code }) => code)).toEqual(['no-banner-found'])
  })

  it.runIf(process.env.SOTTO_LONG)(
    'is clean with Consent Mode in its right order, and with the signal honoured where things may run',
    {
      timeout,
    },
    async () => {
      const script = `if (!navigator.globalPrivacyControl && choiceOf() !== 'denied') track()`
      const report = await scanner.scanShop(
        'good-us',
        {
          always: withGtag(`${deniedByDefault} gtag('config', 'G-1')`),
          script,
          accepted: withGtag(`gtag('consent', 'update', { analytics_storage: 'granted' })`),
        },
        { regime: 'opt-out' },
      )
      expect(codesOf(report)).toEqual([])
    },
  )
})

describe.concurrent('a banner that comes when the page is scrolled', () => {
  it('is found for every state, and a stream that stays open is named', { timeout }, async () => {
    scanner.web.host('stream', () => ({
      type: 'text/event-stream',
      headers: { 'access-control-allow-origin': '*' },
      body: 'data: 1\n\n',
    }))
    const later = `if (choiceOf() === undefined) { ask.hidden = true; addEventListener('scroll', () => { ask.hidden = false }, { once: true }) }`
    const stream = `new EventSource('${scanner.web.address('stream')}')`
    const report = await scanner.scanShop('scrolled', { script: later, always: `<script>${stream}</script>` })
    expect(report.states.flatMap(({ missing }) => missing ?? [])).toEqual([])
    expect(report.banner).toMatchObject({ accept: { name: 'Accept' }, reject: { name: 'Reject' } })
    expect(codesOf(report)).toEqual([
      'gpc-ignored',
      'request-after-reject',
      'request-after-withdrawal',
      'request-before-choice',
    ])
    expect(report.findings.find(({ code }) => code === 'request-before-choice')?.reason).toContain('is kept open')
  })
})

describe.concurrent('faults', () => {
  it.runIf(process.env.SOTTO_LONG)('are found when nobody has chosen, and when someone has', { timeout }, async () => {
    const report = await scanner.scanShop('loose', {
      always: tracked(),
      headers: { 'set-cookie': ['_ga=1; Max-Age=60; Path=/'] },
    })
    expect(codesOf(report)).toEqual([
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
    ])
    const found = report.findings.find(({ subject, state }) => subject === '_ga' && state === 'before')
    expect(found).toMatchObject({
      code: 'cookie-before-choice',
      reason: 'It is known as Google Analytics (analytics).',
    })
  })

  it('of a banner are found together', { timeout }, async () => {
    const report = await scanner.scanShop('loud', {
      banner: goodBanner.replace('id="stats"', 'id="stats" checked'),
      style: '#no { font-size: 11px; padding: 4px 8px; background: #eee; color: #999 }',
      always: withGtag(`gtag('js', new Date()); gtag('config', 'G-1'); ${deniedByDefault}`),
      script: `addEventListener('keydown', ({ key }) => { if (key === 'Escape') decide('granted') })`,
      onWithdraw: '',
    })
    expect(codesOf(report)).toEqual([
      'consent-mode-late',
      'cookie-after-withdrawal',
      'cookie-before-choice',
      'escape-is-yes',
      'pre-ticked',
      'reject-different-colour',
      'reject-low-contrast',
      'reject-smaller',
      'request-before-choice',
      'storage-after-withdrawal',
      'storage-before-choice',
    ])
  })

  it('against the policy are found, and what hides behind the settings', { timeout }, async () => {
    const policy = policyOf([
      {
        id: 'shop',
        category: 'necessary',
        name: 'Shop',
        cookies: [{ name: 'session' }, { name: 'shop_consent', lifetimeDays: 30 }, { name: 'ghost' }],
      },
    ])
    const hidden = '#no { display: none }'
    const report = await scanner.scanShop('undeclared', { style: hidden }, { policy })
    expect(codesOf(report)).toEqual([
      'lifetime-longer-than-declared',
      'no-reject-on-first-layer',
      'undeclared-cookie',
      'undeclared-request',
      'undeclared-storage',
    ])
    expect(report.findings.find(({ code }) => code === 'declared-never-seen')?.subject).toBe('ghost')
    expect(stateOf(report, 'rejected')).toMatchObject({ missing: null })
  })
})
