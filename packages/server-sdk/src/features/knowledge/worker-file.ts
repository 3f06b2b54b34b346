import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where the code of a worker thread lies: beside the bundle in a published package (`dist/parse-worker.js`, made by an
 * entry of tsup and started by the ESM and the CommonJS build alike), beside the source otherwise.
 *
 * @throws Error when neither exists, which happens when somebody bundles this package without its worker files.
 */
export function workerFile(name: 'parse' | 'embed'): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const candidates = [join(here, `${name}-worker.js`), join(here, name, 'worker.ts')]
  const found = candidates.find((path) => existsSync(path))
  if (found) return found
  throw new Error(
    `Sotto cannot find its worker file ${name}-worker.js in ${here}. ` +
      'If you bundle your server, mark @sotto/server-sdk as external so that its files stay together.',
  )
}
