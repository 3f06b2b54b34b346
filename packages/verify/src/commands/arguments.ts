import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { textOfBytes } from '../encoding/text.ts'
import type { KeptCheckpoint } from '../export/anchors.ts'

/** The command was not understood, or something that it was given cannot be read. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

const options = {
  checkpoint: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  witness: { type: 'string', multiple: true },
  entry: { type: 'string' },
  text: { type: 'string' },
  copy: { type: 'string' },
  address: { type: 'string' },
  nonce: { type: 'string' },
  workers: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type OptionName = keyof typeof options

export interface Typed {
  command: string | undefined
  files: string[]
  values: ReturnType<typeof parsed>['values']
}

const parsed = (typed: readonly string[]) => parseArgs({ args: [...typed], allowPositionals: true, options })

export function readArguments(typed: readonly string[]): Typed {
  try {
    const { positionals, values } = parsed(typed)
    const [command, ...files] = positionals
    return { command, files, values }
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error))
  }
}

/** @throws Misuse when there are other than these files, or an option that this command does not have */
export function demand(
  { command, files, values }: Typed,
  wanted: readonly string[],
  allowed: readonly OptionName[],
): void {
  if (files.length !== wanted.length)
    throw new Misuse(`'${command}' takes ${wanted.join(' ')}, and ${files.length} files were given`)
  if (files.filter((file) => file === '-').length > 1) throw new Misuse('only one file can come through a pipe')
  const stray = Object.keys(values).find((name) => name !== 'json' && !allowed.includes(name as OptionName))
  if (stray !== undefined) throw new Misuse(`'${command}' has no option --${stray}`)
}

/** Keys from the command line, each typed or in a file with one a line; lines that begin with # are left aside. */
export function keysFrom(given: readonly string[] = []): string[] {
  return given.flatMap((text) => {
    if (/^[^+\s]+\+[0-9a-f]{8}\+/.test(text)) return [text]
    const lines = withLineEnds(readText(text)).split('\n')
    const keys = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
    if (keys.length === 0) throw new Misuse(`${text} holds no key`)
    return keys
  })
}

/** Checkpoints that were kept. Mail and editors change line ends, which no signature covers: those are put right. */
export function checkpointsFrom(given: readonly string[] = []): KeptCheckpoint[] {
  return given.map((path) => {
    const note = fromAnswer(withLineEnds(readText(path)), 'note')
    return { name: basename(path), note: note.endsWith('\n') ? note : `${note}\n` }
  })
}

/** A text as it is, or out of the JSON in which the server's API answers with it. */
export function fromAnswer(text: string, name: 'note' | 'proof'): string {
  try {
    const answer: unknown = JSON.parse(text)
    const inside = (answer as Record<string, unknown> | null)?.[name]
    if (typeof inside === 'string') return inside
  } catch {}
  return text
}

const withLineEnds = (text: string) => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')

function readText(path: string): string {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw unreadable(path, error)
  }
  const text = textOfBytes(bytes)
  if (text === undefined) throw new Misuse(`${path} is not UTF-8 text`)
  return text
}

/** Reads a file whole, or what comes through the pipe. */
export async function bytesOf(path: string, pipe: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (path === '-') {
    const chunks: Uint8Array[] = []
    for await (const chunk of pipe) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  try {
    return await readFile(path)
  } catch (error) {
    throw unreadable(path, error)
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
}

export function unreadable(path: string, error: unknown): Misuse {
  const code = (error as { code?: string }).code ?? ''
  return new Misuse(`${path} cannot be read: ${reasons[code] ?? (code || String(error))}`)
}

export function workersFrom(given: string | undefined): { workers?: number } {
  if (given === undefined) return {}
  if (!/^[1-9]\d{0,2}$/.test(given) || Number(given) > 256)
    throw new Misuse(`--workers has to be a whole number from 1 to 256, not '${given}'`)
  return { workers: Number(given) }
}
