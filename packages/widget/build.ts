/**
 * How the scripts that a browser loads are made: `v1.js`, the loader, and `sotto-chat.js`, the element with all that it
 * needs. The tests serve what this builds, so they see what a visitor gets.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type BuildOptions, build, type Plugin, transform } from 'esbuild'
import { en } from './src/language/en.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Style sheets are text that does not change: they are put together here, design tokens and all, and minified. Templates
 * lose their indentation.
 */
const tightTemplates: Plugin = {
  name: 'tight-templates',
  setup(builder) {
    builder.onLoad({ filter: /\.styles\.ts$/ }, async ({ path }) => {
      const { href } = pathToFileURL(path)
      const sheets: Record<string, string> = await import(href)
      const texts = Object.entries(sheets).filter(([, sheet]) => typeof sheet === 'string')
      const lines = texts.map(async ([name, sheet]) => {
        const { code } = await transform(sheet, { loader: 'css', minify: true, target: browser.target })
        return `export const ${name}=${JSON.stringify(code.trim())}`
      })
      return { contents: (await Promise.all(lines)).join('\n'), loader: 'js' }
    })
    builder.onLoad({ filter: /[\\/]widget[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return { contents: source.replace(/\n[ \t]+/g, '\n'), loader: 'ts' }
    })
  },
}

/** The names of the words that are no one else's, being of two words or more: a few letters do for a browser. */
export const wordNames = Object.keys(en).filter((name) => /[A-Z]/.test(name))

const browser = {
  absWorkingDir: here('.'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  conditions: ['production'],
  charset: 'utf8',
  legalComments: 'none',
  write: false,
  outdir: 'dist',
  tsconfig: here('tsconfig.json'),
} satisfies BuildOptions

/** What a site's own bundler makes of the package: one module, for the tests. */
export async function buildAsSitesDo(): Promise<Uint8Array> {
  const { outputFiles } = await build({ ...browser, entryPoints: { index: 'src/index.ts' }, minify: false })
  const [file] = outputFiles
  if (!file) throw new Error('src/index.ts gave no module')
  return file.contents
}

/** The scripts by file name, in UTF-8. `sotto-chat.js` is named by the loader with a hash of its content. */
export async function buildScripts(): Promise<Map<string, Uint8Array>> {
  const element = await build({
    ...browser,
    entryPoints: { 'sotto-chat': 'src/sotto-chat.ts' },
    splitting: true,
    mangleProps: new RegExp(`^(${wordNames.join('|')})$`),
    chunkNames: 'sotto-chat-[name]-[hash]',
    plugins: [tightTemplates],
  })
  const hash = createHash('sha256')
  for (const { contents } of element.outputFiles) hash.update(contents)
  const loader = await build({
    ...browser,
    entryPoints: { v1: 'src/loader.ts' },
    plugins: [tightTemplates],
    define: { SOTTO_CHAT_FILE: JSON.stringify(`./sotto-chat.js?v=${hash.digest('hex').slice(0, 12)}`) },
  })
  const files = [...element.outputFiles, ...loader.outputFiles]
  return new Map(files.map(({ path, contents }) => [basename(path), contents]))
}
