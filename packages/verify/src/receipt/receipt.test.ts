import { createHash, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyReceipt } from '../index.ts'
import { keyOf, verifierOf } from '../testing/writer.ts'

const key = keyOf(3)
const name = 'sotto/team_a/receipts'
const verifier = verifierOf(name, key)
const text = 'We would like to count visits. Is that all right?'

const receipt = {
  at: '2026-05-03T09:00:00.000Z',
  choices: { analytics: 'denied', marketing: 'granted' },
  gpc: false,
  id: 'rcp_1',
  language: 'en',
  layout: 'box',
  policy: { id: 'pol_1', version: 3 },
  region: null,
  source: 'banner',
  team: 'team_a',
  text: createHash('sha256').update(text).digest('hex'),
}

function fileOf(signed: string, more: object = {}): string {
  const signature = sign(null, Buffer.from(`sotto-receipt-v1\n${signed}`), key).toString('base64')
  return JSON.stringify({ 'sotto-receipt': 1, receipt: signed, signature, verifier, ...more })
}
const good = fileOf(JSON.stringify(receipt))
const codes = async (...args: Parameters<typeof verifyReceipt>) =>
  (await verifyReceipt(...args)).problems.map(({ code }) => code)

it('is valid under the key that was given, and with the text that was shown', async () => {
  const verdict = await verifyReceipt(good, { keys: [verifier], text: Buffer.from(text) })
  expect(verdict).toMatchObject({ status: 'valid', problems: [], notShown: [], receipt })
  expect(await verifyReceipt(`${good}\n`, { keys: [verifier] })).toMatchObject({ status: 'valid' })
})

it('is held against the words that were shown, however their JSON is written', async () => {
  const texts = { title: 'Cookies – ja?', 'category.analytics.title': 'Besuche "zählen"' }
  const hashed = {
    language: 'de',
    layer: 'first',
    layout: 'bar',
    texts: Object.fromEntries(Object.entries(texts).sort()),
  }
  const hash = createHash('sha256').update(JSON.stringify(hashed)).digest('hex')
  const file = fileOf(JSON.stringify({ ...receipt, language: 'de', layout: 'bar', text: hash }))
  const answer = { record: { layer: 'first', layout: 'bar', language: 'de', id: 'rcp_1' }, receipt: {}, shown: texts }
  const against = (text: string) => codes(file, { keys: [verifier], text: Buffer.from(text) })
  for (const one of [hashed, { texts, layout: 'bar', layer: 'first', language: 'de' }, answer])
    expect(await against(JSON.stringify(one, null, 2))).toEqual([])
  const written = JSON.stringify(answer)
  for (const other of [
    written.replace('ja?', 'nein?'),
    written.replace('"layer":"first"', '"layer":"email"'),
    written.replace('"title":', '"title":"Something else","title":'),
    JSON.stringify(texts),
    '[]',
    '{',
  ])
    expect(await against(other)).toEqual(['other_text'])
})

it('is taken out of the answer of the API, whose record and words have to be those that were signed', async () => {
  const words = { title: 'Cookies?' }
  const record = { layer: 'first', layout: 'box', language: 'en', choices: receipt.choices, policy: receipt.policy }
  const hashed = '{"language":"en","layer":"first","layout":"box","texts":{"title":"Cookies?"}}'
  const signed = fileOf(JSON.stringify({ ...receipt, text: createHash('sha256').update(hashed).digest('hex') }))
  const answer = JSON.stringify({ record, receipt: JSON.parse(signed), shown: words }, null, 2)
  const verdict = await verifyReceipt(answer, { keys: [verifier] })
  expect(verdict).toMatchObject({ status: 'valid', notShown: [] })
  expect(verdict.shown).toContain('The text that was given is, word for word, the one that was shown.')
  const against = (file: string) => codes(file, { keys: [verifier] })
  expect(await against(answer.replace('Cookies?', 'Biscuits?'))).toEqual(['other_text'])
  expect(await against(answer.replace('"denied"', '"granted"'))).toEqual(['told_otherwise'])
  expect(await against(answer.replace('"denied', '"granted", "analytics": "denied'))).toEqual(['malformed'])
})

it('proves nothing by the key that it names itself', async () => {
  const verdict = await verifyReceipt(good)
  expect(verdict.status).toBe('unproven')
  expect(verdict.notShown.join()).toContain('the one that the receipt itself names')
})

it('is not valid when a choice, the text, the signature or the key is another', async () => {
  expect(await codes(good.replace('denied', 'granted'), { keys: [verifier] })).toEqual(['forged'])
  expect(await codes(good, { keys: [verifier], text: Buffer.from(`${text} `) })).toEqual(['other_text'])
  expect(await codes(good, { keys: [verifierOf(name, keyOf(4))] })).toEqual(['other_key'])
  expect(await codes(fileOf(JSON.stringify(receipt), { verifier: verifierOf(name, keyOf(4)) }))).toEqual(['forged'])
})

it.each([
  ['no JSON', 'hello'],
  ['another version', good.replace('receipt":1', 'receipt":2')],
  ['more than is signed', fileOf(JSON.stringify(receipt), { note: 'unsigned' })],
  ['spaces', fileOf(JSON.stringify(receipt, null, 1))],
  ['another order', fileOf(JSON.stringify(Object.fromEntries(Object.entries(receipt).toReversed())))],
  ['a number in another form', fileOf(JSON.stringify(receipt).replace('"version":3', '"version":3.0'))],
  ['a name twice', fileOf(JSON.stringify(receipt).replace('"gpc":false', '"gpc":true,"gpc":false'))],
  ['a choice that is none', fileOf(JSON.stringify({ ...receipt, choices: { analytics: 'perhaps' } }))],
  ['no policy', fileOf(JSON.stringify({ ...receipt, policy: null }))],
  ['a name of the file twice', good.replace('{', '{"receipt":"{}",')],
  ['half a character', fileOf(JSON.stringify({ ...receipt, source: '\ud800' }))],
  ['the key of another team', fileOf(JSON.stringify(receipt), { verifier: verifierOf('sotto/team_b/receipts', key) })],
])('is refused with %s', async (_name, file) => {
  expect(await codes(file, { keys: [verifier] })).toEqual(['malformed'])
})
