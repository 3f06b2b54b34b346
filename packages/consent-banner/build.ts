/**
 * How the scripts that a browser loads as they are get made: the gates, and `sotto-consent.js` with the element. The
 * tests use what this builds, so they see what a visitor gets.
 */
import { readFile } from 'node:fs/promises'
import { basename, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type BuildOptions, build, type OutputFile, type Plugin, transform } from 'esbuild'
import { minify } from 'terser'
import { languages } from './src/languages/language.ts'
import type { GateTemplates } from './src/pull/gate-file.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

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

/** What no one but the gate itself reads: a letter does for a browser. */
const inTheGateAlone = /^(visitor|denied|choice|regime|off)$/

/** The gates without a policy. */
export async function buildGates(): Promise<GateTemplates> {
  const make = async (entry: string) => {
    const options: BuildOptions = { ...browser, format: 'iife', entryPoints: [entry], mangleProps: inTheGateAlone }
    const { outputFiles } = await build({ ...options, write: false })
    const bundled = (outputFiles[0]?.text ?? '').replace(/^"use strict";/, '')
    // It puts functions where they are used once, which its neighbours then help to compress.
    const { code = '' } = await minify(bundled, {
      ecma: 2020,
      toplevel: true,
      compress: { unsafe_arrows: true, hoist_funs: true },
    })
    return code
  }
  return { declared: await make('src/gate/declared.entry.ts'), strict: await make('src/gate/strict.entry.ts') }
}

/**
 * Style sheets are text that does not change: they are put together here, design tokens and all, and minified. Templates
 * lose their indentation.
 */
export const tightTemplates: Plugin = {
  name: 'tight-templates',
  setup(builder) {
    builder.onLoad({ filter: /\.styles\.ts$/ }, async ({ path }) => {
      const sheets: Record<string, string> = await import(pathToFileURL(path).href)
      const lines = Object.entries(sheets).map(async ([name, sheet]) => {
        const { code } = await transform(sheet, { loader: 'css', minify: true, target: browser.target })
        return `export const ${name}=${JSON.stringify(code.trim())}`
      })
      return { contents: (await Promise.all(lines)).join('\n'), loader: 'js' }
    })
    builder.onLoad({ filter: /[\\/]src[\\/]element[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return { contents: source.replace(/\n[ \t]+/g, '\n'), loader: 'ts' }
    })
  },
}

/** Without a bundler the words are found by their address, and need no list of modules. */
const wordsByAddress: Plugin = {
  name: 'words-by-address',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]languages[\\/]tables\.ts$/ }, () => ({
      contents: `const load = async (name) => (await import(new URL('./words/' + name + '.js', import.meta.url).href)).words
        export const loadFirst = (language) => load(language)
        export const loadMore = (language) => load(language + '-more')`,
      loader: 'js',
    }))
  },
}

/** The words of the first layer are one file, all others another, which most visitors never need. */
const halvesOfWords: Plugin = {
  name: 'halves-of-words',
  setup(builder) {
    builder.onResolve({ filter: /^words:/ }, ({ path }) => ({ path, namespace: 'words' }))
    builder.onLoad({ filter: /.*/, namespace: 'words' }, ({ path }) => {
      const [, code, half] = path.split(':')
      return { contents: `export { ${half} as words } from './${code}.ts'`, resolveDir: here('src/languages') }
    })
  },
}

/** A page without a bundler has the gate, and with it the plan: to work one out is the business of others. */
const planFromGate: Plugin = {
  name: 'plan-from-gate',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]policy[\\/]plan-of\.ts$/ }, () => ({
      contents: `export const planOf = () => {
        throw new TypeError('The script takes its policy from the gate; with one of your own, import the package')
      }`,
      loader: 'js',
    }))
  },
}

/** What comes later renders with the library that `src/script.ts` has brought. */
const templatesOfScript: Plugin = {
  name: 'templates-of-script',
  setup(builder) {
    builder.onResolve({ filter: /^lit-html$/ }, ({ path }) => ({ path, namespace: 'templates' }))
    builder.onLoad({ filter: /.*/, namespace: 'templates' }, () => ({
      contents: `export const { html, nothing, render } = globalThis[Symbol.for('sotto-html')]`,
    }))
  },
}

/** What comes when it is needed, each a file of its own that stands alone. */
const lazy = {
  preferences: 'src/element/preferences.ts',
  placeholder: 'src/element/placeholder.ts',
  withdrawal: 'src/clearing/withdrawal.ts',
  courier: 'src/delivery/courier.ts',
}

/**
 * Everything that a page loads that has no bundler of its own, by file name, in UTF-8. What a first visit needs is one
 * file: it compresses better, and a browser need not ask twice.
 */
export async function buildScripts(): Promise<Map<string, Uint8Array>> {
  const plugins = [tightTemplates, wordsByAddress, planFromGate]
  const later = await build({
    ...browser,
    entryPoints: lazy,
    entryNames: 'sotto-consent-[name]-[hash]',
    plugins: [templatesOfScript, ...plugins],
  })
  const names = later.outputFiles.map(({ path }) => basename(path))
  const byName: Plugin = {
    name: 'lazy-by-name',
    setup(builder) {
      builder.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) => {
        const name = kind === 'dynamic-import' && basename(path, '.ts')
        const file = name && names.find((candidate) => candidate.startsWith(`sotto-consent-${name}-`))
        return file ? { path: `./${file}`, external: true } : undefined
      })
    },
  }
  const first = await build({
    ...browser,
    entryPoints: { 'sotto-consent': 'src/script.ts' },
    plugins: [byName, ...plugins],
  })
  const words = await build({
    ...browser,
    entryPoints: languages.flatMap((code) => [
      { in: `words:${code}:first`, out: `words/${code}` },
      { in: `words:${code}:more`, out: `words/${code}-more` },
    ]),
    plugins: [halvesOfWords],
  })
  return named([...first.outputFiles, ...later.outputFiles, ...words.outputFiles])
}

/** What a site's own bundler makes of an entry of the package. */
export async function buildAsSitesDo(entryPoints: Record<string, string>) {
  const { outputFiles } = await build({ ...browser, entryPoints, splitting: true, plugins: [tightTemplates] })
  return named(outputFiles)
}

const named = (files: readonly OutputFile[]) =>
  new Map(files.map(({ path, contents }) => [relative(here('dist'), path).replaceAll('\\', '/'), contents]))
