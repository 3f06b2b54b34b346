import { contractEndStates } from '@sotto/contracts'
import { z } from 'zod'
import { collection, plain } from '../../data-map/index.ts'

const count = z.number().int()

/**
 * The end of a team, by the id of the team. There is nothing of people in it: it outlives them, with the certificate that
 * says what was deleted.
 */
export const contractEnds = collection('contractEnds', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Ending a contract, and showing that it was ended',
  basis: 'legal-obligation',
  retention: { category: 'team', since: 'askedAt', afterwards: 'delete' },
  log: 'contract-end',
  fields: {
    state: plain(z.enum(contractEndStates)),
    askedBy: plain(z.string().nullable()),
    confirmedBy: plain(z.string().nullable()),
    graceDays: plain(count),
    askedAt: plain(z.date()),
    deleteAt: plain(z.date().nullable()),
    /** Keyed hash of the code that was mailed to the one owner, and how often it was tried. */
    code: plain(z.string().nullable()),
    codeUntil: plain(z.date().nullable()),
    codesTried: plain(count),
    /** SHA-256 of the token in the link to the certificate. */
    link: plain(z.string().nullable()),
    held: plain(count),
    /** The name of the erasure in certificate and log. */
    erasure: plain(z.string()),
    nonce: plain(z.string()),
    begunAt: plain(z.date().nullable()),
    endedAt: plain(z.date().nullable()),
    tallies: plain(z.record(z.string(), z.object({ deleted: count, anonymised: count }))),
    keysDestroyed: plain(count),
    /** JSON of the facts, and of the signed file. */
    facts: plain(z.string().nullable()),
    certificate: plain(z.string().nullable()),
  },
  authenticated: ['state', 'askedBy', 'confirmedBy', 'deleteAt', 'code', 'link'],
})
