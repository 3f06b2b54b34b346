import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsentPolicy } from '../policy/policy.ts'
import { shopPolicy } from '../testing/policies.ts'
import { openSite, type Site } from '../testing/site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.close())

const strict: ConsentPolicy = { ...shopPolicy, gate: { mode: 'strict' } }
const tracker = () => site.origin('tracker')
const now = () => Math.floor(Date.now() / 1000)
const settled = async (page: Page) => {
  await page.waitForLoadState('networkidle')
  return page
}
/** A choice as the gate finds it. `strictness` 2 is opt-in. */
const chosen = (asks: string, { at = now(), granted = '', denied = '', strictness = 2 } = {}) =>
  `1.${asks}.${strictness}.${at}.0b7e9c4e-6f0e-4a0c-9d6b-3f6f2f1f7a10.${granted}.${denied}`

/** Each way in which a page can make a browser ask someone else. */
const ways: Record<string, (from: string, way: number) => void | Promise<void>> = {
  'a script that is added': (from, way) => {
    const script = document.createElement('script')
    script.src = `${from}/counter.js?${way}`
    document.head.append(script)
  },
  'an attribute of a script': (from, way) => {
    const script = document.createElement('script')
    script.setAttribute('SRC', `${from}/counter.js?${way}`)
    document.body.appendChild(script)
  },
  'a pixel': (from, way) => {
    new Image().src = `${from}/counter.gif?${way}`
  },
  'a srcset': (from, way) => {
    const image = document.createElement('img')
    image.srcset = `${from}/counter.gif?${way} 1x, ${from}/counter-2.gif?${way} 2x`
    document.body.append(image)
  },
  'a frame': (from, way) => {
    const frame = document.createElement('iframe')
    frame.src = `${from}/frame-map?${way}`
    document.body.append(frame)
  },
  'markup with a frame': (from, way) => {
    document.body.insertAdjacentHTML('beforeend', `<p><iframe title="Map" src="${from}/frame-map?${way}"></iframe></p>`)
  },
  'markup with an image': (from, way) => {
    const place = document.createElement('div')
    place.innerHTML = `<img alt="" src='${from}/counter.gif?${way}'>`
    document.body.append(place)
  },
  'a style sheet': (from, way) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = `${from}/counter.css?${way}`
    document.head.append(link)
  },
  'a style sheet that says late what it is': (from, way) => {
    const link = document.createElement('link')
    link.href = `${from}/counter.css?${way}`
    link.rel = 'stylesheet'
    document.head.append(link)
  },
  'markup that no pattern reads': (from, way) => {
    document.body.insertAdjacentHTML('beforeend', `<img alt="a>b"src=${from.replace(':', '&#58;')}/counter.gif?${way}>`)
  },
  'markup in a shadow root': (from, way) => {
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' })
    root.innerHTML = `<iframe title="Map" src="${from}/frame-map?${way}"></iframe>`
  },
  'a script from a fragment': (from, way) => {
    const markup = `<script src="${from}/counter.js?${way}"></script>`
    document.body.append(document.createRange().createContextualFragment(markup))
  },
  'a script with a namespace for its attribute': (from, way) => {
    const script = document.createElement('script')
    script.setAttributeNS(null, 'src', `${from}/counter.js?${way}`)
    document.body.append(script)
  },
  'an image of a drawing': (from, way) => {
    const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    const image = document.createElementNS('http://www.w3.org/2000/svg', 'image')
    image.setAttribute('href', `${from}/counter.svg?${way}`)
    drawing.append(image)
    document.body.append(drawing)
  },
  'an object': (from, way) => {
    const object = document.createElement('object')
    object.data = `${from}/frame-map?${way}`
    document.body.append(object)
  },
  'the poster of a film': (from, way) => {
    const film = document.createElement('video')
    film.poster = `${from}/counter.gif?${way}`
    document.body.append(film)
  },
  'a document in an attribute': (from, way) => {
    const frame = document.createElement('iframe')
    frame.srcdoc = `<script src="${from}/counter.js?${way}"></script>`
    document.body.append(frame)
  },
  'a parsed fragment': (from, way) => {
    const parsed = new DOMParser().parseFromString(`<iframe src="${from}/frame-map?${way}"></iframe>`, 'text/html')
    document.body.append(document.adoptNode(parsed.body.firstElementChild as Element))
  },
  'a parsed fragment, by an old method': (from, way) => {
    const parsed = new DOMParser().parseFromString(`<iframe src="${from}/frame-map?${way}"></iframe>`, 'text/html')
    document.body.appendChild(document.adoptNode(parsed.body.firstElementChild as Element))
  },
  'a host with a dot at its end': (from, way) => {
    new Image().src = `${from.replace(/localhost/, 'localhost.')}/counter.gif?${way}`
  },
}
/** Only mode `strict` looks at these. */
const strictWays: typeof ways = {
  fetch: (from, way) =>
    fetch(`${from}/counter?${way}`).then(
      () => {},
      () => {},
    ),
  'a beacon': (from, way) => void navigator.sendBeacon(`${from}/counter?${way}`, 'x'),
  XMLHttpRequest: (from, way) => {
    try {
      const request = new XMLHttpRequest()
      request.open('GET', `${from}/counter?${way}`)
      request.send()
    } catch {}
  },
}

