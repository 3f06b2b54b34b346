import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { publicPackages } from './packages.ts'
import { runFile } from './running.ts'

const packages = publicPackages()

it.each(packages)('the README of $name has an example that runs', ({ folder }) => {
  expect(examplesIn(folder).length).toBeGreaterThan(0)
})

describe.each(inject('consumers'))('with the $peers peers', ({ folder: consumer }) => {
  const database = runningDatabase(consumer)

  for (const { name, folder } of packages) {
    for (const [index, { language, source }] of examplesIn(folder).entries()) {
      it(`example ${index + 1} of ${name} runs as written`, async () => {
        // Below the project, so that it finds the packages, and in a folder of its own, for what it writes.
        const place = await mkdtemp(join(consumer, 'example-'))
        const extension = language === 'ts' ? 'mts' : 'mjs'
        const { code, output } = await runFile(place, `example.${extension}`, source, { MONGODB_URI: database.uri })
        expect(code, output).toBe(0)
      })
    }
  }
})

/** The code blocks that follow `<!-- runs -->`: they must run alone, with only MONGODB_URI set, and end by themselves. */
function examplesIn(folder: string): { language: string; source: string }[] {
  const file = join(folder, 'README.md')
  if (!existsSync(file)) return []
  const blocks = readFileSync(file, 'utf8').matchAll(/<!-- runs -->\s*```(ts|js)\n([\s\S]*?)\n```/g)
  return [...blocks].map(([, language = '', source = '']) => ({ language, source }))
}

/** The packed database, run by its own command, for examples that need one. */
function runningDatabase(consumer: string) {
  const database = { uri: '' }
  const script = join(consumer, 'node_modules', '@sotto', 'embedded-mongo', 'dist', 'cli.js')
  let stop = () => {}
  beforeAll(async () => {
    const data = await mkdtemp(join(consumer, 'database-'))
    const child = spawn(process.execPath, [script, '--port', '0', '--data', data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    stop = () => void child.kill()
    for await (const line of createInterface(child.stdout)) {
      const uri = /^ready (mongodb:\S+)/.exec(line)?.[1]
      if (uri === undefined) continue
      database.uri = uri
      return
    }
    throw new Error('sotto-mongo ended before it was ready.')
  })
  afterAll(() => stop())
  return database
}
