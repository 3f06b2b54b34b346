import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { describe, expect, test } from 'vitest'

async function bundle(entry: string): Promise<{ text: string; inputs: string[]; imports: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    external: [...builtinModules, 'node:*'],
    logLevel: 'silent',
  })
  const [output] = Object.values(metafile.outputs) as [Metafile['outputs'][string]]
  return {
    text: outputFiles[0]?.text as string,
    inputs: Object.keys(metafile.inputs),
    imports: output.imports.map(({ path }) => path),
  }
}

const packagesIn = (inputs: string[]) =>
  new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]))

describe('what a page loads', () => {
  test('of the slim entry has at most 4 kB gz, and nothing of others', async () => {
    const { text, inputs, imports } = await bundle('slim.ts')
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(4000)
    expect(packagesIn(inputs)).toEqual(new Set([undefined]))
    expect(inputs.filter((path) => path.includes('contracts'))).toEqual([])
    expect(imports).toEqual([])
  })

  test('of the main entry needs no module of Node', async () => {
    const { inputs, imports } = await bundle('index.ts')
    expect(imports).toEqual([])
    expect(packagesIn(inputs)).toEqual(new Set([undefined, 'ky', 'eventsource-parser', 'zod']))
  })

  test('of the node entry needs only modules of Node', async () => {
    const { inputs, imports } = await bundle('node.ts')
    expect(imports.filter((path) => !path.startsWith('node:'))).toEqual([])
    expect(packagesIn(inputs)).toEqual(new Set([undefined]))
  })
})