describe('before a choice', () => {
  it('nothing is stored, nobody else is asked, and only Google hears that everything is denied', async () => {
    const page = await settled(await site.visit({ policy: shopPolicy }))
    expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(['', 0, 0])
    expect(site.tracked).toEqual([])
    const layer = await page.evaluate(() =>
      (window as unknown as { dataLayer: ArrayLike<unknown>[] }).dataLayer.map((entry) => [
        Object.prototype.toString.call(entry),
        ...Array.from(entry),
      ]),
    )
    const denied = {
      ad_storage: 'denied',
      ad_user_data: 'denied',
      ad_personalization: 'denied',
      analytics_storage: 'denied',
    }
    expect(layer).toEqual([['[object Arguments]', 'consent', 'default', { ...denied, wait_for_update: 500 }]])
  })

  it('a page without services of Google gets no dataLayer', async () => {
    const policy = { ...shopPolicy, categories: shopPolicy.categories.map(({ google: _, ...category }) => category) }
    const page = await site.visit({ policy })
    expect(await page.evaluate(() => 'dataLayer' in window)).toBe(false)
  })

  /** Which of the ways reached the tracker: all are tried on one page, each with an address of its own. */
  const reached = async (policy: ConsentPolicy, tried: typeof ways) => {
    const page = await site.visit({ policy })
    for (const [index, way] of Object.values(tried).entries()) {
      await page.evaluate(`(${way})(${JSON.stringify(`${tracker()}`)}, ${index})`)
    }
    await settled(page)
    return site.tracked
  }

  it('holds whatever a service names, however it is asked for', async () => {
    expect(await reached(shopPolicy, ways)).toEqual([])
  })

  it('holds all other ways, too, in mode strict', async () => {
    expect(await reached(strict, { ...ways, ...strictWays })).toEqual([])
  })

  it('sees each of these ways at all', async () => {
    const all = { ...ways, ...strictWays }
    expect((await reached({ ...shopPolicy, services: [] }, all)).length).toBeGreaterThanOrEqual(Object.keys(all).length)
  })

  it('holds what no service names in mode strict alone', async () => {
    const way = (from: string) => {
      new Image().src = `${from}/nobody-named-this.gif`
    }
    expect(await reached(shopPolicy, { way })).toEqual(['/nobody-named-this.gif'])
    expect(await reached(strict, { way })).toEqual([])
  })

  it('throws nothing where the page has frozen what it would hook, and holds the rest', async () => {
    const freeze = `for (const name of ['Node', 'Element', 'Document', 'HTMLScriptElement', 'HTMLImageElement']) Object.freeze(window[name].prototype)`
    const troubles: string[] = []
    const body = `<script type="text/plain" data-consent="analytics" src="${tracker()}/counter.js"></script>`
    const path = site.put({ policy: strict, body })
    const page = await (await site.visitor()).newPage()
    page.on('pageerror', ({ message }) => troubles.push(message))
    await page.addInitScript(freeze)
    await page.goto(site.origin() + path)
    const refused = page.evaluate((from) => fetch(`${from}/asked`).then(String, String), tracker())
    expect(await refused).toMatch(/waits for consent/)
    await settled(page)
    expect(troubles).toEqual([])
    expect(site.tracked).toEqual([])
  })

  it('never runs a script that stands in the page', async () => {
    const body = `<script src="${tracker()}/counter.js"></script><script>document.write('<script src="${tracker()}/adverts.js"></' + 'script>')</script>`
    const page = await settled(await site.visit({ policy: shopPolicy, body }))
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  })

  it('holds what says what it waits for and has its address, too', async () => {
    const from = tracker()
    const body = `<script data-consent="analytics" src="${from}/counter.js"></script><iframe data-consent="media" title="Map" src="${from}/frame-map"></iframe><script type="text/plain" data-consent="analytics" src="${from}/counter.js"></script>`
    const page = await settled(await site.visit({ policy: shopPolicy, body }))
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
    expect(
      await page.locator('body [data-consent]').evaluateAll((all) => all.map((one) => one.getAttribute('src'))),
    ).toEqual([null, null, `${from}/counter.js`])
    expect(
      await page.locator('iframe').evaluate((frame: HTMLIFrameElement) => frame.contentWindow?.location.href),
    ).toBe('about:blank')
  })

  it('leaves alone what belongs to the site, and what only mentions an address', async () => {
    const page = await site.visit({ policy: strict, body: '<img id="own" alt="">' })
    const kept = await page.evaluate((from) => {
      const own = document.querySelector('#own') as HTMLImageElement
      own.src = '/picture.png'
      const canonical = document.createElement('link')
      canonical.rel = 'canonical'
      canonical.href = `${from}/elsewhere`
      const link = document.createElement('a')
      link.rel = 'prev'
      link.setAttribute('href', `${from}/page`)
      return [own.getAttribute('src'), canonical.getAttribute('href'), link.getAttribute('href')]
    }, tracker())
    expect(kept).toEqual(['/picture.png', `${tracker()}/elsewhere`, `${tracker()}/page`])
  })
})

