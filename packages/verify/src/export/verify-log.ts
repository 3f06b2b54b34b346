import { type Anchors, type Evidence, isOfSameTeam, readEvidence } from './anchors.ts'
import { type Block, blocksOf, LineTooLong } from './blocks.ts'
import { type Digest, digestBlock } from './digest.ts'
import { type Judgement, judgeFiltered, judgeFull } from './judge.ts'
import { type ExportReader, readExport, type Section } from './reader.ts'
import { judgeRestores, sizeBeforeRestore } from './restores.ts'
import { shownEntry } from './shown.ts'
import { type Signers, signersOf } from './signers.ts'
import { statements } from './statements.ts'
import { byWeight, type LogVerdict, type Problem, problem, type SectionVerdict } from './verdict.ts'

/** What an export is held against; without keys, checkpoints or witnesses it is `unproven` at best. */
export interface LogOptions extends Evidence {
  /** Ends the check; the promise rejects with the signal's reason. */
  signal?: AbortSignal
}

/**
 * Checks an export of a log, as the server writes it with `format=jsonl`. Reads it once, in memory that does not grow
 * with it. What is wrong with the export is in the verdict and never thrown.
 *
 * @throws FormatError when a key or checkpoint among the options cannot be read
 */
export async function verifyLog(
  stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  options: LogOptions = {},
): Promise<LogVerdict> {
  return verifyBlocks(stream, options, (block) => ({ block, digest: digestBlock(block) }))
}

/** A block with its digest. A thread that digests it hands the block back. */
export interface Digested {
  block: Block
  digest: Digest
}

/**
 * @internal
 * @param digest digests a block; several may be under way at once
 * @param atOnce how many
 */
export async function verifyBlocks(
  stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  { signal, ...evidence }: LogOptions,
  digest: (block: Block) => Digested | Promise<Digested>,
  atOnce = 1,
): Promise<LogVerdict> {
  const anchors = readEvidence(evidence)
  const reader = readExport((origin) =>
    anchors.kept.filter(({ checkpoint }) => checkpoint.origin === origin).map(({ checkpoint }) => checkpoint.size),
  )
  const fault = await read(reader, stream, digest, atOnce, signal)
  return judge(reader, fault, anchors)
}

async function read(
  reader: ExportReader,
  stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  digest: (block: Block) => Digested | Promise<Digested>,
  atOnce: number,
  signal: AbortSignal | undefined,
): Promise<Problem[]> {
  const underWay: (Digested | Promise<Digested>)[] = []
  const takeNext = async () => {
    const { block, digest: done } = await (underWay.shift() as Digested | Promise<Digested>)
    return reader.take(block, done)
  }
  const blocks = blocksOf(chunksOf(stream))
  try {
    for (;;) {
      const next = await blocks.next()
      signal?.throwIfAborted()
      if (next.done) {
        while (underWay.length > 0) if (!(await takeNext())) return []
        reader.finish(next.value)
        return []
      }
      underWay.push(digest(next.value))
      if (underWay.length >= atOnce && !(await takeNext())) return []
    }
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error
    return [problem('line_too_long', 'A line is longer than 64 MiB, which no line of an export is.')]
  } finally {
    await Promise.allSettled(underWay)
    await blocks.return(new Uint8Array())
  }
}

async function* chunksOf(stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (Symbol.asyncIterator in stream) {
    yield* stream
    return
  }
  const reader = (stream as ReadableStream<Uint8Array>).getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}

interface Judged {
  section: Section
  signers: Signers
  judgement: Judgement
}

