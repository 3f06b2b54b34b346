import { sensitiveActions } from '@sotto/contracts'
import { z } from 'zod'
import { collection, plain } from '../../data-map/index.ts'

const action = plain(z.enum(sensitiveActions))

/** What a team does with sensitive data; without a row, what is usual. Its id is the team's. */
export const sensitiveDataRules = collection('sensitiveDataRules', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Keeping out what should not be stored',
  basis: 'legal-obligation',
  retention: { category: 'team', since: 'changedAt', afterwards: 'delete' },
  log: 'sensitive-data-rules',
  fields: {
    payment: action,
    governmentId: action,
    health: action,
    custom: action,
    /** In the consent ledger. */
    purpose: plain(z.string().nullable()),
    bots: plain(z.array(z.string())),
    staff: plain(z.boolean()),
    documents: plain(z.boolean()),
    patterns: plain(z.array(z.object({ name: z.string(), pattern: z.string() }))),
    alsoHealth: plain(z.array(z.string())),
    neverHealth: plain(z.array(z.string())),
    changedAt: plain(z.date()),
  },
  // Whoever writes to the database without the keys cannot have everything stored.
  authenticated: ['payment', 'governmentId', 'health', 'custom', 'purpose', 'staff', 'documents'],
})
