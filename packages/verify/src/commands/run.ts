import { type SignedAgreement, verifyAgreement } from '../agreement/agreement.ts'
import { type ExportVerdict, verifyExportFile } from '../archive/verify-export.ts'
import { verifyCertificate } from '../certificate/verify-certificate.ts'
import { wordsOfCertificate } from '../certificate/wording.ts'
import { shownText, textOfBytes } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import type { Verdict } from '../proof/verdict.ts'
import { verifyProof } from '../proof/verify-proof.ts'
import { verifyCheckpoint, verifyStates } from '../proof/verify-states.ts'
import { type ConsentReceipt, verifyReceipt } from '../receipt/receipt.ts'
import { verifyLogFile, verifyLogInThreads } from '../threads/verify-in-threads.ts'
import {
  bytesOf,
  checkpointsFrom,
  demand,
  fromAnswer,
  keysFrom,
  Misuse,
  readArguments,
  type Typed,
  unreadable,
  workersFrom,
} from './arguments.ts'
import { usage } from './usage.ts'
import { wordsOf, wordsOfEntry, wordsOfLog } from './wording.ts'

export interface Streams {
  in: AsyncIterable<Uint8Array>
  out(text: string): unknown
  err(text: string): unknown
}

type Status = Verdict['status']

/** The exit code of each verdict; 2 is misuse. */
const exitCodes: Record<Status, number> = { valid: 0, invalid: 1, unproven: 3 }

interface Answer {
  verdict: { status: Status }
  words: string
}

const commands: Record<string, (typed: Typed, streams: Streams) => Promise<Answer>> = {
  log,
  proof,
  checkpoint,
  consistency,
  receipt,
  agreement,
  certificate,
  export: exported,
}

/**
 * Runs a command as it was typed.
 *
 * @returns the exit code: 0 valid, 1 not valid, 2 misused or unreadable, 3 nothing wrong and nothing proven
 */
export async function run(typed: readonly string[], streams: Streams): Promise<number> {
  try {
    const read = readArguments(typed)
    if (read.values.help) {
      streams.out(`${usage}\n`)
      return 0
    }
    const command = commands[read.command ?? '']
    if (command === undefined || !Object.hasOwn(commands, read.command ?? ''))
      throw new Misuse(read.command === undefined ? 'say what to check' : `there is no command '${read.command}'`)
    const { verdict, words } = await command(read, streams)
    streams.out(`${read.values.json ? JSON.stringify({ command: read.command, ...verdict }) : words}\n`)
    return exitCodes[verdict.status]
  } catch (error) {
    // A key or checkpoint that was given and cannot be read is the caller's mistake, not a fault of what is checked.
    if (!(error instanceof Misuse || error instanceof FormatError)) throw error
    streams.err(`sotto-verify: ${error.message}\nsotto-verify --help says what can be asked.\n`)
    return 2
  }
}

async function log(typed: Typed, streams: Streams): Promise<Answer> {
  demand(typed, ['EXPORT'], ['checkpoint', 'key', 'witness', 'workers'])
  const [path = ''] = typed.files
  const options = { ...evidenceFrom(typed), ...workersFrom(typed.values.workers) }
  try {
    const verdict = await (path === '-' ? verifyLogInThreads(streams.in, options) : verifyLogFile(path, options))
    return { verdict, words: wordsOfLog(verdict) }
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== 'string' || error instanceof FormatError) throw error
    throw unreadable(path, error)
  }
}

async function proof(typed: Typed, streams: Streams): Promise<Answer> {
  demand(typed, ['FILE'], ['checkpoint', 'key', 'witness', 'entry'])
  const [path = ''] = typed.files
  const given = typed.values.entry
  const entry = given === undefined ? {} : { entry: withoutNewline(await bytesOf(given, streams.in)) }
  const text = fromAnswer(await textOf(path, streams), 'proof')
  const verdict = await verifyProof(text, { ...evidenceFrom(typed), ...entry })
  return { verdict, words: wordsOf(verdict, verdict.entry === null ? [] : [wordsOfEntry(verdict.entry)]) }
}

async function checkpoint(typed: Typed, streams: Streams): Promise<Answer> {
  demand(typed, ['FILE'], ['checkpoint', 'key', 'witness'])
  const text = fromAnswer(await textOf(typed.files[0] ?? '', streams), 'note')
  const verdict = await verifyCheckpoint(text, evidenceFrom(typed))
  return { verdict, words: wordsOf(verdict) }
}

