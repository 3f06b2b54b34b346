import { type IdKind, idPrefixes } from '@sotto/contracts'

const kinds = new Map(Object.entries(idPrefixes).map(([kind, prefix]) => [prefix as string, kind as IdKind]))

const kindOf = (id: string) => kinds.get(id.slice(0, id.indexOf('_')))

/** Ids by the names that they have in paths: `contactId` for one that begins with `con_`. What is no id is left out. */
export function namedIds(ids: readonly (string | null | undefined)[]): Record<string, string> {
  const named: Record<string, string> = {}
  for (const id of ids) {
    const kind = id ? kindOf(id) : undefined
    if (id && kind) named[`${kind}Id`] ??= id
  }
  return named
}

/** Ids, times, and words of closed vocabularies. */
const shown = /^[A-Za-z0-9_.:+-]{1,200}$/

/**
 * Webhooks carry ids and no content: nothing that somebody wrote has this form.
 *
 * @throws TypeError
 */
export function requireIds(type: string, data: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(data))
    if (typeof value !== 'string' || !shown.test(value))
      throw new TypeError(`webhook ${type}: ${name} must be an id, a time or a word of a closed vocabulary`)
}
