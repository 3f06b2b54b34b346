import { createHash } from 'node:crypto'
import type { ConsentDelivery } from '@sotto/contracts'
import canonicalize from 'canonicalize'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConsentPolicy } from '../policy/policy.ts'
import { shopPolicy } from '../testing/policies.ts'
import { openSite, type Site } from '../testing/site.ts'
import type { Consent } from './consent.ts'

declare global {
  interface Window {
    consent: Consent
    ran?: string[]
    cleared?: unknown
    stale?: unknown
  }
}

let site: Site
let context: BrowserContext
let page: Page
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.close())
beforeEach(async () => {
  await context?.close()
  context = await site.visitor()
  page = await context.newPage()
  site.consentServer = (_request, response) =>
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end('{"receipt":{"format":"sotto-consent-receipt/1"}}')
})

const core = (options = '') => `<script type="module">
  import { createConsent } from '/core.js'
  window.consent = createConsent(${options})
  window.consent.on('cleared', (report) => { window.cleared = report })
  window.consent.on('stale', (names) => { window.stale = names })
</script>`
const open = async (visited: Parameters<Site['put']>[0], path?: string) => {
  const at = site.put({ policy: shopPolicy, ...visited, body: (visited.body ?? '') + core() }, path)
  await page.goto(`${site.origin()}${at}`)
  await page.waitForFunction(() => window.consent)
  return at
}
const tracker = () => site.origin('tracker')
const ran = () => page.evaluate(() => window.ran ?? [])
const choose = (...names: string[]) => page.evaluate((all) => window.consent.choose(all), names)

describe('what waits', () => {
  const body = () => `
    <script type="text/plain" data-consent="analytics" src="${tracker()}/counter-slow.js"></script>
    <script type="text/plain" data-consent="counter">(window.ran ??= []).push('after ' + window.ran.at(-1))</script>
    <script type="text/plain" data-consent="marketing" data-src="/adverts.js"></script>
    <script type="text/plain" data-consent="analytics marketing">(window.ran ??= []).push('both')</script>
    <iframe title="Map" data-consent="map" data-src="${tracker()}/frame-map"></iframe>
    <img alt="" data-consent="analytics" data-src="${tracker()}/counter.gif">`

  it('starts with its yes, in its order, once, and nothing else does', async () => {
    await open({ body: body() })
    await page.evaluate(() => {
      window.ran = []
      void window.consent.whenAllowed('media', () => window.ran?.push('media'))
      void window.consent.whenAllowed('map', () => window.ran?.push('map'))
    })
    expect(await ran()).toEqual([])
    expect(site.tracked).toEqual([])
    await choose('analytics', 'map')
    await page.waitForFunction(() => (window.ran?.length ?? 0) > 2)
    expect(await ran()).toEqual(['map', 'counter-slow', 'after counter-slow'])
    await expect.poll(() => site.tracked.toSorted()).toEqual(['/counter-slow.js', '/counter.gif', '/frame-map'])
    await choose('analytics', 'map', 'marketing')
    await page.waitForFunction(() => window.ran?.includes('both'))
    expect((await ran()).slice(3).toSorted()).toEqual(['adverts', 'both'])
  })

  it('starts by itself on the next page, and when it comes late', async () => {
    const path = await open({ body: body() })
    await choose('analytics')
    await page.waitForFunction(() => window.ran?.includes('after counter-slow'))
    await page.goto(`${site.origin()}${path}`)
    await page.waitForFunction(() => window.ran?.includes('after counter-slow'))
    await page.evaluate((from) => {
      document.body.insertAdjacentHTML('beforeend', `<iframe id="late" title="Map" src="${from}/frame-map"></iframe>`)
      history.pushState(null, '', '/elsewhere')
    }, tracker())
    expect(site.tracked).not.toContain('/frame-map')
    await choose('analytics', 'map')
    await expect.poll(() => site.tracked).toContain('/frame-map')
    expect(await page.locator('#late').getAttribute('src')).toBe(`${tracker()}/frame-map`)
  })

  it('starts wherever the gate has held it, as what it was', async () => {
    const body = `<iframe title="Video" sandbox="allow-scripts" data-consent="map" data-srcdoc="<p>Map</p>"></iframe>`
    await open({ body })
    await page.evaluate((from) => {
      const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' })
      root.innerHTML = `<iframe title="Map" src="${from}/frame-map"></iframe>`
      const module = Object.assign(document.createElement('script'), { type: 'module', src: `${from}/counter.js?m` })
      document.body.append(module)
      const film = document.body.appendChild(document.createElement('video'))
      film.innerHTML = `<source src="${from}/frame-video">`
      Object.assign(window, { module })
    }, tracker())
    expect(site.tracked).toEqual([])
    await choose('analytics', 'map', 'video')
    await expect.poll(() => site.tracked.toSorted()).toEqual(['/counter.js', '/frame-map', '/frame-video'])
    expect(await page.evaluate(() => (window as unknown as { module: HTMLScriptElement }).module.type)).toBe('module')
    const inside = page.frameLocator('iframe[title=Video]').locator('p')
    expect(await inside.textContent()).toBe('Map')
  })

  it('runs under a strict policy, and where trusted types are demanded', async () => {
    const headers = {
      'content-security-policy': `default-src 'none'; script-src 'self' 'nonce-n1' ${tracker()}; connect-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types sotto-consent`,
    }
    const nonce = (html: string) => html.replaceAll('<script type', '<script nonce="n1" type')
    const path = site.put({
      policy: shopPolicy,
      headers,
      body: nonce(`${body().replace(/<i(frame|mg)[^>]*>/g, '')}${core()}`),
    })
    const violations: string[] = []
    page.on('console', (message) => /violat|refused/i.test(message.text()) && violations.push(message.text()))
    await page.goto(`${site.origin()}${path}`)
    await page.waitForFunction(() => window.consent)
    await page.evaluate(() => window.consent.acceptAll())
    await page.waitForFunction(() => (window.ran?.length ?? 0) > 3)
    expect((await ran()).toSorted()).toEqual(['adverts', 'after counter-slow', 'both', 'counter-slow'])
    expect(violations).toEqual([])
  })

  it('a program that throws is told so, and stops nothing else', async () => {
    await open({})
    const outcome = page.evaluate(() =>
      window.consent
        .whenAllowed('map', () => {
          throw new Error('no map')
        })
        .catch((error: Error) => error.message),
    )
    await choose('map')
    expect(await outcome).toBe('no map')
    expect(await page.evaluate(() => window.consent.whenAllowed('map', () => 7))).toBe(7)
    expect(await page.evaluate(() => window.consent.allows('nothing-like-this'))).toBe(false)
  })
})

