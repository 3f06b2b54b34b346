import type { DocumentOf } from '../data-map/index.ts'
import type { SystemScope, TeamScope } from '../mongo/index.ts'
import { mails } from './declare.ts'

/** A mail of the last day, opened, and whose team sent it. */
export type KeptMail = DocumentOf<typeof mails> & { teamId: string }

/** Mail of the last day, for a developer who looks at it instead of sending it. */
export interface Outbox {
  /** Newest first, at most 100. */
  list(): Promise<KeptMail[]>
  find(id: string): Promise<KeptMail | null>
}

/** @param teams whose mail is shown */
export function outboxOf(system: SystemScope, teams: () => Promise<readonly string[]>): Outbox {
  const scopeOf = (teamId: string): TeamScope =>
    system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  return {
    async list() {
      const kept: KeptMail[] = []
      for (const teamId of await teams()) {
        const collection = scopeOf(teamId).collection(mails)
        const rows = await collection.find({}, { sort: { createdAt: -1, id: -1 }, limit: 100 })
        for (const mail of await collection.openAll(rows)) kept.push({ ...mail, teamId })
      }
      return kept.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, 100)
    },
    async find(id) {
      const row = await system.findById(mails, id)
      const mail = row && (await scopeOf(row.teamId).collection(mails).findById(id))
      return mail && { ...mail, teamId: row.teamId }
    },
  }
}
