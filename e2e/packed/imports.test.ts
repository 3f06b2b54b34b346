import { describe, expect, inject, it } from 'vitest'
import { publicPackages } from './packages.ts'
import { type Ended, runFile, runNode } from './running.ts'

/** Runs for its effect on a page, like the script tag that it stands for. */
const scripts = new Set(['@sotto/widget/loader'])
const entries = publicPackages().flatMap(({ entries }) => [...entries].filter(([entry]) => !scripts.has(entry)))
const commands = publicPackages().flatMap(({ commands }) => [...commands])

describe.each(inject('consumers'))('with the $peers peers', ({ folder }) => {
  it.each(entries)('%s can be imported', async (entry) => {
    const source = `const all = await import('${entry}')\nif (Object.keys(all).length === 0) throw new Error('exports nothing')\n`
    expectSuccess(await runFile(folder, fileName(entry, 'mjs'), source))
  })

  it.each(entries.filter(([, conditions]) => conditions.includes('require')))('%s can be required', async (entry) => {
    const source = `const all = require('${entry}')\nif (Object.keys(all).length === 0) throw new Error('exports nothing')\n`
    expectSuccess(await runFile(folder, fileName(entry, 'cjs'), source))
  })

  it.each(entries.filter(([, conditions]) => conditions.includes('require')))(
    '%s exports the same by import and by require',
    async (entry) => {
      const source = `
        import { createRequire } from 'node:module'
        const names = (all) => Object.keys(all).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort().join()
        const imported = names(await import('${entry}'))
        const required = names(createRequire(import.meta.url)('${entry}'))
        if (imported !== required) throw new Error(imported + ' is not ' + required)
      `
      expectSuccess(await runFile(folder, fileName(entry, 'both.mjs'), source))
    },
  )

  it.each(commands)('npx %s answers --help', async (command, script) => {
    const { code, output } = await runNode(folder, [script, '--help'])
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining(command) })
  })
})

function expectSuccess({ code, output }: Ended) {
  expect(code, output).toBe(0)
}

function fileName(entry: string, extension: string) {
  return `${entry.replace(/\W+/g, '-').replace(/^-/, '')}.${extension}`
}
