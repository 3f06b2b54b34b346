import { type Patience, scroll, settle } from '../browser/visit.ts'
import type { Watch } from '../browser/watch.ts'
import { type Control, type Controls, findBanner, type GivenSelectors, press } from './controls.ts'
import type { Role } from './words/index.ts'

/** How a choice was made, or why it could not be. */
export interface Choice {
  readonly control: Control | null
  readonly missing: string | null
}

const choices: readonly Role[] = ['accept', 'reject', 'settings', 'save']

/** However slow a machine is: one look that takes all the time is none. */
const leastLooks = 5

/** Banners come late, and some come when the page is quiet. Looks again for a while where nothing is there that would do. */
async function lookFor(
  seen: Watch,
  given: GivenSelectors,
  { roles = choices, enough, patience }: { roles?: readonly Role[]; enough: readonly Role[]; patience: number },
): Promise<Controls> {
  const end = Date.now() + patience
  for (let looks = 1; ; looks++) {
    const controls = await findBanner(seen.page, roles, given)
    if (enough.some((role) => controls.best[role]) || (Date.now() >= end && looks >= leastLooks)) return controls
    await seen.page.waitForTimeout(250)
  }
}

const aWhile = ({ wait, timeout }: Patience) => Math.min(timeout, Math.max(1500, wait))

/** A button may come a moment after the other: nothing is said to be missing at the first look. */
export async function waitForBanner(seen: Watch, given: GivenSelectors, patience: Patience): Promise<Controls> {
  const first = await lookFor(seen, given, { enough: ['accept', 'reject'], patience: aWhile(patience) })
  if ((first.best.accept === undefined) === (first.best.reject === undefined)) return first
  await seen.page.waitForTimeout(400)
  return findBanner(seen.page, choices, given)
}

/** Whether a banner asks. Settings alone may be a link at the end of the page. */
export const isThere = ({ best }: Controls) => best.accept !== undefined || best.reject !== undefined

/** The same for somebody who wants to choose: some banners come when the page is scrolled. */
async function callForBanner(seen: Watch, given: GivenSelectors, patience: Patience): Promise<Controls> {
  const first = await waitForBanner(seen, given, patience)
  if (isThere(first)) return first
  await scroll(seen, patience)
  return waitForBanner(seen, given, patience)
}

export async function accept(seen: Watch, given: GivenSelectors, patience: Patience): Promise<Choice> {
  const { best } = await callForBanner(seen, given, patience)
  if (!best.accept) {
    return { control: null, missing: 'No way to accept was found. Name it with --accept SELECTOR.' }
  }
  return choose(seen, best.accept, patience)
}

/** Refuses: on the first layer, or, where that has no button for it, the long way through the settings. */
export async function reject(seen: Watch, given: GivenSelectors, patience: Patience): Promise<Choice> {
  const first = await callForBanner(seen, given, patience)
  if (!first.best.reject && first.best.settings) {
    await press(first.best.settings)
    await seen.page.waitForTimeout(700)
  }
  return refuse(seen, given, patience, 'No way to reject was found. Name it with --reject SELECTOR.')
}

/**
 * Takes a choice back by the control that a page has for it: pressing it may be enough; where it opens the settings,
 * everything is refused there.
 */
export async function withdraw(seen: Watch, given: GivenSelectors, patience: Patience): Promise<Choice> {
  const { best } = await lookFor(seen, given, { roles: ['withdraw'], enough: ['withdraw'], patience: aWhile(patience) })
  const control = best.withdraw
  if (!control) {
    return { control: null, missing: 'No way to withdraw was found. Name it with --withdraw SELECTOR.' }
  }
  await press(control)
  await settle(seen, patience)
  await refuse(seen, given, patience, '')
  // Pressing may have been the whole of it: then there was nothing more to refuse.
  seen.moment = 'choice'
  return { control, missing: null }
}

async function refuse(seen: Watch, given: GivenSelectors, patience: Patience, otherwise: string): Promise<Choice> {
  const patiently = { enough: ['reject', 'save', 'settings'], patience: 1000 } as const
  let controls = await lookFor(seen, given, patiently)
  if (!controls.best.reject && !controls.best.save && controls.best.settings) {
    await press(controls.best.settings)
    await seen.page.waitForTimeout(700)
    controls = await lookFor(seen, given, patiently)
  }
  if (controls.best.reject) return choose(seen, controls.best.reject, patience)
  if (!controls.best.save) return { control: null, missing: otherwise }
  for (const box of controls.ticked) if (!box.necessary) await press(box)
  return choose(seen, controls.best.save, patience)
}

/** Presses what makes a choice. Where it does nothing at all, nobody has chosen: what runs then says nothing of a choice. */
async function choose(seen: Watch, control: Control, patience: Patience): Promise<Choice> {
  seen.moment = 'choice'
  const traces = () => seen.requests.length + seen.writes.length + seen.events.length
  const before = traces()
  await press(control)
  await settle(seen, patience)
  const isDead = traces() === before && (await control.element.isVisible().catch(() => false))
  if (!isDead) return { control, missing: null }
  return {
    control: null,
    missing: `Pressing "${control.name}" did nothing: it is still there, and nothing was stored.`,
  }
}
