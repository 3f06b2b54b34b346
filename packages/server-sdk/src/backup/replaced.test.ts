import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Installation, startInstallation } from './testing/restored.ts'

let here: Installation
beforeAll(async () => {
  here = await startInstallation()
}, 60_000)
afterAll(() => here.close())

const replaced = { code: 'unavailable', message: expect.stringContaining('start it again') }

it('neither answers nor writes once its databases were dropped, also when they were put back under it', async () => {
  const { acme, clock, running } = here
  await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
  expect(await here.sotto('backup --to ~/copy')).toMatchObject({ code: 0 })
  expect(await running.sotto.ready()).toEqual({ database: 'ok', keyring: 'ok' })
  const names = ['', '_keys', '_index'].map((suffix) => running.database + suffix)
  const drop = async () => {
    for (const name of names) await running.client.db(name).dropDatabase()
  }
  await drop()
  await expect(running.sotto.ready()).rejects.toMatchObject(replaced)
  // What it wrote until it looked.
  await drop()

  clock.advance(3600_000)
  expect(await here.sotto('restore --data ~/copy/data --keys ~/copy/keys')).toMatchObject({ code: 0 })
  await expect(running.sotto.ready()).rejects.toMatchObject(replaced)
  const request = { ip: null, requestId: null }
  const principal = await running.sotto.access.member(acme.teamId, acme.ownerId)
  expect(() => running.sotto.as(principal, request as never)).toThrow('start it again')

  const again = await here.serving(running.database)
  expect((await again.team.contacts.list()).data).toMatchObject([{ name: 'Ada' }])
  expect(await again.sotto.ready()).toEqual({ database: 'ok', keyring: 'ok' })
}, 60_000)
