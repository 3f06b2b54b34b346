import {
  type Paper,
  type PaperBlock,
  type PaperChange,
  type PaperFormat,
  type PaperName,
  type PaperSummary,
  type PaperVersion,
  paperNames,
  publicPapers,
} from '@sotto/contracts'
import type { DocumentOf, PlainOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { signaturesOf } from './agreements.ts'
import { paperVersions } from './declare.ts'
import type { PaperDependencies } from './dependencies.ts'
import { changesBetween } from './document/changes.ts'
import type { PaperDocument } from './document/document.ts'
import { type Rendered, renderedFile } from './document/files.ts'
import { hashOf, markdownOf } from './document/markdown.ts'
import type { PaperFile } from './document/paper-file.ts'
import { readFacts } from './facts/facts.ts'
import type { PaperFacts } from './facts/paper-facts.ts'
import { generators } from './generators/index.ts'

type VersionRow = DocumentOf<typeof paperVersions>

/** @throws SottoError `not_found` */
export function paperNamed(name: string): PaperName {
  const found = paperNames.find((one) => one === name)
  if (!found) throw notFound('paper')
  return found
}

const idOf = (scope: TeamScope, paper: PaperName, number: number) => `${scope.teamId}.${paper}.${number}`

/** What was published last; `null` where nothing was. */
export async function newestOf(scope: TeamScope, paper: PaperName): Promise<VersionRow | null> {
  const row = await scope.collection(paperVersions).findOne({ paper }, { sort: { number: -1 } })
  return row ? row.open() : null
}

/** @throws SottoError `not_found` */
export async function versionOf(scope: TeamScope, paper: PaperName, number: number): Promise<VersionRow> {
  const row = await scope.collection(paperVersions).findById(idOf(scope, paper, number))
  if (!row) throw notFound('version of this paper')
  return row
}

const blocksIn = (row: Pick<VersionRow, 'blocks'>) => JSON.parse(row.blocks) as PaperBlock[]

const versionInWords = ({ number, publishedAt, hash }: Pick<VersionRow, 'number' | 'publishedAt' | 'hash'>) =>
  `Version ${number}, published on ${publishedAt.toISOString().slice(0, 10)}. SHA-256 of its text: ${hash}`

const publishedIn = ({ number, publishedAt, publishedBy, hash }: PlainOf<typeof paperVersions>) => ({
  version: number,
  publishedAt: publishedAt.toISOString(),
  publishedBy,
  hash,
})

interface Made {
  paper: PaperName
  document: PaperDocument
  markdown: string
  hash: string
}

function make(paper: PaperName, facts: PaperFacts): Made {
  const document = generators[paper](facts)
  const markdown = markdownOf(document.title, document.blocks)
  return { paper, document, markdown, hash: hashOf(markdown) }
}

function summaryOf({ paper, document, hash }: Made, newest: PlainOf<typeof paperVersions> | null): PaperSummary {
  const { title, missing, remarks } = document
  const state = newest ? (newest.hash === hash ? 'published' : 'changed') : missing.length > 0 ? 'incomplete' : 'ready'
  return {
    name: paper,
    title,
    isPublic: (publicPapers as readonly PaperName[]).includes(paper),
    state,
    missing,
    remarks,
    published: newest && publishedIn(newest),
    hash,
  }
}

/** The papers of a team. What they say is made anew each time; what was published is kept as it was. */
export function paperService(scope: TeamScope, dependencies: PaperDependencies, actor: string | null) {
  const made = async (running: TeamScope, paper: PaperName) => make(paper, await readFacts(running, dependencies))
  const newestRow = (running: TeamScope, paper: PaperName) =>
    running.collection(paperVersions).findOne({ paper }, { sort: { number: -1 } })
  const presentVersion = (row: PlainOf<typeof paperVersions>, counts = new Map<number, number>()): PaperVersion => ({
    ...publishedIn(row),
    signatures: counts.get(row.number) ?? 0,
  })

  return {
    async list(): Promise<{ data: PaperSummary[] }> {
      const facts = await readFacts(scope, dependencies)
      const data: PaperSummary[] = []
      for (const paper of paperNames) data.push(summaryOf(make(paper, facts), await newestRow(scope, paper)))
      return { data }
    },

    /** As it would be published now, or as a version was. @throws SottoError `not_found` */
    async get(name: string, version?: number): Promise<Paper> {
      const paper = paperNamed(name)
      const now = await made(scope, paper)
      const summary = summaryOf(now, await newestRow(scope, paper))
      if (version === undefined) return { ...summary, blocks: now.document.blocks }
      const row = await versionOf(scope, paper, version)
      return { ...summary, title: row.title, published: publishedIn(row), hash: row.hash, blocks: blocksIn(row) }
    },

    /** @throws SottoError `not_found` */
    async file(
      name: string,
      { format, version }: { format: PaperFormat; version?: number | undefined },
    ): Promise<PaperFile> {
      const paper = paperNamed(name)
      const facts = await readFacts(scope, dependencies)
      const from = facts.entity.legalName ?? facts.team.name
      if (version !== undefined) {
        const row = await versionOf(scope, paper, version)
        return renderedFile(format, renderedOf(row, from))
      }
      const { document, markdown } = make(paper, facts)
      const now: Rendered = {
        ...{ paper, title: document.title, from, blocks: document.blocks, markdown },
        version: 'Not published: as it would say now',
        at: scope.now(),
      }
      return renderedFile(format, now)
    },

    /**
     * Publishes it as its next version.
     *
     * @param expected the hash of what was looked at
     * @throws SottoError `not_found`; `paper_incomplete` with what is missing; `paper_unchanged`; `version_conflict` where
     * it says something else than what was looked at, or somebody else publishes at the same time
     */
    publish: (name: string, expected?: string): Promise<PaperVersion> =>
      scope.transaction(async (running) => {
        const paper = paperNamed(name)
        const { document, markdown, hash } = await made(running, paper)
        if (document.missing.length > 0)
          throw new SottoError(
            'paper_incomplete',
            `Before “${document.title}” can be published, these must be said: ${document.missing.map(({ field, message }) => `${field} ${message}`).join('; ')}.`,
            { errors: document.missing },
          )
        if (expected !== undefined && expected !== hash)
          throw new SottoError('version_conflict', 'The paper says something else by now. Look at it again.')
        const newest = await newestRow(running, paper)
        if (newest?.hash === hash) throw new SottoError('paper_unchanged')
        const number = (newest?.number ?? 0) + 1
        const row = await running.collection(paperVersions).insert(
          {
            ...{ paper, number, hash, markdown },
            title: document.title,
            blocks: JSON.stringify(document.blocks),
            publishedAt: running.now(),
            publishedBy: actor,
          },
          {
            id: idOf(running, paper, number),
            taken: () => new SottoError('version_conflict', 'Somebody else published it at the same time.'),
            action: 'paper.published',
            details: { paper, version: number, sha256: hash },
          },
        )
        return presentVersion(row)
      }),

    /** The newest first. @throws SottoError `not_found` */
    async versions(name: string): Promise<{ data: PaperVersion[] }> {
      const paper = paperNamed(name)
      const rows = await scope.collection(paperVersions).find({ paper }, { sort: { number: -1 }, limit: 1000 })
      const counts = await signaturesOf(scope, paper)
      return { data: rows.map((row) => presentVersion(row, counts)) }
    },

    /**
     * @param of.from default: the newest that was published; before the first, nothing
     * @param of.to default: as it would be published now
     * @throws SottoError `not_found`
     */
    async compare(
      name: string,
      { from, to }: { from?: number | undefined; to?: number | undefined } = {},
    ): Promise<{ data: PaperChange[] }> {
      const paper = paperNamed(name)
      const first = from === undefined ? await newestOf(scope, paper) : await versionOf(scope, paper, from)
      const after =
        to === undefined ? (await made(scope, paper)).document.blocks : blocksIn(await versionOf(scope, paper, to))
      return { data: changesBetween(first ? blocksIn(first) : [], after) }
    },
  }
}

/** What is needed to give out a version as a file. */
export const renderedOf = (row: VersionRow, from: string): Rendered => ({
  paper: row.paper,
  title: row.title,
  from,
  blocks: blocksIn(row),
  markdown: row.markdown,
  version: versionInWords(row),
  at: row.publishedAt,
})

export type PaperService = ReturnType<typeof paperService>
