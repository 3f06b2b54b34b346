import type { ConsentReceipt, ConsentShown } from '@sotto/contracts'
import { type Choice, grantedBy, mustAsk } from '../choice/choice.ts'
import { keep, lineOf, recall } from '../choice/kept.ts'
import type { ClearingReport } from '../clearing/report.ts'
import type { Told } from '../delivery/courier.ts'
import { createList } from '../delivery/list.ts'
import { introduceGoogle, tellGoogle } from '../gate/google.ts'
import { type HeldPage, readGpc } from '../gate/page.ts'
import { createHold, type Hold } from '../hold/hold.ts'
import type { Regime } from '../policy/plan.ts'
import { planOf } from '../policy/plan-of.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { findRegion, regimeOf } from '../policy/regime.ts'
import { sourceOf } from './source.ts'
import { connectTabs } from './tabs.ts'

/** What `createConsent` is told; nothing of it is needed on a page with a gate. */
export interface ConsentOptions {
  /** Left out, it is the one that the gate holds. */
  policy?: ConsentPolicy
  /** Where the visitor is (ISO 3166, such as `US-CA`), as your server knows it. Left out, the gate's word counts. */
  region?: string
  /** Milliseconds since 1970. */
  now?: () => number
  /** The signed identity of a person who is logged in, by which the ledger knows them. */
  identity?: () => string | undefined
  /** Whether the page is loaded anew when code that has run is withdrawn; true unless told. */
  reload?: boolean
}

/** How a choice came about. */
export interface By {
  /** The click of the person. Without it, a program has chosen, and the record says so. */
  readonly event?: Event
  /** What was on the screen. */
  readonly shown?: ConsentShown
}

/** What `on()` tells, by the name of the event. */
export interface ConsentEvents {
  /** What may run has changed, here or in another tab, or whether to ask. */
  change: { readonly granted: ReadonlySet<string>; readonly asking: boolean }
  /** Someone wants to see the preferences. */
  open: undefined
  /** What was deleted after a withdrawal, and what could not be. */
  cleared: ClearingReport
  /** Code has run that may no longer: the page is about to be loaded anew, unless `reload` is false. */
  stale: readonly string[]
}

/** The consent of this browser: what may run, and what the person may say about it. */
export interface Consent {
  readonly policy: ConsentPolicy
  readonly region: string | undefined
  readonly regime: Regime
  /** Whether the browser sends Global Privacy Control. */
  readonly gpc: boolean
  /** Names that Global Privacy Control keeps off, whatever is chosen. */
  readonly offByGpc: readonly string[]
  /** Everything that may run: services, and categories of which every service may. */
  readonly granted: ReadonlySet<string>
  /** Whether the first layer is due. */
  readonly asking: boolean
  readonly choice: Choice | null
  /** False where the browser forbids to keep the choice: it then holds for this page. */
  readonly kept: boolean
  readonly report: ClearingReport | null
  readonly pending: number
  readonly receipts: readonly ConsentReceipt[]
  /** Whether everything that `names` holds, parted by spaces or commas, may run. A name of no policy never may. */
  allows(names: string): boolean
  /** Runs `load` once everything named may run, and resolves to what it gives. It waits as long as it takes. */
  whenAllowed: Hold['whenAllowed']
  acceptAll(by?: By): void
  rejectAll(by?: By): void
  /** Exactly these, services or whole categories, and what is necessary. */
  choose(names: Iterable<string>, by?: By): void
  /** Takes a yes back: for these, or for everything. */
  withdraw(names?: Iterable<string> | null, by?: By): void
  /** Asks whoever shows the preferences to show them. */
  open(): void
  on<Type extends keyof ConsentEvents>(type: Type, listener: (detail: ConsentEvents[Type]) => void): () => void
  /** Elements that wait; see `Hold`. @internal */
  elements: Hold['elements']
  /** Looks after held elements of a shadow root, too. */
  watch: Hold['watch']
  /** Tries to deliver what the server does not have yet. */
  deliver(): Promise<void>
  destroy(): void
}

/**
 * Consent without a face: what may run, what waits, what is kept and what is recorded. Stores nothing and asks nobody
 * before a choice. Throws a `TypeError` where there is neither a policy nor a gate.
 */
