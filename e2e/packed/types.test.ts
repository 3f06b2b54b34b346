import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { type PublicPackage, publicPackages, repository } from './packages.ts'
import { runNode } from './running.ts'

const compiler = join(repository, 'node_modules', 'typescript-7', 'bin', 'tsc')
const packages = publicPackages()

describe.each(inject('consumers'))('with the $peers peers', ({ folder }) => {
  it.each(packages)('$name type-checks for Node (nodenext), ESM and CommonJS', async (tested) => {
    const compilerOptions = { module: 'nodenext', moduleResolution: 'nodenext', types: ['node'] }
    expect(await errorsIn(folder, tested, 'nodenext', compilerOptions, ['mts', 'cts'])).toEqual([])
  })

  it.each(packages)('$name type-checks for bundlers', async (tested) => {
    // What is for browsers has to do without the types of Node.
    const types = tested.needsNode ? ['node'] : []
    const compilerOptions = { module: 'esnext', moduleResolution: 'bundler', types }
    const entries = new Map([...tested.entries].filter(([name]) => tested.needsNode || !name.endsWith('/node')))
    expect(await errorsIn(folder, { ...tested, entries }, 'bundler', compilerOptions, ['ts'])).toEqual([])
  })
})

/** Type-checks a strict user of every entry, declarations included. Errors inside of third parties' are not ours. */
async function errorsIn(
  consumer: string,
  tested: PublicPackage,
  resolution: string,
  compilerOptions: object,
  extensions: string[],
): Promise<string[]> {
  const name = `${tested.name.replace(/\W+/g, '-').slice(1)}-${resolution}`
  const folder = join(consumer, name)
  await mkdir(folder, { recursive: true })
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, target: 'es2022' }
  const lib = ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable']
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...strict, lib, ...compilerOptions }, include: ['.'] }),
  )
  for (const extension of extensions) {
    const usable = [...tested.entries].filter(([, conditions]) => extension !== 'cts' || conditions.includes('require'))
    const lines = usable.map(([entry], index) =>
      extension === 'cts'
        ? `import all${index} = require('${entry}')\nexport const names${index}: string[] = Object.keys(all${index})`
        : `import * as all${index} from '${entry}'\nexport const names${index}: string[] = Object.keys(all${index})`,
    )
    await writeFile(join(folder, `user.${extension}`), `${lines.join('\n')}\nexport {}\n`)
  }
  const { code, output } = await runNode(consumer, [compiler, '-p', folder, '--pretty', 'false'])
  const ours = output.split('\n').filter((line) => /error TS\d+/.test(line) && !isThirdParty(line))
  const unexplained = code !== 0 && !/error TS\d+/.test(output)
  return unexplained ? [output] : ours
}

function isThirdParty(line: string) {
  return /^(\.\.\/)*(.*\/)?node_modules\/(?!@sotto\/)/.test(line)
}
