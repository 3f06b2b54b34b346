import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { contentOf, operatorRounds, says } from '../commands/testing/operator-rounds.ts'
import { erasureParts, erasures } from '../erasure/declare.ts'
import { fileKeyring } from '../keys/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'
import { BSON } from './driver.ts'
import { gateway, useEverything } from './testing/everything-used.ts'

let running: TestSotto
let acme: TestTeam
let folder: string
/** What servers write into their own log. */
const lines: string[] = []
const write = (fields: object, message: string) => void lines.push(JSON.stringify([fields, message]))

/** What people said or are: none of it may lie in the clear anywhere. */
const secrets = new Map<string, string>()
const secret = (what: string, value: string) => {
  secrets.set(what, value)
  return value
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-operator-'))
  running = await startTestSotto({
    keyring: fileKeyring(join(folder, 'keyring')),
    logger: { info: write, warn: write, error: write },
    models: { embeddings: wordsOnly },
    keptByLaw: [{ category: 'tickets', years: 100, ground: 'tax law' }],
    smsGateway: gateway,
  })
  acme = await makeTeam(running.sotto)
}, 30_000)
afterAll(async () => {
  for (const suffix of ['', '_keys', '_index']) await running.client.db(`${running.database}r${suffix}`).dropDatabase()
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

it('nothing of people or documents lies in the clear in any of the three databases', async () => {
  await useEverything(running, acme, secret)
  const found: string[] = []
  const counts: Record<string, number> = {}
  for (const suffix of ['', '_keys', '_index']) {
    const db = running.client.db(running.database + suffix)
    for (const { name } of await db.listCollections().toArray()) {
      const rows = await db.collection(name).find().toArray()
      counts[name] = rows.length
      for (const row of rows) {
        const bytes = Buffer.from(BSON.serialize(row))
        const texts = [bytes.toString('utf8').toLowerCase(), bytes.toString('latin1').toLowerCase()]
        for (const [what, value] of secrets)
          for (const form of [value, value.toLowerCase(), Buffer.from(value).toString('base64').slice(0, -4)])
            if (texts.some((text) => text.includes(form.toLowerCase()))) found.push(`${what} in ${name}`)
      }
    }
  }
  expect([...new Set(found)]).toEqual([])
  // A scan that has not seen every collection with something in it proves nothing. Those of an erasure end with it.
  const ended = [erasures.name, erasureParts.name] as string[]
  const unused = running.sotto.dataMap.collections
    .map(({ name }) => name)
    .filter((name) => !counts[name] && !ended.includes(name))
  expect(unused).toEqual([])
  expect(counts).toMatchObject({ tokens: expect.any(Number), claims: expect.any(Number), unitKeys: expect.any(Number) })
}, 60_000)

it('and nothing of it is told to whoever runs the server: by commands, by their errors, by logs', async () => {
  const { sotto, database } = running
  const { values, empty } = await contentOf(sotto)
  // A field in which nothing was ever seen proves nothing.
  expect(empty).toEqual([])
  const { said, untried } = await operatorRounds({
    folder,
    variables: { MONGODB_URI: inject('mongoUri'), SOTTO_KEYRING: join(folder, 'keyring') },
    database,
    empty: `${database}r`,
    teamId: acme.teamId,
    slug: (await acme.team.team.get()).slug,
  })
  // A command that is new has to be tried here, too.
  expect(untried).toEqual([])
  const told = new Map(said)
  told.set('status of keys', JSON.stringify(await sotto.keys.status()))
  told.set('cases of support', JSON.stringify(await sotto.support.list()))
  told.set('readiness', JSON.stringify([await sotto.ready(), sotto.capabilities]))
  told.set('log', lines.join('\n'))
  const found: string[] = []
  const content = [...values, ...[...secrets].map(([what, value]) => [value, what] as const)]
  for (const [where, text] of told)
    for (const [value, what] of content) if (says(text, value)) found.push(`${what} in ${where}`)
  expect(found).toEqual([])
}, 60_000)
