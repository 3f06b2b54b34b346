import { fileURLToPath } from 'node:url'
import type { Team } from '@sotto/server-sdk'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeDemoTeam, readSampleDocuments } from './demo-team.ts'
import type { RunningServer } from './server.ts'
import { type Installation, newInstallation } from './testing/start.ts'

const samples = ['customer-handbook.pdf', 'faq.md', 'opening-hours.html', 'price-list.csv', 'terms.docx']
const folder = fileURLToPath(new URL('../../examples/documents/', import.meta.url))

let place: Installation
let server: RunningServer
let knowledge: ReturnType<Team['bot']>['knowledge']

beforeEach(async () => {
  place = await newInstallation()
  server = await place.start()
  await makeDemoTeam(server.sotto)
  const demo = await server.sotto.publicTeam('kestrel-cycles')
  const bot = await server.sotto.firstPublicBot(demo?.id ?? '')
  const team = await server.sotto.team(demo?.id ?? '', { actor: { system: 'sample documents' } })
  knowledge = team.bot(bot?.id ?? '').knowledge
}, 60_000)
afterEach(async () => {
  await server.close()
  await place.remove()
})

const names = async () => (await knowledge.list({ limit: 100 })).data.map(({ filename }) => filename).sort()
const read = (report: (line: string) => void = () => {}, signal = new AbortController().signal) =>
  readSampleDocuments(server.sotto, report, signal)

it('adds every sample document on the first start, says which one it is at, and stops waiting when told', async () => {
  const ending = new AbortController()
  const said: string[] = []
  await read((line) => {
    said.push(line)
    ending.abort()
  }, ending.signal)
  expect(said).toEqual(['Reading the sample documents: 0 of 5 done, customer-handbook.pdf'])
  expect(await names()).toEqual(samples)
}, 60_000)

it('goes on where an interrupted first start stopped', async () => {
  for (const name of samples.slice(0, 2)) await knowledge.add({ path: folder + name })
  await read(undefined, AbortSignal.abort())
  expect(await names()).toEqual(samples)
}, 60_000)

it('brings no document back that the team has removed', async () => {
  await read(undefined, AbortSignal.abort())
  const [newest] = (await knowledge.list()).data
  await knowledge.remove(newest?.id ?? '')
  await read(undefined, AbortSignal.abort())
  expect(await names()).toEqual(samples.filter((name) => name !== newest?.filename))
}, 60_000)
