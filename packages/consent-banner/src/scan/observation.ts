import type { Box, Found, Look } from './in-page/question.ts'

export type { Look }

/** The five situations in which a site is watched, each after a person's (or nobody's) choice. */
export const stateNames = ['before', 'rejected', 'accepted', 'withdrawn', 'gpc'] as const
/** One of the five situations. */
export type StateName = (typeof stateNames)[number]

/**
 * What had been done when something was seen: nothing but opening the page, scrolling, pressing Escape, the choice
 * itself, or opening pages after it.
 */
export type Moment = 'load' | 'scroll' | 'escape' | 'choice' | 'after'

/** Bounds, so that no page can fill the memory: what comes later is counted only. */
export const bounds = { requests: 4000, events: 4000, perKind: 2000 } as const

export interface SeenRequest {
  readonly url: string
  readonly method: string
  /** As Chromium calls it: script, image, xhr, fetch, ping, document, websocket, … */
  readonly type: string
  readonly page: string
  readonly moment: Moment
  /** The document that asked, where that is a frame. */
  readonly frame: string | null
  /** The script that asked, or null where the page's own markup did. */
  initiator: string | null
  readonly sendsBody: boolean
  status: number | null
  contentType: string | null
  bytes: number | null
  setsCookies: number
}

/**
 * - `kept`: the browser has it at the end
 * - `refused`: the browser did not take it; another may
 * - `deleted`: it was there until another script took it away
 */
export type CookieFate = 'kept' | 'refused' | 'deleted'

export interface SeenCookie {
  readonly name: string
  readonly domain: string
  readonly path: string
  /** Kept for comparison while the scan runs; no report holds it. */
  readonly value: string
  readonly setBy: 'http' | 'script' | 'unknown'
  /** The address that answered with it, or the scripts that wrote it, nearest first. */
  readonly setters: readonly string[]
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: string | null
  /** Seconds from being set to expiry; null where it goes with the session. */
  readonly lifetime: number | null
  readonly fate: CookieFate
  readonly page: string
  readonly moment: Moment
}

export type StorageArea = 'local' | 'session' | 'indexed-db' | 'cache' | 'service-worker'

export interface SeenStorage {
  readonly area: StorageArea
  readonly origin: string
  readonly key: string
  readonly value: string
  readonly setters: readonly string[]
  readonly page: string
  readonly moment: Moment
}

export interface SeenCall {
  readonly call: string
  readonly scripts: readonly string[]
  readonly page: string
  readonly moment: Moment
}

/** Google's `dataLayer` of one page, in order; of each entry what counts for consent. */
export interface ConsentModeEntry {
  readonly kind: 'default' | 'update' | 'config' | 'event' | 'other'
  readonly denied: readonly string[]
  readonly granted: readonly string[]
  readonly regional: boolean
}

export interface Observation {
  readonly state: StateName
  /** Null where the state was reached; otherwise why not. */
  readonly missing: string | null
  readonly pages: readonly string[]
  readonly requests: readonly SeenRequest[]
  readonly cookies: readonly SeenCookie[]
  readonly storage: readonly SeenStorage[]
  readonly calls: readonly SeenCall[]
  readonly consentMode: readonly {
    readonly page: string
    readonly moment: Moment
    readonly entries: readonly ConsentModeEntry[]
  }[]
  /** What happened besides: pop-ups, dialogs, downloads, a page that did not become quiet. */
  readonly remarks: readonly string[]
}

export interface SeenControl extends Found {
  readonly frame: string
}

/** The banner, as someone meets it who comes for the first time. */
export interface SeenBanner {
  readonly product: string | null
  readonly accept: SeenControl | null
  readonly reject: SeenControl | null
  readonly settings: SeenControl | null
  /** Switches that were on, on the first layer and in the settings. */
  readonly ticked: readonly (Box & { readonly layer: 'first' | 'settings' })[]
  readonly gone: { readonly afterScroll: boolean; readonly afterEscape: boolean }
  /** JPEG, base64. */
  readonly pictures: readonly {
    readonly title: string
    readonly width: number
    readonly height: number
    readonly data: string
  }[]
}

/** Everything that the checks look at. */
export interface SiteObservations {
  /** The address that was asked for, and where it led. */
  readonly address: string
  readonly landed: string
  readonly banner: SeenBanner
  readonly states: Readonly<Record<StateName, Observation>>
  /** Whether `/.well-known/gpc.json` says that the signal is honoured. */
  readonly gpcPublished: boolean
  /** How the withdrawal was made; null where nothing was found to press. */
  readonly withdrawnBy: SeenControl | null
}
