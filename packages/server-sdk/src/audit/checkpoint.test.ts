import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { readCheckpoint, signCheckpoint, verifierKey } from './checkpoint.ts'
import { emptyRoot } from './tree.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const body = { origin: 'sotto/team_1/1', size: 18_204, root: emptyRoot }
const note = signCheckpoint(body, privateKey)
const verifier = verifierKey(body.origin, privateKey)

it('is a note of three lines and a signature, as C2SP writes it', () => {
  const lines = note.split('\n')
  expect(lines.slice(0, 4)).toEqual([body.origin, '18204', emptyRoot.toString('base64'), ''])
  expect(lines[4]).toMatch(/^— sotto\/team_1\/1 [A-Za-z0-9+/]+=*$/)
  expect(lines[5]).toBe('')
  expect(verifier).toMatch(/^sotto\/team_1\/1\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/)
})

it('is read with the key that signed it, and says what it said', () => {
  expect(readCheckpoint(note, verifier)).toEqual(body)
})

it('is not read with another key, or when a word of it is another', () => {
  const other = generateKeyPairSync('ed25519').privateKey
  expect(readCheckpoint(note, verifierKey(body.origin, other))).toBeUndefined()
  expect(readCheckpoint(note, verifierKey('sotto/team_2/1', privateKey))).toBeUndefined()
  for (const [from, to] of [
    ['18204', '18203'],
    ['18204', '018204'],
    ['47DE', '47DF'],
    ['\n— sotto/team_1/1 ', '\n— sotto/team_2/1 '],
    ['\n\n', '\nmore\n\n'],
  ] as const) {
    const forged = note.replace(from, to)
    expect(forged).not.toBe(note)
    expect(readCheckpoint(forged, verifier)).toBeUndefined()
  }
  expect(readCheckpoint('', verifier)).toBeUndefined()
  expect(readCheckpoint(note, 'nonsense')).toBeUndefined()
})
