import type { Plan } from '../policy/plan.ts'
import { type Choice, readChoice, writeChoice } from './choice.ts'

/**
 * The choice that this browser keeps; null where there is none, or where storage is forbidden. Of two cookies by the same
 * name, which a site has once it widens `domain`, the younger counts.
 */
export function recall({ name, local }: Plan): Choice | null {
  try {
    return (local ? `${name}=${localStorage.getItem(name)}` : document.cookie)
      .split('; ')
      .map((line) => (line.startsWith(`${name}=`) ? readChoice(line.slice(name.length + 1)) : null))
      .reduce((one, other) => (other && !(one && one.at > other.at) ? other : one), null)
  } catch {
    return null
  }
}

export const lineOf = (choice: Choice | null) => choice && writeChoice(choice)

/** Keeps a choice, and says whether it is kept. `days` is when it may be forgotten; browsers allow 400 at most. */
export function keep(plan: Plan, choice: Choice, days: number, domain?: string): boolean {
  const line = writeChoice(choice)
  try {
    if (plan.local) localStorage.setItem(plan.name, line)
    else {
      const where = `${domain ? `;Domain=${domain}` : ''}${location.protocol === 'https:' ? ';Secure' : ''}`
      // biome-ignore lint/suspicious/noDocumentCookie: what is kept must be kept before the next line runs
      document.cookie = `${plan.name}=${line};Path=/;Max-Age=${days * 86400};SameSite=Lax${where}`
    }
  } catch {
    return false
  }
  return lineOf(recall(plan)) === line
}
