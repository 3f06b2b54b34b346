import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { buildAsSitesDo, buildGates, buildScripts } from '../build.ts'
import { languages } from './languages/language.ts'

const weight = (...contents: (string | Uint8Array | undefined)[]) =>
  contents.reduce((total, content) => total + gzipSync(content ?? '', { level: 9 }).length, 0)

it('a gate without its policy weighs at most 2 kB, in mode strict 2.6', async () => {
  const { declared, strict } = await buildGates()
  expect(weight(declared)).toBeLessThanOrEqual(2000)
  expect(weight(strict)).toBeLessThanOrEqual(2600)
})

it('a first visit loads at most 14 kB, and in the longest language 14.5', async () => {
  const { declared } = await buildGates()
  const scripts = await buildScripts()
  const visit = (language: string) =>
    weight(declared, scripts.get('sotto-consent.js'), scripts.get(`words/${language}.js`))
  expect(visit('en')).toBeLessThanOrEqual(14_000)
  expect(Math.max(...languages.map(visit))).toBeLessThanOrEqual(14_500)
})

it('the core weighs at most 4.5 kB, with what it loads at once', async () => {
  const modules = await buildAsSitesDo({ core: 'src/core.ts' })
  const text = (name: string) => new TextDecoder().decode(modules.get(name))
  const atOnce = [...text('core.js').matchAll(/from"\.\/([^"]+)"/g)].map(([, name = '']) => text(name))
  expect(weight(text('core.js'), ...atOnce)).toBeLessThanOrEqual(4500)
})
