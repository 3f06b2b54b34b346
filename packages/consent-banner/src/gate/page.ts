import type { Plan } from '../policy/plan.ts'
import type { ConsentPolicy } from '../policy/policy.ts'

/** A callback that waits: what it needs, and what to do. */
export type Waiting = readonly [names: string, load: () => void]

/**
 * What the gate leaves on the page as `SottoConsent`. The core takes it over: it sets `granted`, and answers to
 * `waiting` and `onHold` from then on.
 */
export interface GatePage {
  readonly policy: ConsentPolicy
  readonly plan: Plan
  readonly region: string | undefined
  /** Everything that may run. */
  granted: ReadonlySet<string>
  /** What a page's own code assigned to a held element, of which a trusted type must stay one. */
  readonly assigned: WeakMap<Element, unknown>
  /** All that the gate has held, in whichever tree it is. */
  readonly held: WeakRef<HTMLElement>[]
  readonly waiting: Waiting[]
  /** Hears of each element that the gate has just held. */
  onHold?(element: HTMLElement): void
  /** Has the core run `load` as soon as everything that is named may run. */
  whenAllowed(names: string, load: () => void): void
}

/** What of it holds elements back: all that there is without a gate. */
export type HeldPage = Pick<GatePage, 'granted' | 'assigned' | 'held' | 'waiting'> & Partial<GatePage>

declare global {
  interface Window {
    SottoConsent?: GatePage
  }
}

/** Whether everything that `names` holds, parted by spaces or commas, may run. */
export const allows = ({ granted }: Pick<GatePage, 'granted'>, names: string) =>
  names.split(/[\s,]+/).every((name) => !name || granted.has(name))

/** Whether the browser asks that nothing is sold or shared. Only a clear yes counts. */
export const readGpc = () => (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true
