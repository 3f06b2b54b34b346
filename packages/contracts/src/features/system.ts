import { z } from 'zod'
import { endpoint } from '../endpoint.ts'

/** Whether the server lives, and whether it is ready to serve. */
export const systemEndpoints = {
  health: endpoint('GET /healthz', {
    summary: 'Whether the process lives',
    tag: 'System',
    allow: { anyone: true },
    returns: { 200: z.object({ status: z.literal('ok') }) },
    logs: null,
  }),
  readiness: endpoint('GET /readyz', {
    summary: 'Whether it can serve: database, keyring and log are there',
    tag: 'System',
    allow: { anyone: true },
    returns: {
      200: z.object({
        status: z.literal('ready'),
        checks: z.record(z.string(), z.literal('ok')),
      }),
    },
    logs: null,
  }),
}
