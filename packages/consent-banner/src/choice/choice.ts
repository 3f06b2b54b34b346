import type { GoogleName, Plan, Regime } from '../policy/plan.ts'

/** What somebody has chosen, as it is kept. Names are of services, or of categories for all that is in them. */
export interface Choice {
  readonly asks: string
  /** Under how strict a regime it was made. */
  readonly strictness: number
  /** Seconds since 1970. */
  readonly at: number
  readonly visitor: string
  readonly granted: readonly string[]
  readonly denied: readonly string[]
}

/** A choice as one line that cookies take: `1.asks.strictness.seconds.visitor.granted.denied`. */
export const writeChoice = ({ asks, strictness, at, visitor, granted, denied }: Choice): string =>
  [1, asks, strictness, at, visitor, granted.join('+'), denied.join('+')].join('.')

/** Reads such a line; null for anything else. What makes no sense in it grants nothing. */
export function readChoice(line: string): Choice | null {
  const [format, asks, strictness, at, visitor, granted, denied] = line.split('.') as Line
  if (format !== '1' || denied == null) return null
  const names = (list: string) => list.split('+').filter(Boolean)
  return { asks, strictness: +strictness, at: +at, visitor, granted: names(granted), denied: names(denied) }
}

type Line = [string, string, string, string, string, string, string?]

/** What is known of a visitor who is about to see a page. */
export interface Circumstances {
  readonly choice: Choice | null
  readonly regime: Regime
  /** What Global Privacy Control keeps off: nothing, where the browser does not send it. */
  readonly off: readonly string[]
  /** Seconds since 1970. */
  readonly now: number
}

const day = 86400

/**
 * Whether a yes answers the question of today: it was given to the same, under a regime at least as strict, and not in
 * the future. A clock that was set back by less than a day makes no choice invalid.
 */
export const answersTheSame = ({ choice, regime, now }: Circumstances, { asks }: Plan) =>
  choice?.asks === asks && choice.strictness >= regime.strictness && choice.at - now < day

/** Whether a choice is younger than a number of days. */
const younger = ({ choice, now }: Circumstances, days: number) => !!choice && now - choice.at < days * day

/** Everything that may run: services, and categories of which every service may. A no holds whatever else changes. */
export function grantedBy(plan: Plan, circumstances: Circumstances): Set<string> {
  const { choice, regime, off } = circumstances
  const fresh = answersTheSame(circumstances, plan) && younger(circumstances, regime.expiresAfterDays)
  const granted = new Set<string>()
  const missing = new Set<string>()
  for (const [id, category, necessary] of plan.items) {
    const listed = (names: readonly string[] = []) => names.includes(id) || names.includes(category)
    const yes =
      necessary ||
      (!listed(choice?.denied) &&
        !off.includes(id) &&
        (regime.unasked.includes(id) || (fresh && listed(choice?.granted))))
    if (yes) granted.add(id).add(category)
    else missing.add(category)
  }
  for (const category of missing) granted.delete(category)
  if (plan.google?.names.some((name) => granted.has(name))) granted.add('~google' satisfies GoogleName)
  return granted
}

/** Whether the first layer is due. Who said no is not asked before their time, whatever changes. */
export function mustAsk(plan: Plan, circumstances: Circumstances): boolean {
  const { choice, regime, off } = circumstances
  const { expiresAfterDays, askAgainAfterDays } = regime
  const open = plan.items.some(([id]) => !regime.unasked.includes(id) && !off.includes(id))
  const same = answersTheSame(circumstances, plan)
  const due =
    !choice ||
    (choice.granted.length > 0 && !same) ||
    (!(same && younger(circumstances, expiresAfterDays)) && !younger(circumstances, askAgainAfterDays))
  return regime.kind === 'opt-in' && open && due
}
