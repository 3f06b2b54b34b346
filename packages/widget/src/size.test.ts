import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { buildScripts, wordNames } from '../build.ts'

describe('what a visitor downloads', async () => {
  const scripts = await buildScripts()
  const textOf = (name: string) => new TextDecoder().decode(scripts.get(name))
  const compressed = (name: string) => gzipSync(scripts.get(name) ?? '', { level: 9 }).length
  const named = (part: string) => [...scripts.keys()].filter((name) => name.includes(part))

  it('is at most 4 kB before the panel is opened', () => {
    expect(compressed('v1.js')).toBeLessThanOrEqual(4000)
  })

  it('is at most 34.6 kB with everything, in the language with the most to load and a colour of the bot', () => {
    const languages = ['-de-', '-ar-'].map((part) => compressed(named(part)[0] ?? ''))
    const accent = named('-accent-').map(compressed)
    const whole = [compressed('v1.js'), compressed('sotto-chat.js'), Math.max(...languages), ...accent]
    expect(whole.every((size) => size > 500)).toBe(true)
    expect(whole.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(34_600)
  })

  it('is made of these files, and the loader names the element with a hash of it', () => {
    expect([...scripts.keys()].map((name) => name.replace(/-[A-Z0-9]{8}\./, '.')).sort()).toEqual([
      'sotto-chat-accent.js',
      'sotto-chat-ar.js',
      'sotto-chat-de.js',
      'sotto-chat.js',
      'v1.js',
    ])
    expect(textOf('v1.js')).toMatch(/\.\/sotto-chat\.js\?v=[\da-f]{12}/)
  })

  it('shortens names that stand for words alone', () => {
    const cwd = fileURLToPath(new URL('.', import.meta.url))
    const files = globSync('**/*.ts', { cwd }).filter(
      (file) => !file.startsWith('language') && !file.endsWith('.test.ts'),
    )
    const source = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')
    const others = source.replace(/\bwords\.\w+/g, '')
    expect(files.length).toBeGreaterThan(20)
    expect(wordNames.filter((name) => new RegExp(`\\b${name}\\b`).test(others))).toEqual([])
  })

  it('sets no HTML from text and evaluates none', () => {
    for (const name of scripts.keys()) {
      expect(textOf(name), name).not.toMatch(/\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML/)
    }
    // Lit's own, for templates that stand in the source.
    expect(textOf('sotto-chat.js').match(/\.innerHTML\s*=/g)).toHaveLength(1)
  })
})
