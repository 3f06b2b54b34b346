import type { ElementHandle, Frame, Page } from 'playwright-core'
import { inTime } from '../browser/visit.ts'
import { findControls } from '../in-page/finder.ts'
import type { Answer, Box, Question } from '../in-page/question.ts'
import { closedRootsKey } from '../in-page/recorder.ts'
import type { SeenControl } from '../observation.ts'
import { knownBanners } from './known-banners.ts'
import { bannerWords, type Role } from './words/index.ts'

/** Selectors given by hand. They win over everything that the scanner knows. */
export type GivenSelectors = Partial<Readonly<Record<Role, string>>>

/** A control, and a hold on it for as long as its document lives. */
export interface Control extends SeenControl {
  readonly element: ElementHandle<Element>
}

export interface Controls {
  /** The best for each role. */
  readonly best: Partial<Readonly<Record<Role, Control>>>
  readonly ticked: readonly (Box & { readonly element: ElementHandle<Element> })[]
}

const normalise = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const languages = Object.values(bannerWords)
const gather = (key: Role | 'about' | 'necessary') => [
  ...new Set(languages.flatMap((words) => words[key]).map(normalise)),
]
const phrases: Question['phrases'] = {
  accept: gather('accept'),
  reject: gather('reject'),
  settings: gather('settings'),
  save: gather('save'),
  withdraw: gather('withdraw'),
}
const about = gather('about')
const necessary = gather('necessary')
const known: Question['known'] = knownBanners.map(({ name, ...selectors }) => ({ name, selectors }))

/** Looks for the controls of a banner in all frames and shadow roots of a page. */
export async function findBanner(page: Page, roles: readonly Role[], given: GivenSelectors): Promise<Controls> {
  const question: Question = { roles, phrases, about, necessary, given, known, rootsKey: closedRootsKey }
  const found: Control[] = []
  const ticked: (Box & { element: ElementHandle<Element> })[] = []
  for (const frame of page.frames()) {
    const result = await inTime(lookIn(frame, JSON.stringify(question)), 10_000, 'Looking for a banner').catch(
      () => null,
    )
    if (!result) continue
    found.push(...result.found)
    ticked.push(...result.ticked)
  }
  const best: Partial<Record<Role, Control>> = {}
  for (const role of roles) {
    const candidates = found.filter((control) => control.role === role).sort((one, other) => rank(other) - rank(one))
    if (candidates[0]) best[role] = candidates[0]
  }
  return { best, ticked }
}

/** What can be seen without scrolling comes before what cannot: banners float. */
const rank = ({ score, look, role }: SeenControl) => score + (look.inView && role !== 'withdraw' ? 50 : 0)

async function lookIn(frame: Frame, question: string) {
  if (frame.isDetached() || !(await isShown(frame))) return null
  const handle = await frame.evaluateHandle(findControls, question)
  const { found, ticked }: Answer = await handle.evaluate(({ answer }) => answer)
  const elements = async (key: 'elements' | 'tickedElements', count: number) => {
    const list = await handle.getProperty(key)
    return Promise.all(
      Array.from({ length: count }, async (_, index) => (await list.getProperty(String(index))).asElement()),
    )
  }
  const controls = await elements('elements', found.length)
  const boxes = await elements('tickedElements', ticked.length)
  return {
    found: found.flatMap((one, index) => {
      const element = controls[index]
      return element ? [{ ...one, frame: frame.url(), element: element as ElementHandle<Element> }] : []
    }),
    ticked: ticked.flatMap((box, index) => {
      const element = boxes[index]
      return element ? [{ ...box, element: element as ElementHandle<Element> }] : []
    }),
  }
}

/** Whether a person sees the frame; those that load things in the dark have no buttons to press. */
async function isShown(frame: Frame): Promise<boolean> {
  if (frame.parentFrame() === null) return true
  const owner = await frame.frameElement().catch(() => null)
  const box = await owner?.boundingBox().catch(() => null)
  return box !== null && box !== undefined && box.width > 40 && box.height > 30
}

/** Presses a control as a mouse does; where something lies over it, as a keyboard does. */
export async function press({ element }: { element: ElementHandle<Element> }): Promise<void> {
  try {
    await element.click({ timeout: 2500 })
  } catch {
    await element.evaluate((target) => (target as HTMLElement).click()).catch(() => undefined)
  }
}

/** A control without the hold on it. */
export function seenControl(control: Control | undefined): SeenControl | null {
  if (!control) return null
  const { element: _element, ...seen } = control
  return { ...seen, frame: control.frame }
}
