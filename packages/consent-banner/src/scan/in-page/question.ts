import type { Role } from '../banner/words/index.ts'

/** What is looked for in a frame. Phrases come normalised, see `normalise` below. */
export interface Question {
  readonly roles: readonly Role[]
  readonly phrases: Readonly<Record<Role, readonly string[]>>
  readonly about: readonly string[]
  readonly necessary: readonly string[]
  /** Selectors given by hand; for their roles nothing else is looked for. */
  readonly given: Readonly<Partial<Record<Role, string>>>
  readonly known: readonly {
    readonly name: string
    readonly selectors: Readonly<Partial<Record<Role, readonly string[]>>>
  }[]
  readonly rootsKey: string
}

/** How a control looks to a person. Colours are sRGB from 0 to 255, as they come out over what lies beneath. */
export interface Look {
  readonly width: number
  readonly height: number
  readonly textWidth: number
  readonly fontSize: number
  readonly fontWeight: number
  readonly underlined: boolean
  readonly text: readonly [number, number, number]
  readonly fill: readonly [number, number, number]
  readonly border: readonly [number, number, number] | null
  readonly ground: readonly [number, number, number]
  readonly inView: boolean
}

export interface Found {
  readonly role: Role
  readonly name: string
  /** A selector by hand, the product whose selector it was, or `words`. */
  readonly by: string
  readonly score: number
  readonly look: Look
}

export interface Box {
  readonly name: string
  readonly necessary: boolean
}

export interface Answer {
  readonly found: readonly Found[]
  /** Switches of a banner that are on although nobody touched them and that can be switched off. */
  readonly ticked: readonly Box[]
}
