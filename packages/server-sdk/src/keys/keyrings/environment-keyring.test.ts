import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { environmentKeyring } from './environment-keyring.ts'
import { memoryKeyring } from './memory-keyring.ts'
import { behavesAsKeyring } from './testing/conformance.ts'

const variableOf = (epoch: string) => `SOTTO_EPOCH_KEY_${epoch.replaceAll('-', '__').toUpperCase()}`

behavesAsKeyring(
  'environment',
  async () => {
    const variables: Record<string, string | undefined> = { PATH: '/bin' }
    return {
      plain: true,
      open: () => environmentKeyring(variables),
      remains: async () => JSON.stringify(variables),
      async bring(epoch) {
        variables[variableOf(epoch)] ??= randomBytes(32).toString('hex')
      },
      async take(epoch) {
        delete variables[variableOf(epoch)]
      },
      async change(epoch, change) {
        variables[variableOf(epoch)] = change(variables[variableOf(epoch)] ?? '')
      },
      async close() {},
    }
  },
  { impossible: ['away', 'deleteHalf'] },
)

behavesAsKeyring(
  'memory',
  async () => {
    const keyring = memoryKeyring()
    return {
      plain: true,
      open: () => keyring,
      async remains() {
        const epochs = (await keyring.store?.list()) ?? []
        return (await Promise.all(epochs.map((epoch) => keyring.store?.read(epoch)))).join('\n')
      },
      async close() {},
    }
  },
  { impossible: ['away', 'change', 'deleteHalf'] },
)

describe('a keyring in the environment', () => {
  it('says which variable to add, how to make its value, and what to remove', async () => {
    const variables: Record<string, string> = {}
    const keyring = environmentKeyring(variables)
    await expect(keyring.create('e20261122-a1b2c3')).rejects.toMatchObject({
      reason: 'action-needed',
      message: expect.stringMatching(/Add SOTTO_EPOCH_KEY_E20261122__A1B2C3 .*openssl rand -hex 32/),
    })
    variables.SOTTO_EPOCH_KEY_E20261122__A1B2C3 = 'ab'.repeat(32)
    expect(await keyring.create('e20261122-a1b2c3')).toEqual(Buffer.alloc(32, 0xab))
    const refusal = await keyring.destroy('e20261122-a1b2c3').catch((error: Error) => error.message)
    expect(refusal).toMatch(/Remove SOTTO_EPOCH_KEY_E20261122__A1B2C3/)
    expect(refusal).not.toContain('abab')
  })

  it('offers the keys that were brought as the next epochs, oldest name first', async () => {
    const variables: Record<string, string> = {
      SOTTO_EPOCH_KEY_2026_12: 'bb'.repeat(32),
      SOTTO_EPOCH_KEY_2026_11: 'aa'.repeat(32),
    }
    const keyring = environmentKeyring(variables)
    expect(await keyring.nextEpoch?.([])).toBe('2026_11')
    expect(await keyring.nextEpoch?.(['2026_11'])).toBe('2026_12')
    await expect(keyring.nextEpoch?.(['2026_11', '2026_12'])).rejects.toMatchObject({
      reason: 'action-needed',
      message: expect.stringMatching(/Add SOTTO_EPOCH_KEY_\d{4}_\d\d_\d\d /),
    })
  })

  it('leaves alone what is not its own, and takes an empty variable as none', async () => {
    const variables = { SOTTO_EPOCH_KEY_: 'x', SOTTO_EPOCH_KEYS: 'x', SOTTO_EPOCH_KEY_E1: '  ', MY_E2: 'cc'.repeat(32) }
    expect(await environmentKeyring(variables).list()).toEqual([])
    expect(await environmentKeyring(variables).read('e1')).toBeUndefined()
    expect(await environmentKeyring(variables, { prefix: 'MY_' }).list()).toEqual(['e2'])
    expect(() => environmentKeyring(variables, { prefix: 'my-' })).toThrow(TypeError)
  })

  it('refuses ids that no name of a variable could tell apart', async () => {
    for (const epoch of ['a__b', 'a_-b']) await expect(environmentKeyring({}).read(epoch)).rejects.toThrow(TypeError)
  })
})
