import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sotto } from '@sotto/server-sdk'
import { type SottoRouterOptions, sottoRouter } from '@sotto/server-sdk/express'
import express from 'express'
import { dashboardFiles } from '../../src/dashboard-files.ts'

export interface ServedDashboard {
  origin: string
  close(): Promise<void>
}

/** Dashboard and API on one origin, as the reference server has them. */
export async function serveDashboard(
  sotto: Sotto,
  folder: string,
  rateLimits: SottoRouterOptions['rateLimits'] = false,
): Promise<ServedDashboard> {
  const app = express()
  app.use('/dashboard', dashboardFiles(folder))
  app.use(sottoRouter(sotto, { cookies: { secure: false }, rateLimits }))
  const server = createServer(app)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
