/**
 * Lets a process that is started with `--import` of this run our packages from their sources, as tests do: nothing has to
 * be built before.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const repository = new URL('../../../../', import.meta.url)
const { compilerOptions } = JSON.parse(readFileSync(new URL('tsconfig.base.json', repository), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> }
}

registerHooks({
  resolve(specifier, context, next) {
    const [path] = compilerOptions.paths[specifier] ?? []
    return path ? { url: new URL(path, repository).href, shortCircuit: true } : next(specifier, context)
  },
})
