import { createHash, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyAgreement } from '../index.ts'
import { keyOf, verifierOf } from '../testing/writer.ts'

const key = keyOf(3)
const verifier = verifierOf('sotto/team_a/1', key)
const text = '# Data processing agreement\n'
const copy = '%PDF'
const sha256 = (of: string) => createHash('sha256').update(of).digest('hex')
const receipt = {
  at: '2026-05-03T09:00:00.000Z',
  by: 'mem_1',
  name: 'Ines Kestrel',
  paper: 'data-processing-agreement',
  party: 'own',
  sha256: sha256(text),
  team: 'team_a',
  title: 'Owner',
  version: 2,
}

function fileOf(signed: string, more: object = {}): string {
  const signature = sign(null, Buffer.from(`sotto-agreement-v1\n${signed}`), key).toString('base64')
  const { version, party, name, title, at, by: memberId, sha256: hash } = receipt
  return JSON.stringify({
    version,
    party,
    name,
    title,
    at,
    memberId,
    hash,
    receipt: signed,
    signature,
    verifier,
    ...more,
  })
}
const good = fileOf(JSON.stringify(receipt))
const codes = async (...args: Parameters<typeof verifyAgreement>) =>
  (await verifyAgreement(...args)).problems.map(({ code }) => code)

it('is valid under the key of the log, also of a later log of the team, and with the text that was signed', async () => {
  const verdict = await verifyAgreement(good, { keys: [verifier], text: Buffer.from(text) })
  expect(verdict).toMatchObject({ status: 'valid', problems: [], notShown: [], agreement: receipt })
  const later = verifierOf('sotto/team_a/2', key)
  expect(await verifyAgreement(good, { keys: [later] })).toMatchObject({ status: 'valid' })
  expect((await verifyAgreement(good, { keys: [later] })).notShown.join()).toContain(receipt.sha256)
  const bare = { ...JSON.parse(good), version: undefined, memberId: undefined }
  expect(await verifyAgreement(JSON.stringify(bare), { keys: [verifier] })).toMatchObject({ status: 'valid' })
})

it('proves nothing by the key that it names itself', async () => {
  const verdict = await verifyAgreement(good)
  expect(verdict.status).toBe('unproven')
  expect(verdict.notShown.join()).toContain('the one that the receipt itself names')
})

it('is not valid when the receipt, the text, the copy, the key, or what is told beside it is another', async () => {
  const other = good.replace('Ines Kestrel\\"', 'Inez Kestrel\\"')
  expect(await codes(other, { keys: [verifier] })).toEqual(['forged', 'told_otherwise'])
  expect(await codes(fileOf(JSON.stringify(receipt), { name: 'Somebody else' }), { keys: [verifier] })).toEqual([
    'told_otherwise',
  ])
  expect(await codes(good, { keys: [verifier], text: Buffer.from(text.trim()) })).toEqual(['other_text'])
  expect(await codes(good, { keys: [verifierOf('sotto/team_a/1', keyOf(4))] })).toEqual(['other_key'])
  expect(await codes(good, { keys: [verifierOf('sotto/team_b/1', key)] })).toEqual(['other_key'])
  expect(await codes(good, { keys: [verifier], copy: Buffer.from(copy) })).toEqual(['other_copy'])
  const { at, by, ...rest } = receipt
  const withCopy = { at, by, copy: sha256(copy), ...rest, party: 'other' }
  const counter = fileOf(JSON.stringify(withCopy), { party: 'other' })
  expect(await codes(counter, { keys: [verifier], copy: Buffer.from(copy) })).toEqual([])
  expect(await codes(counter, { keys: [verifier], copy: Buffer.from('%PDF2') })).toEqual(['other_copy'])
  expect((await verifyAgreement(counter, { keys: [verifier] })).notShown.join()).toContain(sha256(copy))
})

it.each([
  ['no JSON', 'hello'],
  ['no receipt', '{}'],
  ['a receipt of a consent', good.replace('data-processing-agreement', '')],
  ['spaces', fileOf(JSON.stringify(receipt, null, 1))],
  ['another order', fileOf(JSON.stringify(Object.fromEntries(Object.entries(receipt).toReversed())))],
  ['a version that is none', fileOf(JSON.stringify({ ...receipt, version: 0 }))],
  ['a key of receipts', fileOf(JSON.stringify(receipt), { verifier: verifierOf('sotto/team_a/receipts', key) })],
  ['a key of another team', fileOf(JSON.stringify(receipt), { verifier: verifierOf('sotto/team_b/1', key) })],
  ['a signature that is none', fileOf(JSON.stringify(receipt), { signature: 'AAAA' })],
])('is no receipt of an agreement: %s', async (_what, file) => {
  expect(await codes(file, { keys: [verifier] })).toEqual(['malformed'])
})
