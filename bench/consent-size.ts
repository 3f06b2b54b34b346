import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { forBrowsers } from './consent/for-browsers.ts'

const dist = fileURLToPath(new URL('../packages/consent-banner/dist/', import.meta.url))
const { resolve } = createRequire(import.meta.url)

/**
 * What a visitor downloads before they have chosen anything, in bytes of gzip -9, beside others in the same run, each
 * with its style sheet, bundled and minified in one way. React itself is not counted. Throws where the banner has not
 * been built.
 */
export async function run() {
  const gate = join(dist, 'gate-declared.js')
  if (!existsSync(gate)) throw new Error(`There is no ${gate}. Run \`npm run build\` first.`)
  const visit = ['gate-declared.js', 'browser/sotto-consent.js', 'browser/words/en.js'].map((path) => fileIn(path))
  const ours = {
    gate: compressed(fileIn('gate-declared.js')),
    strictGate: compressed(fileIn('gate-strict.js')),
    core: await bundled(`export * from ${JSON.stringify(join(dist, 'core.js'))}`),
    visit: visit.reduce((total, content) => total + compressed(content), 0),
  }
  const peers = {
    'vanilla-cookieconsent': await peer('vanilla-cookieconsent', [], 'vanilla-cookieconsent/dist/cookieconsent.css'),
    klaro: await peer('klaro', [], 'klaro/dist/klaro.min.css'),
    '@c15t/react, without React': await peer('@c15t/react', ['react', 'react-dom', 'react/jsx-runtime']),
    'osano cookieconsent': await peer('cookieconsent', [], 'cookieconsent/build/cookieconsent.min.css'),
  }
  for (const [name, size] of Object.entries({ ...ours, ...peers })) console.log(`${name}: ${size ?? 'not installed'}`)
  const against = Object.fromEntries(Object.entries(peers).filter(([, size]) => size !== undefined)) as Record<
    string,
    number
  >
  return {
    bench: 'consent-size',
    figures: [
      figure('gate: enough to hold and to recall a choice', ours.gate, 2000, {}),
      figure('gate in mode strict', ours.strictGate, 2600, {}),
      figure('headless core', ours.core, 4500, against),
      figure('banner: all that a first visit loads', ours.visit, 14_000, against),
    ],
  }
}

function figure(name: string, value: number, aim: number, against: Record<string, number>) {
  return { name, value, unit: 'bytes gzip -9', aim: `<=${aim}`, met: value <= aim, against }
}

/** All that a peer loads; undefined where it is not installed. */
async function peer(name: string, external: string[], styles?: string): Promise<number | undefined> {
  try {
    const script = await bundled(`export * from '${name}'`, external)
    return script + (styles === undefined ? 0 : compressed(readFileSync(resolve(styles))))
  } catch {
    return undefined
  }
}

async function bundled(contents: string, external: string[] = []): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    ...forBrowsers,
    splitting: true,
    format: 'esm',
    outdir: 'out',
    legalComments: 'none',
    external,
  })
  // What is imported by `import()` comes when it is needed. The rest is one piece for the visitor, in however many files.
  const texts = new Map(outputFiles.map(({ path, text }) => [path.split(/[\\/]/).at(-1) ?? '', text]))
  const atOnce = new Set(['stdin.js'])
  for (const name of atOnce) {
    for (const [, found = ''] of (texts.get(name) ?? '').matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) atOnce.add(found)
  }
  return compressed(Buffer.from([...atOnce].map((name) => texts.get(name) ?? '').join('')))
}

function fileIn(path: string): Buffer {
  return readFileSync(join(dist, path))
}

function compressed(content: Uint8Array): number {
  return gzipSync(content, { level: 9 }).length
}
