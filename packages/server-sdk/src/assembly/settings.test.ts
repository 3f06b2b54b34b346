import { expect, it } from 'vitest'
import { createSotto, memoryKeyring, type SottoOptions } from '../index.ts'

const fine: SottoOptions = { mongo: 'mongodb://127.0.0.1:1', keyring: memoryKeyring() }

it.each<[string, Partial<SottoOptions>]>([
  ['mongo is missing', { mongo: undefined }],
  ['mongo is missing', { mongo: '' }],
  ['keyring is missing', { keyring: undefined as never }],
  ['rotateKeysAfterDays must be', { rotateKeysAfterDays: 31 }],
  ['exportDays must be', { exportDays: 0 }],
  ['permission.linkHours must be', { permission: { linkHours: 169 } }],
  ['permission.mailsADay must be', { permission: { mailsADay: 1.5 } }],
])('says that %s before it connects to anything', async (said, options) => {
  await expect(createSotto({ ...fine, ...options })).rejects.toThrow(said)
})
