import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { type PublicPackage, publicPackages, repository } from './packages.ts'
import { runNode } from './running.ts'

const compiler = join(repository, 'node_modules', 'typescript-7', 'bin', 'tsc')
const packages = publicPackages()
/** What is for browsers has to do without the types of Node. */
const forBrowsers = packages
  .filter(({ needsNode }) => !needsNode)
  .map((each) => ({ ...each, entries: new Map([...each.entries].filter(([name]) => !name.endsWith('/node'))) }))
const forNode = packages.filter(({ needsNode }) => needsNode)

const nodenext = { module: 'nodenext', moduleResolution: 'nodenext', types: ['node'] }
const bundler = { module: 'esnext', moduleResolution: 'bundler' }

/** How users type-check. Loading what the packages depend on is most of the work, so each kind is one program. */
const kinds = [
  { kind: 'Node (nodenext), ESM and CommonJS', users: packages, options: nodenext, extensions: ['mts', 'cts'] },
  { kind: 'bundlers', users: forNode, options: { ...bundler, types: ['node'] }, extensions: ['ts'] },
  { kind: 'bundlers for browsers', users: forBrowsers, options: { ...bundler, types: [] }, extensions: ['ts'] },
]

/**
 * Bundlers read the same declarations as Node does. What is for servers, and what is checked with other peers than the
 * newest, is asked for them in the long run alone.
 */
const kindsWith = (peers: string) =>
  process.env.SOTTO_LONG
    ? kinds
    : kinds.filter(({ users }) => users === packages || (peers === 'newest' && users === forBrowsers))

describe.each(inject('consumers'))('with the $peers peers', ({ folder, peers }) => {
  describe.each(kindsWith(peers))('for $kind', ({ kind, users, options, extensions }) => {
    let said: Said

    beforeAll(async () => {
      said = await typeCheck(join(folder, kind.replace(/\W+/g, '-')), users, options, extensions)
    })

    it.each(users)('$name type-checks', ({ name }) => {
      expect(said.errors.filter((line) => isAbout(name, line))).toEqual([])
    })

    it('there is nothing else to complain about', () => {
      expect(said.errors.filter((line) => !users.some(({ name }) => isAbout(name, line)))).toEqual([])
    })

    if (options.types.length === 0)
      it('the types of Node are not needed', () => {
        expect(said.files.filter((file) => file.includes('/node_modules/@types/node/'))).toEqual([])
      })
  })
})

interface Said {
  /** Lines with an error in what is ours, from the folder that was checked. Errors inside of third parties' are not. */
  errors: string[]
  files: string[]
}

/** Type-checks a strict user of every entry of each package, declarations included. */
async function typeCheck(folder: string, users: PublicPackage[], options: object, extensions: string[]): Promise<Said> {
  await mkdir(folder, { recursive: true })
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, target: 'es2022' }
  const lib = ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable']
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...strict, lib, ...options }, include: ['.'] }),
  )
  for (const { name, entries } of users) {
    for (const extension of extensions) {
      const usable = [...entries].filter(([, conditions]) => extension !== 'cts' || conditions.includes('require'))
      const lines = usable.map(([entry], index) =>
        extension === 'cts'
          ? `import all${index} = require('${entry}')\nexport const names${index}: string[] = Object.keys(all${index})`
          : `import * as all${index} from '${entry}'\nexport const names${index}: string[] = Object.keys(all${index})`,
      )
      await writeFile(join(folder, `${userOf(name)}.${extension}`), `${lines.join('\n')}\nexport {}\n`)
    }
  }
  const { code, output } = await runNode(folder, [
    compiler,
    '-p',
    folder,
    '--pretty',
    'false',
    '--listFiles',
    '--checkers',
    '1',
  ])
  const lines = output.split('\n').map((line) => line.trim())
  const errors = lines.filter((line) => /error TS\d+/.test(line))
  const unexplained = code !== 0 && errors.length === 0
  return {
    errors: unexplained ? [output] : errors.filter((line) => !isThirdParty(line)),
    files: lines.filter((line) => /\.d\.[cm]?ts$/.test(line)),
  }
}

const userOf = (name: string) => name.replace(/\W+/g, '-').slice(1)

/** An error in a package's declarations, or in the file of the one who uses it. */
function isAbout(name: string, line: string) {
  return line.includes(`node_modules/${name}/`) || line.startsWith(`${userOf(name)}.`)
}

function isThirdParty(line: string) {
  return /^(\.\.\/)*(.*\/)?node_modules\/(?!@sotto\/)/.test(line)
}
