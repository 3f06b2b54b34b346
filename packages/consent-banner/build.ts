/**
 * How the scripts that a browser loads as they are get made: the gates, and `sotto-consent.js` with the element. The
 * tests use what this builds, so they see what a visitor gets.
 */
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
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

/** Words of the plan and of a choice, that no one but the gate reads: a letter does for a browser. */
const planWords =
  /^(asks|strictness|offByGpc|unasked|expiresAfterDays|askAgainAfterDays|visitor|requests|others|regimes|regions|denied|version|necessary|choice|regime|gpc|types)$/

/** The gates without a policy, and how the words of the plan are written in them. */
export async function buildGates(): Promise<GateTemplates> {
  const names: Record<string, string | false> = {}
  const make = async (entry: string) => {
    const { outputFiles, mangleCache = {} } = await build({
      ...browser,
      format: 'iife',
      entryPoints: [entry],
      mangleProps: planWords,
      mangleCache: names,
    })
    Object.assign(names, mangleCache)
    return outputFiles[0]?.text.trim().replace(/^"use strict";/, '') ?? ''
  }
  const declared = await make('src/gate/declared.entry.ts')
  return { declared, strict: await make('src/gate/strict.entry.ts'), names: names as Record<string, string> }
}

/** The core as a page loads it that has no bundler of its own: `core.js` and what it fetches when it is needed. */
export async function buildModules(entryPoints: Record<string, string>): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({ ...browser, entryPoints, splitting: true, chunkNames: '[name]-[hash]' })
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(here('dist/').length), contents]))
}
