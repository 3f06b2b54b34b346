/** What a page does that no network log shows, as it is told to the scanner. */
export type PageEvent =
  | { readonly kind: 'cookie'; readonly text: string; readonly scripts: readonly string[]; readonly page: string }
  | {
      readonly kind: 'storage'
      readonly area: 'local' | 'session' | 'indexeddb' | 'cache' | 'service-worker'
      readonly key: string
      readonly scripts: readonly string[]
      readonly page: string
    }
  | { readonly kind: 'fingerprint'; readonly call: string; readonly scripts: readonly string[]; readonly page: string }

/** Where the finder looks for shadow roots that a page closed. */
export const closedRootsKey = '__sottoScanClosedRoots'

/**
 * Runs in each frame before any script of the page: tells through the binding called `binding` which script writes
 * which cookie and which storage, and which calls are made that fingerprinting lives on. What it wraps behaves as before.
 *
 * It is sent to the browser as text, so it may refer to nothing outside of itself.
 */
export function installRecorder({ binding, rootsKey, gpc }: { binding: string; rootsKey: string; gpc: boolean }): void {
  const scope = globalThis as unknown as Record<string, unknown>
  if (scope[rootsKey] !== undefined) return
  const send = scope[binding] as ((event: PageEvent) => Promise<void>) | undefined
  delete scope[binding]
  const closedRoots = new WeakMap<Element, ShadowRoot>()
  Object.defineProperty(scope, rootsKey, { value: closedRoots, enumerable: false })
  if (gpc) Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true })
  const limit = 3000
  let told = 0

  /** Addresses of the scripts that led here, nearest first. */
  function callers(): string[] {
    const found: string[] = []
    for (const line of (new Error().stack ?? '').split('\n')) {
      const address = /(?:https?:\/\/|blob:|data:)[^\s()]+/.exec(line)?.[0].replace(/(?::\d+){1,2}$/, '')
      if (address !== undefined && !found.includes(address)) found.push(address.slice(0, 500))
    }
    return found.slice(0, 10)
  }

  function tell(event: Record<string, unknown>): void {
    if (send === undefined || told >= limit) return
    told++
    void send({ ...event, scripts: callers(), page: location.href } as unknown as PageEvent).catch(() => undefined)
  }

  /** Puts `before` in front of a method, which keeps its name, length and place. */
  function observe(owner: object | undefined, method: string, before: (self: unknown, args: unknown[]) => void): void {
    const descriptor = owner && Object.getOwnPropertyDescriptor(owner, method)
    if (!owner || typeof descriptor?.value !== 'function') return
    const original = descriptor.value as (...args: unknown[]) => unknown
    const observed = new Proxy(original, {
      apply(target, self, args: unknown[]) {
        try {
          before(self, args)
        } catch {
          // A page must not fail because it is being watched.
        }
        return Reflect.apply(target, self, args)
      },
    })
    Object.defineProperty(owner, method, { ...descriptor, value: observed })
  }

  const prototypeOf = (name: string) => (scope[name] as { prototype?: object } | undefined)?.prototype

  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
  if (cookie?.set && cookie.get) {
    const { get, set } = cookie
    Object.defineProperty(Document.prototype, 'cookie', {
      ...cookie,
      get(this: Document) {
        return get.call(this)
      },
      set(this: Document, text: unknown) {
        tell({ kind: 'cookie', text: String(text).slice(0, 4096) })
        set.call(this, text)
      },
    })
  }
  observe(prototypeOf('CookieStore'), 'set', (_self, [first, second]) => {
    const given = typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : {}
    const name = typeof first === 'object' ? given.name : first
    const value = typeof first === 'object' ? given.value : second
    const attributes = [
      given.expires ? `expires=${new Date(Number(given.expires)).toUTCString()}` : '',
      given.domain ? `domain=${String(given.domain)}` : '',
      `path=${String(given.path ?? '/')}`,
      `samesite=${String(given.sameSite ?? 'strict')}`,
      'secure',
    ]
    tell({ kind: 'cookie', text: [`${String(name)}=${String(value)}`, ...attributes.filter(Boolean)].join('; ') })
  })

  const store = (area: string, key: unknown) => tell({ kind: 'storage', area, key: String(key).slice(0, 300) })
  observe(prototypeOf('Storage'), 'setItem', (self, [key]) => {
    let area = 'session'
    try {
      if (self === localStorage) area = 'local'
    } catch {
      // Storage is forbidden here; the call itself will say so.
    }
    store(area, key)
  })
  observe(prototypeOf('IDBFactory'), 'open', (_self, [name]) => store('indexeddb', name))
  observe(prototypeOf('CacheStorage'), 'open', (_self, [name]) => store('cache', name))
  observe(prototypeOf('ServiceWorkerContainer'), 'register', (_self, [url]) =>
    store('service-worker', new URL(String(url), location.href).href),
  )

  const suspicious: [owner: string, methods: string[]][] = [
    ['HTMLCanvasElement', ['toDataURL', 'toBlob']],
    ['CanvasRenderingContext2D', ['getImageData']],
    ['OfflineAudioContext', ['startRendering']],
    ['MediaDevices', ['enumerateDevices']],
    ['NavigatorUAData', ['getHighEntropyValues']],
    ['Navigator', ['getBattery']],
  ]
  for (const [owner, methods] of suspicious) {
    for (const method of methods) {
      observe(prototypeOf(owner), method, () => tell({ kind: 'fingerprint', call: `${owner}.${method}` }))
    }
  }
  // The names of the graphics card: what is asked for is what tells.
  const unmasked = new Set([0x9245, 0x9246])
  for (const owner of ['WebGLRenderingContext', 'WebGL2RenderingContext']) {
    observe(prototypeOf(owner), 'getParameter', (_self, [parameter]) => {
      if (unmasked.has(Number(parameter))) tell({ kind: 'fingerprint', call: `${owner}.getParameter(UNMASKED)` })
    })
  }

  const attach = Element.prototype.attachShadow
  Object.defineProperty(Element.prototype, 'attachShadow', {
    value: new Proxy(attach, {
      apply(target, self: Element, args: [ShadowRootInit]) {
        const root = Reflect.apply(target, self, args) as ShadowRoot
        if (root.mode === 'closed') closedRoots.set(self, root)
        return root
      },
    }),
    writable: true,
    enumerable: true,
    configurable: true,
  })
}
