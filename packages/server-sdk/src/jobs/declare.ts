import { errorCodes, jobStates } from '@sotto/contracts'
import { z } from 'zod'
import { collection, plain } from '../data-map/index.ts'

/** Work that outlives a request. Payloads are ids, never content. */
export const jobs = collection('jobs', {
  id: 'job',
  about: 'nobody',
  unit: 'none',
  purpose: 'Work in the background',
  basis: 'contract',
  retention: { category: 'technical', since: 'updatedAt', afterwards: 'delete' },
  log: { never: 'what a job does to data is logged as such' },
  fields: {
    kind: plain(z.string()),
    state: plain(z.enum(jobStates)),
    payload: plain(z.record(z.string(), z.string())),
    progress: plain(z.object({ done: z.number(), total: z.number().nullable(), note: z.string().nullable() })),
    error: plain(z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable()),
    /** Grows each time somebody takes the job: who holds an older one has lost it. */
    fence: plain(z.number().int()),
    attempts: plain(z.number().int()),
    leaseUntil: plain(z.date().nullable()),
    runAfter: plain(z.date()),
    createdAt: plain(z.date()),
    updatedAt: plain(z.date()),
  },
  indexes: [{ state: 1, createdAt: -1 }],
  acrossTeams: [{ state: 1, runAfter: 1 }],
})
