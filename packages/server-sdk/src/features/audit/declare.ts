import { z } from 'zod'
import { collection, confidential, plain } from '../../data-map/index.ts'

/** Where a team wants its log to go by itself. */
export const auditSinks = collection('auditSinks', {
  id: 'auditSink',
  about: 'nobody',
  unit: 'own',
  purpose: 'Evidence of what was done with personal data',
  basis: 'legal-obligation',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: 'audit-sink',
  fields: {
    kind: plain(z.enum(['siem', 'witness'])),
    address: confidential(z.string()),
    /** PEM of a SIEM, verifier key of a witness. */
    trusted: confidential(z.string().nullable()),
    /** How much of the log has arrived: which log, and how many entries of it. */
    sentOrigin: plain(z.number().int()),
    sentSize: plain(z.number().int()),
    problem: plain(z.string().nullable()),
    /** Grows each time somebody takes the sink: who holds an older one has lost it. */
    fence: plain(z.number().int()),
    leaseUntil: plain(z.date()),
    failures: plain(z.number().int()),
    createdAt: plain(z.date()),
  },
  indexes: [{ createdAt: 1 }],
  acrossTeams: [{ leaseUntil: 1 }],
})

/** What the last check of a team's log found. Sealed, so that nobody without keys can say that all is well. */
export const auditVerifications = collection('auditVerifications', {
  id: 'own',
  about: 'nobody',
  unit: 'own',
  purpose: 'Evidence of what was done with personal data',
  basis: 'legal-obligation',
  retention: { category: 'team', since: 'at', afterwards: 'delete' },
  log: 'audit-verification',
  fields: {
    jobId: plain(z.string()),
    at: plain(z.date()),
    report: confidential(z.string(), { inLog: false }),
  },
})