describe('an earlier choice', () => {
  let page: Page
  let asks: string
  beforeAll(async () => {
    page = await site.visit({ policy: shopPolicy })
    asks = await page.evaluate(() => window.SottoConsent?.policy.asks ?? '')
  })
  const visitAs = async (line: string) => {
    await page.context().clearCookies()
    await page.context().addCookies([{ name: 'sotto-consent', value: line, url: site.origin() }])
    await page.reload()
    return granted()
  }
  const granted = () => page.evaluate(() => [...(window.SottoConsent?.granted ?? [])].sort())
  const basic = ['necessary', 'session']

  it('is recalled before anything else runs', async () => {
    site.tracked = []
    expect(await visitAs(chosen(asks, { granted: 'analytics+map', denied: 'video+marketing' }))).toEqual(
      ['analytics', 'counter', 'map', ...basic, '~google'].sort(),
    )
    await page.evaluate(`(${ways['a script that is added']})('${tracker()}', 0)`)
    await page.waitForFunction(() => 'ran' in window)
    expect(site.tracked).toEqual(['/counter.js'])
    const [, update] = await page.evaluate(() =>
      (window as unknown as { dataLayer: [string, string, object][] }).dataLayer.map((entry) => entry[2]),
    )
    expect(update).toMatchObject({ analytics_storage: 'granted', ad_storage: 'denied' })
  })

  const day = 86_400
  it.each<[string, () => string]>([
    ['was for another question', () => chosen('other', { granted: 'analytics' })],
    ['has run out', () => chosen(asks, { granted: 'analytics', at: now() - 183 * day })],
    ['comes from the future', () => chosen(asks, { granted: 'analytics', at: now() + 2 * day })],
    ['was given under a laxer regime', () => chosen(asks, { granted: 'analytics', strictness: 1 })],
    ['was cut short', () => chosen(asks, { granted: 'analytics' }).split('.').slice(0, 6).join('.')],
    ['is no choice', () => 'analytics'],
  ])('grants nothing when it %s', async (_why, line) => {
    expect(await visitAs(line())).toEqual(basic)
  })

  it('is kept when a clock was set back a little', async () => {
    expect(await visitAs(chosen(asks, { granted: 'analytics', at: now() + 3600 }))).toContain('counter')
  })

  it('is overruled by Global Privacy Control, for what is sold or shared', async () => {
    const everything = chosen(asks, { granted: 'analytics+media+marketing' })
    expect(await visitAs(everything)).toContain('adverts')
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    )
    expect(await visitAs(everything)).not.toContain('adverts')
    expect(await granted()).toContain('counter')
  })
})

describe('where the visitor is', () => {
  it('decides what runs unasked; who cannot be placed is protected most', async () => {
    const page = await (await site.visitor()).newPage()
    const runsIn = async (region: string | null) => {
      const headers = region === null ? {} : { 'server-timing': `region;desc="${region}"` }
      await page.goto(`${site.origin()}${site.put({ policy: shopPolicy, headers })}`)
      return page.evaluate(() => window.SottoConsent?.granted.has('adverts'))
    }
    const regions = ['US-CA', 'US-TX', 'JP', 'DE', 'constructor', '', null]
    const runs: unknown[] = []
    for (const region of regions) runs.push(await runsIn(region))
    expect(runs).toEqual([true, true, true, false, false, false, false])
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    )
    expect([await runsIn('US-CA'), await runsIn('JP')]).toEqual([false, false])
  })
})

describe('Google tags', () => {
  const tag = 'https://www.googletagmanager.com/gtag/js?id=G-1'
  const asked = async (policy: ConsentPolicy) => {
    const path = site.put({ policy })
    const page = await (await site.visitor()).newPage()
    const requests: string[] = []
    await page.route(/^https:/, (route) => {
      requests.push(route.request().url())
      return route.fulfill({ body: '', contentType: 'text/javascript' })
    })
    await page.goto(`${site.origin()}${path}`)
    await page.evaluate((src) => {
      const script = document.createElement('script')
      script.src = src
      document.head.append(script)
    }, tag)
    await settled(page)
    return requests
  }

  it('wait, unless "advanced" was asked for', async () => {
    expect(await asked(shopPolicy)).toEqual([])
    const advanced = await asked({ ...shopPolicy, google: { mode: 'advanced' } })
    await expect.poll(() => advanced, { timeout: 10_000 }).toEqual([tag])
  })
})
