import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { CommandFailed, tool } from './command.mjs'
import { repository } from './runtime.mjs'
import { snippetsConfiguration } from './snippets.mjs'
import { workspaces } from './workspaces.mjs'

const folder = join(repository, '.runtime', 'typecheck')
/** What only lets a program see more files. */
const alike = new Set(['allowJs', 'checkJs', 'paths'])

/**
 * Checks the types of everything that a package's `typecheck` script checks. Configurations that differ in nothing but
 * their files are one program: those that use the server would each read all of it anew, which is most of the work.
 * `npm run typecheck` checks each package alone.
 *
 * Rejects with what is wrong in all of them.
 */
export async function typecheck(node) {
  // Several checkers would each work out most types anew: twice the work, for no less time on two cores.
  const compile = (name, args) => tool('typescript-7', [...args, '--checkers', '1'], { name, command: 'tsc', node })
  const programs = new Map()
  for (const config of configurations()) {
    const { compilerOptions, files } = JSON.parse(await compile('typecheck-config', ['-p', config, '--showConfig']))
    const options = Object.fromEntries(Object.entries(compilerOptions).filter(([name]) => !alike.has(name)))
    const key = JSON.stringify(options, Object.keys(options).sort())
    const program = programs.get(key) ?? { options, files: new Set() }
    for (const file of files) program.files.add(resolve(dirname(config), file))
    if (compilerOptions.allowJs) program.options = { ...program.options, allowJs: true }
    programs.set(key, program)
  }
  mkdirSync(folder, { recursive: true })
  const failures = []
  for (const [index, { options, files }] of [...programs.values()].entries()) {
    const path = join(folder, `tsconfig.${index + 1}.json`)
    writeFileSync(path, JSON.stringify(configuration(options, files), undefined, 2))
    await compile(`typecheck-${index + 1}`, ['-p', path]).catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, said(failures))
}

/** Every configuration that a `typecheck` script names, and one for the code in README and guides. */
function configurations() {
  const named = workspaces().flatMap(({ folder, manifest }) =>
    [...(manifest.scripts?.typecheck ?? '').matchAll(/\btsc -p (\S+)/g)].map(([, named]) => {
      const path = resolve(folder, named)
      return path.endsWith('.json') ? path : join(path, 'tsconfig.json')
    }),
  )
  return [...named, snippetsConfiguration()]
}

function configuration(compilerOptions, files) {
  const from = (path) => relative(folder, path).split(sep).join('/')
  return {
    extends: from(join(repository, 'tsconfig.base.json')),
    compilerOptions,
    files: [...files].sort().map(from),
  }
}

function said(failures) {
  return failures.map((error) => (error instanceof CommandFailed ? error.message : String(error))).join('\n\n')
}
