import type { AuditEntry } from '@sotto/client-sdk'

/** Looks of one kind, by one and the same, at one and the same thing, with nothing between them: the newest first. */
export type Run = readonly [AuditEntry, ...AuditEntry[]]

const isLook = ({ action }: AuditEntry) => action.endsWith('.read')

const sameLook = (one: AuditEntry, other: AuditEntry) =>
  isLook(one) &&
  one.action === other.action &&
  one.actor.kind === other.actor.kind &&
  one.actor.id === other.actor.id &&
  one.target?.id === other.target?.id &&
  one.subject === other.subject &&
  one.transcript === other.transcript

/**
 * Entries as they are shown: who looks at a page again and again fills no screen with it. Changes always stand alone.
 *
 * @param signedAt where the entries begin that the newest checkpoint covers: a line, so no run goes over it
 */
export function runsOf(entries: readonly AuditEntry[], signedAt = -1): Run[] {
  const runs: [AuditEntry, ...AuditEntry[]][] = []
  for (const [at, entry] of entries.entries()) {
    const last = runs.at(-1)
    if (last && at !== signedAt && sameLook(last[0], entry)) last.push(entry)
    else runs.push([entry])
  }
  return runs
}
