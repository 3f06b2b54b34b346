import type { ConsentStorage } from '@sotto/contracts'

/** Something that a service has left in the browser. */
export interface Trace {
  readonly service: string
  readonly kind: 'cookie' | ConsentStorage['kind']
  readonly name: string
}

/**
 * Why a trace is still there.
 * - `http-only`: no script may see or delete it; a server has to
 * - `other-domain`: it belongs to another site, which alone can delete it
 * - `other-path`: it may lie below a path whose pages alone can see whether it is gone
 * - `in-use`: this page or another tab has it open
 * - `refused`: the browser did not delete it
 */
export type Reason = 'http-only' | 'other-domain' | 'other-path' | 'in-use' | 'refused'

/** What was deleted, and what could not be. */
export interface ClearingReport {
  readonly removed: readonly Trace[]
  readonly left: readonly (Trace & { readonly reason: Reason })[]
}
