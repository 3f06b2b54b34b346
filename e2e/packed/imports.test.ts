import { beforeAll, describe, expect, inject, it } from 'vitest'
import { publicPackages } from './packages.ts'
import { runFile, runNode } from './running.ts'

/** Runs for its effect on a page, like the script tag that it stands for. */
const scripts = new Set(['@sotto/widget/loader'])
const entries = publicPackages().flatMap(({ entries }) => [...entries].filter(([entry]) => !scripts.has(entry)))
const required = entries.filter(([, conditions]) => conditions.includes('require'))
const commands = publicPackages().flatMap(({ commands }) => [...commands])

/** What an entry exports, or why it could not be loaded. */
type Loaded = { names: string[] } | { error: string }

const namesOf = `
  const namesOf = (all) =>
    Object.keys(all).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort()
`

describe.each(inject('consumers'))('with the $peers peers', ({ folder }) => {
  let byImport: Record<string, Loaded>
  let byRequire: Record<string, Loaded>

  // One process for all of them: starting one takes longer than what is tested.
  beforeAll(async () => {
    byImport = await load(folder, 'imports.mjs', entries, (entry) => `await import('${entry}')`)
    byRequire = await load(folder, 'requires.cjs', required, (entry) => `require('${entry}')`)
  })

  it.each(entries)('%s can be imported', (entry) => {
    expect(byImport[entry]).toEqual({ names: expect.arrayContaining([expect.any(String)]) })
  })

  it.each(required)('%s can be required', (entry) => {
    expect(byRequire[entry]).toEqual({ names: expect.arrayContaining([expect.any(String)]) })
  })

  it.each(required)('%s exports the same by import and by require', (entry) => {
    expect(byRequire[entry]).toEqual(byImport[entry])
  })

  it.each(commands)('npx %s answers --help', async (command, script) => {
    const { code, output } = await runNode(folder, [script, '--help'])
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining(command) })
  })
})

async function load(
  folder: string,
  file: string,
  wanted: [string, string[]][],
  loading: (entry: string) => string,
): Promise<Record<string, Loaded>> {
  const tries = wanted.map(
    ([entry]) => `
      try { loaded['${entry}'] = { names: namesOf(${loading(entry)}) } }
      catch (error) { loaded['${entry}'] = { error: String(error.stack) } }
    `,
  )
  const source = `${namesOf}\nconst loaded = {}\n${tries.join('')}\nprocess.stdout.write(JSON.stringify(loaded) + '\\n')\n`
  const { code, output } = await runFile(folder, file, source)
  expect(code, output).toBe(0)
  return JSON.parse(output.split('\n', 1)[0] ?? '')
}