async function judge(reader: ExportReader, faults: readonly Problem[], anchors: Anchors): Promise<LogVerdict> {
  const { sections } = reader
  const judged = await Promise.all(
    sections.map(async (section): Promise<Judged> => {
      const signers = await signersOf(section, anchors)
      const judgement =
        section.kind === 'full'
          ? judgeFull(section, signers.states, sizeBeforeRestore(sections, section))
          : judgeFiltered(section, signers.states)
      return { section, signers, judgement }
    }),
  )
  const problems = [
    ...faults,
    ...reader.problems,
    ...judged.flatMap(({ section, signers, judgement }) => [
      ...signers.problems,
      ...judgement.problems,
      ...section.problems,
    ]),
    ...judgeRestores(sections),
    ...judgeKeys(judged, anchors),
    ...strangers(sections, anchors),
  ].toSorted(byWeight)
  const verdicts = judged.map(verdictOn)
  const entries = verdicts.reduce((sum, section) => sum + section.entries, 0)
  const isVouchedFor = judged.every(({ signers }) => signers.trust !== 'claimed' || signers.witnesses.length > 0)
  const bad = judged.find(({ judgement }) => judgement.firstBadEntry !== null)
  const unsure = judged.find(({ judgement }) => judgement.interval !== null)
  const verdict = {
    status:
      problems.length > 0
        ? ('invalid' as const)
        : isVouchedFor && entries > 0
          ? ('valid' as const)
          : ('unproven' as const),
    entries,
    sections: verdicts,
    problems,
    firstBadEntry: bad ? { origin: originOf(bad.section), index: bad.judgement.firstBadEntry as number } : null,
    interval:
      bad || !unsure?.judgement.interval ? null : { origin: originOf(unsure.section), ...unsure.judgement.interval },
  }
  return { ...verdict, ...statements(verdict, anchors) }
}

const originOf = (section: Section) => section.headers[0]?.header.origin ?? ''

/** Whether every log in the export is signed by a key that somebody vouches for, once anybody vouches for any. */
function judgeKeys(judged: readonly Judged[], anchors: Anchors): Problem[] {
  const isAnyKnown = anchors.keys.length > 0 || judged.some(({ signers }) => signers.trust === 'kept')
  const vouched = judged.filter(({ signers }) => signers.trust !== 'claimed').map(({ signers }) => signers.key)
  return judged.flatMap(({ section, signers }) => {
    if (!isAnyKnown || signers.trust !== 'claimed' || signers.key === null) return []
    const own = [...signers.key.publicKey].join()
    if (anchors.keys.length === 0 && vouched.some((key) => key !== null && [...key.publicKey].join() === own)) {
      signers.trust = 'kept'
      return []
    }
    const origin = originOf(section)
    const ours = anchors.keys.filter(({ name }) => isOfSameTeam(name, origin)).map(({ id }) => id)
    if (anchors.keys.length > 0 && ours.length === 0)
      return [
        problem(
          'other_log',
          `The key that was given is of ${anchors.keys[0]?.name ?? ''}, and the export of ${origin}.`,
          {
            origin,
          },
        ),
      ]
    const known =
      ours.length > 0 ? `the key that was given (${ours.join(', ')})` : 'the one of the checkpoints that were kept'
    return [
      problem('other_key', `${origin} is signed by key ${signers.key.id}, and not by ${known}: the key was swapped.`, {
        origin,
      }),
    ]
  })
}

/** Checkpoints of logs that are not in the export: whatever it shows, it does not show those. */
function strangers(sections: readonly Section[], anchors: Anchors): Problem[] {
  if (sections.length === 0) return []
  const origins = new Set(sections.map(originOf))
  return anchors.kept
    .filter(({ checkpoint }) => !origins.has(checkpoint.origin))
    .map(({ name, checkpoint }) =>
      problem(
        'other_log',
        `${name} is a checkpoint of ${checkpoint.origin}, which is not in the export (${[...origins].join(', ')}).`,
      ),
    )
}

function verdictOn({ section, signers, judgement }: Judged): SectionVerdict {
  const header = section.headers.at(-1)?.header
  return {
    origin: header?.origin ?? '',
    size: header?.size ?? 0,
    entries: section.entries,
    pruned: section.kind === 'full' ? section.pruned : 0,
    first: section.first === null ? null : shownEntry(section.first),
    last: section.last === null ? null : shownEntry(section.last),
    key: signers.key === null ? null : { id: signers.key.id, trust: signers.trust },
    checkpoints: judgement.checkpoints,
    witnesses: signers.witnesses,
    filter: header?.filter ?? null,
  }
}
