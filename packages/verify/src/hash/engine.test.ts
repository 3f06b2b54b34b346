import { createHash, webcrypto } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { entriesOf, exportOf, keyOf, verifierOf } from '../testing/writer.ts'
import { engine, webEngine } from './engine.ts'

it('hashes as Node does, with Node and without', () => {
  const web = webEngine()
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) % 256)
    const expected = createHash('sha256').update(bytes).digest('binary')
    expect(engine.sha256(bytes)).toBe(expected)
    expect(web.sha256(bytes)).toBe(expected)
  }
})

it('works where there is no Node: in a browser', async () => {
  const built = await build({
    entryPoints: [fileURLToPath(new URL('../index.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'sotto',
    platform: 'browser',
  })
  const origin = 'sotto/team_a/1'
  const [good, other] = [keyOf(1), keyOf(2)]
  const text = exportOf({ origin, entries: entriesOf(260), key: good })
  const browser = { TextEncoder, TextDecoder, Uint8Array, ArrayBuffer, DataView, atob, btoa, crypto: webcrypto, Blob }
  const statuses = await runInNewContext(
    `${built.outputFiles[0]?.text ?? ''}
    const check = (text, key) => sotto.verifyLog(new Blob([text]).stream(), { keys: [key] }).then(({ status }) => status)
    Promise.all([check(text, good), check(text.replace('"n":17,', '"n":18,'), good), check(text, other)])`,
    { ...browser, text, good: verifierOf(origin, good), other: verifierOf(origin, other) },
  )
  expect([...statuses]).toEqual(['valid', 'invalid', 'invalid'])
})
