import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyVersionOf, open, SealBrokenError, type SealedPlace, seal } from './seal.ts'

const key = createSecretKey(randomBytes(32))
const place: SealedPlace = { team: 'team_1', collection: 'contacts', document: 'con_1', rowVersion: 3 }
const text = Buffer.from('Ada King, ada@example.com')

describe('what was sealed', () => {
  it('opens where it was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (bytes, version) => {
        const sealed = seal(key, version, place, bytes)
        expect(keyVersionOf(sealed)).toBe(version)
        expect(open(key, place, sealed)).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 50 },
    )
  })

  it.each<[string, Partial<SealedPlace>]>([
    ['another team', { team: 'team_2' }],
    ['another collection', { collection: 'messages' }],
    ['another row', { document: 'con_2' }],
    ['an older version of the row', { rowVersion: 2 }],
    ['a later version of the row', { rowVersion: 4 }],
    ['a place that reads the same when joined', { team: 'team_', collection: '1contacts' }],
  ])('does not open in %s', (_where, other) => {
    expect(() => open(key, { ...place, ...other }, seal(key, 1, place, text))).toThrow(SealBrokenError)
  })

  it('does not open with another key', () => {
    expect(() => open(createSecretKey(randomBytes(32)), place, seal(key, 1, place, text))).toThrow(SealBrokenError)
  })

  it('does not open when any one bit of it is another', () => {
    const sealed = seal(key, 1, place, text)
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(() => open(key, place, changed)).toThrow(SealBrokenError)
    }
  })

  it('does not open when it was cut or made longer', () => {
    const sealed = seal(key, 1, place, text)
    for (let length = 0; length < sealed.length; length++)
      expect(() => open(key, place, sealed.subarray(0, length))).toThrow(SealBrokenError)
    expect(() => open(key, place, Buffer.concat([sealed, Buffer.of(0)]))).toThrow(SealBrokenError)
  })

  it('never has the same nonce twice', () => {
    const nonces = new Set(
      Array.from({ length: 2000 }, () => seal(key, 1, place, text).subarray(5, 17).toString('hex')),
    )
    expect(nonces.size).toBe(2000)
  })

  it('says where it was, and never what', () => {
    expect(() => open(key, { ...place, document: 'con_2' }, seal(key, 1, place, text))).toThrow(
      /contacts con_2 does not open/,
    )
  })
})
