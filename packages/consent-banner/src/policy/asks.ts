import type { ConsentPolicy } from './policy.ts'

/**
 * Names what a policy asks, in at most 11 small letters and digits. It changes with every purpose, service and text, and
 * with nothing else: where a service loads from, or another way to store the choice, is no reason to ask anybody again.
 * It finds changes; the proof of what was shown is a SHA-256 (see `ConsentShown`).
 */
export function asksOf({ categories, services, texts }: ConsentPolicy): string {
  const asked = JSON.stringify([texts, categories, services], (key, value) =>
    /^(requests|cookies|storage)$/.test(key) ? undefined : value,
  )
  let high = 1
  let low = 2
  for (let index = 0; index < asked.length; index++) {
    const unit = asked.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit ^ (high >>> 15), 1597334677)
  }
  return ((high >>> 11) * 2 ** 32 + (low >>> 0)).toString(36)
}
