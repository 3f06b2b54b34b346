import type { TestProject } from 'vitest/node'
import { type Places, ReferenceServer } from './reference-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    places: Required<Places> & { publishableKey: string; botId: string; folder: string }
  }
}

/** One reference server with the sample documents, for all tests that only use it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await ReferenceServer.inNewFolder()
  const places = (await server.start()) as Required<Places>
  const answer = await fetch(`${places.url}/v1/bots`, { headers: { authorization: `Bearer ${places.secretKey}` } })
  const { data } = (await answer.json()) as { data: { id: string; publishableKey: string }[] }
  const [bot] = data
  if (!bot) throw new Error('the first start made no bot')
  project.provide('places', { ...places, publishableKey: bot.publishableKey, botId: bot.id, folder: server.folder })
  return () => server.remove()
}