async function consistency(typed: Typed, streams: Streams): Promise<Answer> {
  demand(typed, ['OLD', 'NEW', 'PROOF'], ['key', 'witness'])
  const [earlier = '', later = '', path = ''] = typed.files
  const notes = [await textOf(earlier, streams), await textOf(later, streams)].map((text) => fromAnswer(text, 'note'))
  const texts = [notes[0] ?? '', notes[1] ?? '', await textOf(path, streams)] as const
  const verdict = await verifyStates(...texts, evidenceFrom(typed))
  return { verdict, words: wordsOf(verdict) }
}

async function receipt(typed: Typed, streams: Streams): Promise<Answer> {
  demand(typed, ['FILE'], ['key', 'text'])
  const shownFile = typed.values.text
  const text = shownFile === undefined ? {} : { text: await bytesOf(shownFile, streams.in) }
  const keys = keysFrom(typed.values.key)
  const verdict = await verifyReceipt(await textOf(typed.files[0] ?? '', streams), { keys, ...text })
  return { verdict, words: wordsOf(verdict, verdict.receipt === null ? [] : aboutReceipt(verdict.receipt)) }
}

async function agreement(typed: Typed, streams: Streams): Promise<Answer> {
  demand(typed, ['FILE'], ['key', 'text', 'copy'])
  const given = async (name: 'text' | 'copy') => {
    const path = typed.values[name]
    return path === undefined ? {} : { [name]: await bytesOf(path, streams.in) }
  }
  const options = { keys: keysFrom(typed.values.key), ...(await given('text')), ...(await given('copy')) }
  const verdict = await verifyAgreement(await textOf(typed.files[0] ?? '', streams), options)
  return { verdict, words: wordsOf(verdict, verdict.agreement === null ? [] : aboutAgreement(verdict.agreement)) }
}

async function exported(typed: Typed): Promise<Answer> {
  demand(typed, ['FILE'], ['checkpoint', 'key', 'witness'])
  const [path = ''] = typed.files
  if (path === '-') throw new Misuse('an export is read more than once, and cannot come through a pipe')
  const verdict = await verifyExportFile(path, evidenceFrom(typed)).catch((error: unknown) => {
    if (typeof (error as { code?: unknown }).code !== 'string' || error instanceof FormatError) throw error
    throw unreadable(path, error)
  })
  return { verdict, words: wordsOf(verdict, aboutExport(verdict)) }
}

function aboutExport({ manifest }: ExportVerdict): string[] {
  if (manifest === null) return []
  const rows = Object.values(manifest.rows ?? {}).reduce((sum, count) => sum + count, 0)
  return [`export ${manifest.export} of ${manifest.team}, as of ${manifest.asOf}`, `${rows} rows`]
}

async function certificate(typed: Typed, streams: Streams): Promise<Answer> {
  demand(typed, ['FILE'], ['checkpoint', 'key', 'witness', 'address', 'nonce'])
  const { address, nonce } = typed.values
  if ((address === undefined) !== (nonce === undefined))
    throw new Misuse('whom a certificate is about is told by --address and --nonce together')
  const person = address === undefined || nonce === undefined ? {} : { address, nonce }
  const verdict = await verifyCertificate(await textOf(typed.files[0] ?? '', streams), {
    ...evidenceFrom(typed),
    ...person,
  })
  return { verdict, words: wordsOf(verdict, wordsOfCertificate(verdict)) }
}

function aboutReceipt({
  team,
  id,
  at,
  policy,
  choices,
  gpc,
  layout,
  language,
  region,
  source,
}: ConsentReceipt): string[] {
  const purposes = Object.entries(choices).map(([purpose, choice]) => `${purpose} ${choice}`)
  return [
    `receipt ${id} of ${team}, ${at}`,
    [`policy ${policy.id}, version ${policy.version}`, language, region, layout, `through ${source}`]
      .filter((part) => part !== null)
      .join(', '),
    `choices: ${purposes.join(', ') || 'none'}${gpc ? '; the browser sent Global Privacy Control' : ''}`,
  ]
}

const aboutAgreement = ({ paper, version, team, name, title, party, by, at }: SignedAgreement): string[] => [
  `${paper}, version ${version}, of ${team}`,
  `signed by ${name}${title === '' ? '' : `, ${title}`} for ${party === 'own' ? 'the team' : 'the other side'}, ${at}${by === null ? '' : ` (written down by ${by})`}`,
]

const evidenceFrom = ({ values }: Typed) => ({
  keys: keysFrom(values.key),
  checkpoints: checkpointsFrom(values.checkpoint),
  witnesses: keysFrom(values.witness),
})

async function textOf(path: string, streams: Streams): Promise<string> {
  const bytes = await bytesOf(path, streams.in)
  // What is not UTF-8 cannot be what was signed: it is read with marks in its place, and found to be wrong.
  return textOfBytes(bytes) ?? shownText(bytes)
}

/** An entry has no newline inside; editors and shells put one behind it. */
const withoutNewline = (bytes: Uint8Array) => (bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes)
