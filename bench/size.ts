import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../packages/widget/dist/', import.meta.url))
const loader = join(dist, 'v1.js')

/** Published sizes of others, everything loaded, in kB of gzip -9, as measured in November 2026. */
const others = { 'deep-chat 2.4.2': 111.2, '@typebot.io/js 0.10.7': 197.5, '@n8n/chat 1.34.0': 589.3 }
/** The smallest that a Lit widget with Markdown from marked, dompurify and an event stream parser can be. */
const floorOfParts = 34.6
const intercomsLoader = 1.4

/**
 * What a visitor downloads: gzip -9 bytes of the loader, which every page with the script tag fetches, and of all that
 * is fetched when the widget is opened, for a bot with a colour of its own. kB are 1,000 bytes. Throws where the widget
 * has not been built.
 */
export function run() {
  if (!existsSync(loader)) throw new Error(`There is no ${loader}. Run \`npm run build\` first.`)
  const everything = inOneLanguage(reachableFrom(loader))
  for (const path of everything) console.log(`${relative(dist, path)}: ${compressed(path)} bytes`)
  const loaded = sum(everything.map(compressed))
  return {
    bench: 'size',
    figures: [
      figure('loader', compressed(loader), 4_000, { "Intercom's loader": intercomsLoader * 1000 }),
      figure('everything the widget loads', loaded, floorOfParts * 1000, {
        'lit + marked + dompurify + eventsource-parser': floorOfParts * 1000,
        ...Object.fromEntries(Object.entries(others).map(([name, size]) => [name, size * 1000])),
      }),
    ],
  }
}

function figure(name: string, value: number, aim: number, against: Record<string, number>) {
  return { name, value, unit: 'bytes gzip -9', aim: `<=${aim}`, met: value <= aim, against }
}

function compressed(path: string): number {
  return gzipSync(readFileSync(path), { level: 9 }).length
}

/** A script and every script beside it that it names, and so on: imports, static or not, and URLs made from a literal. */
function reachableFrom(entry: string): string[] {
  const found = new Set([entry])
  for (const path of found) {
    for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(
      /["'`](\.{1,2}\/[^"'`\s]+?\.(?:js|mjs|css))(?:\?[^"'`\s]*)?["'`]/g,
    )) {
      const target = join(dirname(path), name)
      if (existsSync(target)) found.add(target)
    }
  }
  return [...found]
}

/** A visitor reads one language. Of the tables of words the largest counts; English needs none. */
function inOneLanguage(paths: string[]): string[] {
  const tables = paths.filter((path) => /-[a-z]{2}-[A-Z0-9]{8}\.js$/.test(path))
  const largest = tables.toSorted((one, other) => compressed(other) - compressed(one)).slice(0, 1)
  return paths.filter((path) => !tables.includes(path) || largest.includes(path))
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
