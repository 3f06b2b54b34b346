import type { GoogleName, Plan } from '../policy/plan.ts'

/** Google reads only the `arguments` of a function: an array of the same values is passed over. */
const gtag = function (..._values: unknown[]) {
  const page = window as { dataLayer?: unknown[] }
  page.dataLayer ??= []
  // biome-ignore lint/complexity/noArguments: see above
  page.dataLayer.push(arguments)
}

/**
 * Consent Mode v2: everything denied before any tag, then what was chosen, on the choice and on each later page. A type
 * that several services want is granted with the first of them. Pages without Google's services get no `dataLayer`.
 */
export function tellGoogle({ google }: Plan, command: 'default' | 'update', granted?: ReadonlySet<string>) {
  if (!google) return
  const signals: Record<string, unknown> = granted ? {} : { wait_for_update: google.wait }
  for (const [type, names] of google.types) {
    signals[type] = names.some((name) => granted?.has(name)) ? 'granted' : 'denied'
  }
  gtag('consent', command, signals)
}

/**
 * What Google has to know before any tag: the default and, where somebody has chosen or a regime lets tags run unasked,
 * what holds now.
 */
export function introduceGoogle(plan: Plan, choice: unknown, granted: ReadonlySet<string>) {
  tellGoogle(plan, 'default')
  if (choice || granted.has('~google' satisfies GoogleName)) tellGoogle(plan, 'update', granted)
}
