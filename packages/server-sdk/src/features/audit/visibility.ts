import type { Permission } from '@sotto/contracts'
import { holds, type Principal } from '../../access/index.ts'

/** What one has to be allowed to read for seeing whom an entry is about. */
const reading: Readonly<Record<string, Permission>> = {
  apiKeys: 'api-keys:read',
  appointments: 'appointments:read',
  auditSinks: 'audit:write',
  bots: 'bots:read',
  conversations: 'conversations:read',
  documents: 'knowledge:read',
  members: 'members:read',
  messages: 'conversations:read',
  teams: 'team:read',
  tickets: 'tickets:read',
  webhooks: 'webhooks:read',
}

/**
 * Whether somebody who may read the log also sees the people in its entries about a collection: ids, addresses, values.
 * Where nothing else is said they need to see contacts.
 */
export const seesPeople = (principal: Principal | null, collection: string | null): boolean =>
  principal === null || holds(principal, reading[collection ?? ''] ?? 'contacts:read')
