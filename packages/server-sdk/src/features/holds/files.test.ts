import type { Id } from '@sotto/contracts'
import { beforeAll, expect, it } from 'vitest'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { day, held, until, useTwoPeople } from './testing/two-people.ts'

const people = useTwoPeople()
const { clock, place, release } = people
let botId: Id<'bot'>
beforeAll(async () => {
  botId = (await people.team.bots.create({ name: 'Wren' })).id
})

const knowledge = () => people.team.bot(botId).knowledge
const add = async (keepOriginal: 'keep' | 'delete-after-processing') => {
  const text = 'Loan bikes are free for three days. Bring something that shows who you are.\n'
  const file = { text, filename: 'a.md', mediaType: 'text/markdown', keepOriginal }
  return knowledge().ready((await knowledge().add(file)).document.id)
}
const stored = (documentId: string) =>
  people.running.client.db(people.running.database).collection('originals').countDocuments({ documentId })

it('keeps an original that was to go once it was read, until the hold is released and its period is over', async () => {
  const hold = await place({ botId })
  const document = await add('delete-after-processing')
  expect(document.original).toBe('kept')
  expect(await stored(document.id)).toBe(1)
  const run = async () => {
    await until(async () => expect((await people.team.retention.get()).running).toBeNull())
    const { id } = await people.team.retention.start()
    await until(async () => expect((await people.team.retention.run(id)).state).toBe('completed'))
  }
  clock.advance(31 * day)
  await run()
  expect(await stored(document.id)).toBe(1)
  await release(hold.id)
  await atItsPace(people.running, clock, async () => expect(await stored(document.id)).toBe(0))
  expect(await knowledge().get(document.id)).toMatchObject({ state: 'ready', original: 'deleted' })
  expect((await add('delete-after-processing')).original).toBe('deleted')
})

it('keeps a document whose original is held for itself', async () => {
  const [document, without] = [await add('keep'), await add('delete-after-processing')]
  const hold = await place({ botId, categories: ['files'] })
  await expect(knowledge().remove(document.id)).rejects.toMatchObject(held)
  expect(await stored(document.id)).toBe(1)
  await knowledge().remove(without.id)
  await release(hold.id)
  await knowledge().remove(document.id)
  expect(await stored(document.id)).toBe(0)
})