export function createConsent(options: ConsentOptions = {}): Consent {
  const gate = window.SottoConsent
  const policy = options.policy ?? gate?.policy
  if (!policy) throw new TypeError('createConsent(): no policy')
  const { now = Date.now, identity, reload = true } = options
  const plan = gate && policy === gate.policy ? gate.plan : planOf(policy)
  const region = options.region ?? (gate ? gate.region : findRegion())
  const regime = regimeOf(plan, region)
  const gpc = readGpc()
  const off = gpc ? plan.offByGpc : []
  const seconds = () => Math.floor(now() / 1000)
  const page: HeldPage = gate ?? { granted: new Set(), assigned: new WeakMap(), held: [], waiting: [] }

  let choice = recall(plan)
  let kept = true
  let asking = false
  let report: ClearingReport | null = null
  /** Whether to ask, and what may run. */
  const weigh = (but = off) => {
    const circumstances = { choice, regime, off: but, now: seconds() }
    asking = mustAsk(plan, circumstances)
    return grantedBy(plan, circumstances)
  }
  const listeners = new Set<readonly [type: keyof ConsentEvents, listener: (detail: never) => void]>()
  const emit = <Type extends keyof ConsentEvents>(type: Type, detail: ConsentEvents[Type]) => {
    for (const [wanted, listener] of listeners) if (wanted === type) listener(detail as never)
  }

  const queued = `${plan.name}:queue`
  const queue = createList<Told>(queued, 50)
  const receipts = createList<ConsentReceipt>(`${plan.name}:receipts`, 20)
  const deliver = async () => {
    const { delivery } = policy
    if (!delivery || !queue.read().length) return
    // Offline it cannot be fetched, and is asked for again when there is a reason to.
    const courier = await import('../delivery/courier.ts').catch(() => null)
    await courier?.deliver(delivery, queue, receipts, queued)
  }

  /** What would run if the browser had sent no signal. */
  const free = weigh([])
  page.granted = weigh()
  if (!gate) introduceGoogle(plan, choice, page.granted)
  const hold = createHold(page)

  /** Deletes what is left of all that may not run, and resolves to what was lost whose code is on the page all the same. */
  const sweep = async (lost?: readonly string[]) => {
    // Comes when it is needed: most visitors never take anything back.
    const module = await import('../clearing/withdrawal.ts').catch(() => null)
    // Offline, what is left stays until the next page.
    if (!module) return []
    const [cleared, running] = await module.clearAll(policy, plan, hold, lost)
    report = cleared
    emit('cleared', report)
    return running
  }

  /** Brings everything in line with the choice. */
  const settle = async () => {
    const before = page.granted
    const granted = weigh()
    const lost = [...before].filter((name) => !granted.has(name))
    hold.settle(granted)
    tellGoogle(plan, 'update', granted)
    emit('change', { granted, asking })
    if (!lost.length) return
    const stale = await sweep(lost)
    if (!stale.length) return
    emit('stale', stale)
    if (reload) location.reload()
  }

  const decide = (
    yes: (id: string, category: string) => unknown,
    { event, shown }: By = {},
    source = sourceOf(event, shown),
  ) => {
    const granted: string[] = []
    const denied: string[] = []
    const optional = plan.items.filter(([, , necessary]) => !necessary)
    const may = ([id, category]: (typeof optional)[number]) => yes(id, category) && !off.includes(id)
    for (const category of new Set(optional.map(([, category]) => category))) {
      const inside = optional.filter((item) => item[1] === category)
      // A whole category is kept by its name: shorter, and a no to it covers what it may hold one day.
      if (inside.every(may)) granted.push(category)
      else if (!inside.some(may)) denied.push(category)
      else for (const item of inside) (may(item) ? granted : denied).push(item[0])
    }
    choice = {
      asks: plan.asks,
      strictness: regime.strictness,
      // A signal of the browser makes no yes last longer.
      at: source === 'gpc' && choice ? choice.at : seconds(),
      visitor: choice?.visitor ?? randomId(),
      granted,
      denied,
    }
    kept = keep(plan, choice, Math.max(regime.expiresAfterDays, regime.askAgainAfterDays), policy.storage?.domain)
    const told: Told = [
      randomId(),
      choice,
      [policy.id, policy.version],
      [regime.name, regime.kind],
      region,
      source,
      gpc,
      shown,
      identity?.(),
    ]
    if (policy.delivery) queue.write([...queue.read(), told])
    void deliver()
    tabs.tell()
    void settle()
  }

  const tabs = connectTabs(plan.name, () => {
    void deliver()
    const stored = recall(plan)
    // Where nothing can be kept, what was chosen on this page holds.
    if (!kept || lineOf(stored) === lineOf(choice)) return
    choice = stored
    void settle()
  })

  const consent: Consent = {
    policy,
    region,
    regime,
    gpc,
    offByGpc: off,
    get granted() {
      return page.granted
    },
    get asking() {
      return asking
    },
    get choice() {
      return choice
    },
    get kept() {
      return kept
    },
    get report() {
      return report
    },
    get pending() {
      return queue.read().length
    },
    get receipts() {
      return receipts.read()
    },
    allows: hold.allows,
    whenAllowed: hold.whenAllowed,
    acceptAll: (by) => decide(() => true, by),
    rejectAll: (by) => decide(() => false, by),
    choose(names, by) {
      decide(among(names), by)
    },
    withdraw(names, by) {
      const gone = names && among(names)
      decide((id, category) => gone && page.granted.has(id) && !gone(id, category), by)
    },
    open: () => emit('open', undefined),
    on(type, listener) {
      const entry = [type, listener] as const
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    elements: hold.elements,
    watch: hold.watch,
    deliver,
    destroy() {
      hold.stop()
      tabs.stop()
    },
  }

  // A yes that has run out, or that was taken back as the page went, may have left something behind.
  if (choice) void sweep()
  // Global Privacy Control is an opt-out by itself: of what would run without it, as no word was said or an earlier yes,
  // it is the no, and the ledger has to know.
  if (off.some(free.has, free)) decide(among(page.granted), {}, 'gpc')
  return consent
}

/** Whether a service is named, or its category. */
const among = (names: Iterable<string>) => {
  const all = new Set(names)
  return (id: string, category: string) => all.has(id) || all.has(category)
}

/** A UUID of version 4. Where the page came without HTTPS the browser makes one only as the name of a blob. */
const randomId = (): string => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36)