describe('a withdrawal', () => {
  it('clears what was left, says what could not be, and loads the page anew where code has run', async () => {
    const path = await open(
      { body: `<script type="text/plain" data-consent="counter" src="${tracker()}/counter.js"></script>` },
      '/deep/folder/page',
    )
    await choose('analytics')
    await page.waitForFunction(() => window.ran)
    await page.evaluate(async () => {
      const set = (cookie: string) => Reflect.set(document, 'cookie', cookie)
      set('_track_deep=1; Path=/deep/folder')
      set('_track_domain=1; Path=/; Domain=shop.localhost')
      set('session=mine; Path=/')
      sessionStorage.setItem('track:s', '1')
      localStorage.setItem('mine', '1')
      await caches.open('tracks-1')
      await new Promise((resolve) => {
        const request = indexedDB.open('tracks')
        request.onsuccess = () => resolve(request.result.close())
      })
      addEventListener('pagehide', () => set('_track_again=1; Path=/'))
      window.consent.on('cleared', (report) => sessionStorage.setItem('report', JSON.stringify(report)))
    })
    await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.consent.withdraw(['analytics']))])
    await page.waitForFunction(() => window.consent?.report)
    const first = JSON.parse((await page.evaluate(() => sessionStorage.getItem('report'))) ?? '')
    expect(first.removed.map(({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`).toSorted()).toEqual(
      [
        'cache tracks-1',
        'cookie _track_counter',
        'cookie _track_deep',
        'cookie _track_domain',
        'indexed-db tracks',
        'local track:counter',
        'session track:s',
      ],
    )
    expect(first.left).toEqual([
      { service: 'counter', kind: 'cookie', name: 'tracker-by-header', reason: 'other-domain' },
    ])
    // What the script wrote as the page went is found on the next.
    expect(await page.evaluate(() => window.consent.report?.removed.map(({ name }) => name))).toEqual(['_track_again'])
    const left = await context.cookies(`${site.origin()}${path}`)
    expect(left.map(({ name }) => name).toSorted()).toEqual(['session', 'sotto-consent'])
    expect(await page.evaluate(() => localStorage.getItem('mine'))).toBe('1')
    expect(await ran()).toEqual([])
  })

  it('leaves what is its own and what others need, and names what no script can see', async () => {
    const [, ...others] = shopPolicy.services ?? []
    const greedy: ConsentPolicy = {
      ...shopPolicy,
      services: [
        { id: 'session', category: 'necessary', name: 'Session', cookies: [{ name: 'session' }, { name: '_track_s' }] },
        ...others.filter(({ id }) => id !== 'counter'),
        {
          id: 'counter',
          category: 'analytics',
          name: 'Counter',
          cookies: [{ name: '*' }, { name: 'unseen' }],
          storage: ['local', 'service-worker'].map((kind) => ({ kind: kind as 'local', name: '*' })),
        },
      ],
      delivery: { server: site.origin('consent'), key: 'pk_test' },
    }
    site.consentServer = (_request, response) => response.writeHead(500).end()
    await open({ policy: greedy }, '/folder;of=1/page')
    const url = `${site.origin()}/`
    await context.addCookies([{ name: 'unseen', value: '1', url, httpOnly: true }])
    await choose('analytics')
    const report = await page.evaluate(() => {
      for (const cookie of ['_track_s=1;Path=/', '_track=1', '_track=2;Path=/']) Reflect.set(document, 'cookie', cookie)
      localStorage.setItem('getItem', 'a key like a method')
      return new Promise<unknown>((resolve) => {
        window.consent.on('cleared', resolve)
        window.consent.withdraw()
      })
    })
    expect(report).toEqual({
      removed: [
        { service: 'counter', kind: 'cookie', name: '_track' },
        { service: 'counter', kind: 'local', name: 'getItem' },
      ],
      left: [{ service: 'counter', kind: 'cookie', name: 'unseen', reason: 'http-only' }],
    })
    const left = (await context.cookies()).map(({ name }) => name)
    expect(left.toSorted()).toEqual(['_track_s', 'sotto-consent', 'unseen'])
    expect(await page.evaluate(() => window.consent.pending)).toBe(2)
  })

  it('takes frames back without loading the page anew, where no code has run', async () => {
    await open({ body: `<iframe title="Map" data-consent="map" data-src="${tracker()}/frame-map"></iframe>` })
    await choose('map')
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContain(`${tracker()}/frame-map`)
    const before = await page.evaluate(() => Object.assign(window, { same: true }).history.length)
    await page.evaluate(() => window.consent.rejectAll())
    await expect.poll(() => page.frames().map((frame) => frame.url())).not.toContain(`${tracker()}/frame-map`)
    expect(await page.evaluate(() => ['same' in window, history.length])).toEqual([true, before])
  })
})

describe('other tabs, and time', () => {
  it('keeps tabs in step, and pages that come back from the cache', async () => {
    const path = await open({})
    const other = await context.newPage()
    await other.goto(`${site.origin()}${path}`)
    await other.waitForFunction(() => window.consent?.asking)
    await choose('analytics')
    await other.waitForFunction(() => !window.consent.asking && window.consent.allows('analytics'))
    await page.goto(`${site.origin()}${site.put({})}`)
    await other.evaluate(() => window.consent.rejectAll())
    await page.goBack()
    await page.waitForFunction(() => window.consent && !window.consent.allows('analytics'))
  })

  it('asks again in its time: six months after a yes or a no, at once when the question has changed', async () => {
    const path = await open({})
    const asking = async (days: number, policy = shopPolicy) => {
      site.put(
        {
          policy,
          gate: false,
          body: core(`{ policy: ${JSON.stringify(policy)}, now: () => Date.now() + ${days} * 864e5 }`),
        },
        path,
      )
      await page.goto(`${site.origin()}${path}`)
      await page.waitForFunction(() => window.consent)
      return page.evaluate(() => [window.consent.asking, window.consent.allows('analytics')])
    }
    const changed: ConsentPolicy = {
      ...shopPolicy,
      services: [...(shopPolicy.services ?? []), { id: 'more', category: 'analytics', name: 'More' }],
    }
    await choose('analytics')
    expect(await asking(181)).toEqual([false, true])
    expect(await asking(183)).toEqual([true, false])
    expect(await asking(1, changed)).toEqual([true, false])
    await page.evaluate(() => window.consent.rejectAll())
    expect(await asking(1, changed)).toEqual([false, false])
    expect(await asking(183, changed)).toEqual([true, false])
  })

  it('holds for all sub-domains where the policy says so, and keeps it in the local storage where it says so', async () => {
    const shared: ConsentPolicy = { ...shopPolicy, storage: { domain: 'shop.localhost' } }
    const path = await open({ policy: shared })
    await choose('map')
    await page.goto(`${site.origin('www.shop')}${path}`)
    await page.waitForFunction(() => window.consent?.allows('map'))
    await open({ policy: { ...shopPolicy, storage: { kind: 'local', name: 'mine' } } })
    await choose('map')
    await page.reload()
    await page.waitForFunction(() => window.consent?.allows('map'))
    expect(await page.evaluate(() => localStorage.getItem('mine'))).toMatch(/^1\./)
  })

  it('holds on its page where the browser keeps nothing', async () => {
    await page.addInitScript(() => {
      const forbidden = () => {
        throw new DOMException('forbidden', 'SecurityError')
      }
      Object.defineProperty(Document.prototype, 'cookie', { get: forbidden, set: forbidden })
      Object.defineProperty(window, 'localStorage', { get: forbidden })
    })
    await open({})
    await choose('map')
    expect(
      await page.evaluate(() => [window.consent.kept, window.consent.allows('map'), window.consent.asking]),
    ).toEqual([false, true, false])
  })
})

describe('a record', () => {
  const recorded = { ...shopPolicy, delivery: { server: '', key: 'pk_test' } }
  const delivering = () => ({ ...recorded, delivery: { ...recorded.delivery, server: site.origin('consent') } })
  const sent = () => site.records.map(({ body }) => JSON.parse(body) as ConsentDelivery)
  const shown = {
    layer: 'first',
    layout: 'card',
    language: 'en',
    texts: { heading: 'Cookies “é” \u0007', body: '<b>', Zed: 'z' },
  } as const

  it('is delivered once, says who chose, and proves the text', async () => {
    await open({ policy: delivering() })
    await page.evaluate((text) => {
      addEventListener('click', (event) => window.consent.choose(['analytics'], { event, shown: text }))
    }, shown)
    await page.locator('h1').click()
    await expect.poll(() => site.records.length).toBe(1)
    const [{ headers = {} } = {}] = site.records
    const [{ record, shown: texts } = {}] = sent()
    expect(headers.authorization).toBe('Bearer pk_test')
    expect(headers['idempotency-key']).toBe(record?.id)
    expect(record).toMatchObject({
      source: 'banner',
      granted: ['analytics'],
      denied: ['media', 'marketing'],
      regime: 'opt-in',
      regimeKind: 'opt-in',
      region: null,
      gpc: false,
      policyVersion: 3,
    })
    expect(texts).toEqual(shown)
    expect(record?.shown?.hash).toBe(
      createHash('sha256')
        .update(canonicalize(shown) ?? '')
        .digest('hex'),
    )
    await page.waitForFunction(() => window.consent.pending === 0 && window.consent.receipts.length === 1)
  })

  it('by a program is recorded as one, also when it makes up a click', async () => {
    await open({ policy: delivering() })
    await page.evaluate((text) => {
      addEventListener('click', (event) => window.consent.acceptAll({ event, shown: text }))
      document.querySelector('h1')?.click()
      addEventListener('scroll', (event) => window.consent.acceptAll({ event }))
    }, shown)
    await expect.poll(() => sent().map(({ record }) => record.source)).toEqual(['api'])
    await page.evaluate(() => {
      document.body.style.height = '9000px'
    })
    await page.mouse.wheel(0, 400)
    await expect.poll(() => sent().map(({ record }) => record.source)).toEqual(['api', 'api'])
  })

  it.each([
    ['a server that is down', 500, '{}'],
    ['a server in whose place something else answers', 200, '<p>Sign in to this network</p>'],
  ])('waits for %s, and is delivered by the next page', async (_name, status, body) => {
    let answers = 0
    site.consentServer = (_request, response) => {
      answers += 1
      if (answers < 2) response.writeHead(status).end(body)
      else response.writeHead(201, { 'content-type': 'application/json' }).end('{}')
    }
    const path = await open({ policy: delivering() })
    await choose('analytics')
    await expect.poll(() => site.records.length).toBe(1)
    expect(await page.evaluate(() => [window.consent.pending, window.consent.allows('analytics')])).toEqual([1, true])
    await page.goto(`${site.origin()}${path}`)
    await expect.poll(() => site.records.length).toBe(2)
    await page.waitForFunction(() => window.consent.pending === 0)
    const [first, second] = sent()
    expect(second).toEqual(first)
  })

  it('is delivered whatever was changed in the storage', async () => {
    const path = await open({ policy: delivering() })
    const region = { 'server-timing': 'region;desc="somewhere"' }
    for (const damage of ['5', '{}', '"text"', '[null,{"a":1},["id",null]]']) {
      const line = `1.${await page.evaluate(() => window.SottoConsent?.plan.asks)}.2.${Math.floor(Date.now() / 1000)}.nobody.`
      await context.addCookies([{ name: 'sotto-consent', value: `${line}.media`, url: `${site.origin()}/` }])
      await page.evaluate((text) => {
        for (const name of ['queue', 'receipts']) localStorage.setItem(`sotto-consent:${name}`, text)
      }, damage)
      site.put({ policy: delivering(), headers: region, body: core() }, path)
      await page.goto(`${site.origin()}${path}`)
      await page.waitForFunction(() => window.consent)
      await choose('map')
      await page.waitForFunction(() => window.consent.pending === 0 && window.consent.allows('map'))
      expect(sent().map(({ record }) => [record.granted, record.region])).toEqual([[['map'], null]])
      expect(sent()[0]?.record.visitor).toMatch(/^[0-9a-f]{8}-/)
    }
  })

  it('waits while the browser is offline, and is delivered in its order when it is online', async () => {
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    await open({ policy: delivering() })
    await context.setOffline(true)
    await choose('analytics', 'media')
    await choose('media')
    expect(await page.evaluate(() => window.consent.pending)).toBe(2)
    await context.setOffline(false)
    await page.waitForFunction(() => window.consent.pending === 0)
    expect(sent().map(({ record }) => record.granted)).toEqual([['analytics', 'media'], ['media']])
    expect(errors).toEqual([])
  })

  it('is made of Global Privacy Control that comes after a yes, once, and makes the yes last no longer', async () => {
    const path = await open({ policy: delivering() })
    await choose('analytics', 'marketing')
    await expect.poll(() => site.records.length).toBe(1)
    const at = await page.evaluate(() => window.consent.choice?.at)
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    )
    for (let visit = 0; visit < 2; visit++) {
      await page.goto(`${site.origin()}${path}`)
      await page.waitForFunction(() => window.consent?.pending === 0)
    }
    expect(sent().map(({ record }) => [record.source, record.granted, record.denied])).toEqual([
      ['api', ['analytics', 'marketing'], ['media']],
      ['gpc', ['analytics'], ['media', 'marketing']],
    ])
    expect(await page.evaluate(() => window.consent.choice?.at)).toBe(at)
  })

  it('is made of Global Privacy Control by itself, where everything would run', async () => {
    await context.close()
    context = await site.visitor({ gpc: true })
    page = await context.newPage()
    await open({ policy: delivering(), headers: { 'server-timing': 'region;desc="US-CA"' } })
    await expect.poll(() => site.records.length).toBe(1)
    expect(sent()[0]?.record).toMatchObject({ source: 'gpc', gpc: true, denied: ['marketing'], region: 'US-CA' })
    expect(
      await page.evaluate(() => [
        window.consent.asking,
        window.consent.allows('marketing'),
        window.consent.allows('analytics'),
      ]),
    ).toEqual([false, false, true])
    await page.evaluate(() => window.consent.acceptAll())
    expect(await page.evaluate(() => window.consent.allows('marketing'))).toBe(false)
  })
})
