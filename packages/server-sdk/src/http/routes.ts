import { routes } from './handler.ts'

/** Whether the process lives, and whether it can serve. */
export const systemRoutes = routes({
  health: async () => ({ status: 'ok' }),
  readiness: async ({ sotto }) => ({ status: 'ready', checks: await sotto.ready() }),
})
