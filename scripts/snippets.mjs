import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { repository } from './runtime.mjs'
import { publicPackages } from './workspaces.mjs'

const folder = join(repository, '.runtime', 'snippets')

/**
 * Writes the TypeScript of README and guides down as modules, so that it can be checked like everything else, and gives
 * the path of the configuration that names them. What a snippet takes for granted stands before it in its page, where no
 * reader sees it:
 *
 *     <!-- given
 *     declare const team: import('@sotto/server-sdk').Team
 *     -->
 */
export function snippetsConfiguration() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const page of pages()) {
    const name = relative(repository, page).split(sep).join('.')
    for (const { line, module } of snippetsOf(readFileSync(page, 'utf8'))) {
      writeFileSync(join(folder, `${name}.${line}.ts`), module)
    }
  }
  const configuration = join(folder, 'tsconfig.json')
  writeFileSync(configuration, JSON.stringify({ extends: '../../bench/tsconfig.json', include: ['.'] }))
  return configuration
}

/**
 * The TypeScript in a page: the line at which each snippet begins, and a module in which every line has the number that
 * it has in the page, so that the compiler names the right one.
 */
export function snippetsOf(page) {
  const blocks = page.matchAll(/(?:^<!-- given\n([\s\S]*?)\n-->\n)?(?:^<!-- runs -->\n)?^```ts\n([\s\S]*?)^```$/gm)
  return [...blocks].map((block) => {
    const [whole, given = '', code] = block
    const before = page.slice(0, block.index + whole.lastIndexOf('```ts\n'))
    const line = before.split('\n').length + 1
    return { line, module: `export {}${'\n'.repeat(line - 1)}${code}\n${given}\n` }
  })
}

/** CONTRIBUTING.md shows code of a feature that does not exist, and decisions show what was rejected. */
function pages() {
  const guides = join(repository, 'docs', 'guides')
  return [
    join(repository, 'README.md'),
    ...readdirSync(guides).map((name) => join(guides, name)),
    ...publicPackages().map(({ folder }) => join(folder, 'README.md')),
  ]
}
