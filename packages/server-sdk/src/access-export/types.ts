import type { Id } from '@sotto/contracts'

/** Art. 15 GDPR, or Art. 20: the same file, under the name of what was asked for. */
export const exportKinds = ['access', 'portability'] as const
export type ExportKind = (typeof exportKinds)[number]

export interface ExportInput {
  /** The person, by their contact. */
  contactId?: string | undefined
  /** A member of the team, who is a person too. Instead of `contactId`. */
  memberId?: string | undefined
  /**
   * Rows that somebody decided to be theirs as well, such as a conversation in which they typed an address that nobody
   * verified. Default: none.
   */
  also?: readonly { collection: string; id: string }[] | undefined
  /** The request that asked for it; stands in the manifest. */
  requestId?: string | null | undefined
  /** Default `access`. */
  kind?: ExportKind | undefined
}

/**
 * `collecting`: what is the person's is brought together. `review`: staff look at what stands there of others, and let it
 * go. `packing`: the file is made. `ready`: it can be downloaded, once. `downloaded`: it was. `failed`: see `problem`.
 */
export const exportStates = ['collecting', 'review', 'packing', 'ready', 'downloaded', 'failed'] as const
export type ExportState = (typeof exportStates)[number]

export const redactedKinds = ['email', 'phone', 'iban', 'card', 'government-id', 'name'] as const
export type RedactedKind = (typeof redactedKinds)[number]

/** A place where somebody else may be named in words that are not the person's own. */
export interface Redaction {
  /** Counts from 0, in the order of the file. */
  number: number
  collection: string
  /** The row. */
  id: string
  /** Where in the row: `text`, or `citations.0.quote`. */
  field: string
  kind: RedactedKind
  /** What stands there. */
  text: string
  /** Some words around it. */
  context: string
  /** `certain`: an identifier, or the name of somebody who is known. `possible`: it may be a name, or an address. */
  certainty: 'certain' | 'possible'
  /** What becomes of it. `null`: somebody has to decide, before the export is released. */
  decision: 'remove' | 'keep' | null
}

/** What the manifest says of a file. */
export interface ExportedFile {
  name: string
  bytes: number
  /** Hex. */
  sha256: string
}

/** What is signed with each export, as canonical JSON. */
export interface ExportManifest {
  export: string
  team: string
  request: string | null
  kind: ExportKind
  /** When what stands in it was read. ISO 8601. */
  asOf: string
  /** When it was let go. */
  released: string
  /** How many rows of each collection. */
  rows: Record<string, number>
  /** How many places were left out for the sake of others. */
  redacted: number
  /** All but the manifest itself, in the order of the archive. */
  files: ExportedFile[]
  /** The archive up to the content of the manifest: what was not read as a file is covered too. */
  archive: { bytes: number; sha256: string }
}

export interface AccessExport {
  id: Id<'accessExport'>
  /** The person. */
  subject: { collection: string; id: string }
  requestId: string | null
  kind: ExportKind
  state: ExportState
  /** In rows, by collection in the order in which they are read; `auditEntries` are entries of the log. */
  progress: { collection: string; done: number; total: number }[]
  /** The first hundred places; `redactions(id)` has all. */
  redactions: Redaction[]
  /** How many places there are, and how many of them nobody has decided yet. */
  counts: { redactions: number; undecided: number }
  /** `null` before the file was made. */
  manifest: ExportManifest | null
  /** Size of the file in bytes; `null` before it was made. */
  bytes: number | null
  /** Why it failed. */
  problem: { code: string; detail: string } | null
  createdAt: string
  releasedAt: string | null
  downloadedAt: string | null
  /** When it is discarded. */
  expiresAt: string
}

/** Exports of a team: `team.accessExports`. */
export interface AccessExportService {
  /**
   * Begins to bring together everything about a person. They are told nothing yet.
   *
   * @throws SottoError `not_found`, `invalid_request`
   */
  start(input: ExportInput): Promise<Id<'accessExport'>>
  /** @throws SottoError `not_found`, also for one that was discarded */
  get(id: string): Promise<AccessExport>
  /** Places where others may be named, in their order. @throws SottoError `not_found`, `invalid_cursor` */
  redactions(
    id: string,
    page?: { limit?: number; cursor?: string | undefined; undecided?: boolean },
  ): Promise<{ data: Redaction[]; nextCursor: string | null }>
  /**
   * Keeps or removes places, by their numbers, or all that nobody has decided.
   *
   * @returns how many changed
   * @throws SottoError `not_found`, `version_conflict` when it is not in review
   */
  decide(id: string, numbers: readonly number[] | 'undecided', decision: 'keep' | 'remove'): Promise<number>
  /**
   * Lets it go: the file is made as decided. Releasing twice is releasing once.
   *
   * @throws SottoError `not_found`, `version_conflict` while it is collected, or while places are undecided
   */
  release(id: string): Promise<void>
  /**
   * A link for the person, which voids the one before. The token is known to nobody else: its hash is kept. A file that
   * was downloaded can be downloaded once more by a new link.
   *
   * @throws SottoError `not_found`, `version_conflict` before the file is ready
   */
  linkFor(id: string): Promise<{ token: string; url: string; expiresAt: string }>
  /**
   * The file for staff: to look at it, or to hand it over in another way. It is logged before the first byte, under the key
   * of the person, and the person's own link counts on.
   *
   * @throws SottoError `not_found`, `version_conflict` before the file is ready
   */
  take(id: string): Promise<ExportDownload>
  /** Destroys it with its key, in whatever state. @throws SottoError `not_found` */
  discard(id: string): Promise<void>
}

/** Why a link gives nothing, or not yet. */
export type LinkRefusal =
  | 'unknown'
  | 'expired'
  | 'downloaded'
  | 'wrong-code'
  | 'no-code'
  | 'too-many-codes'
  | 'no-such-bytes'
  | 'begun'
export interface Refused {
  refused: LinkRefusal
  /** Of the whole file, with `no-such-bytes`. */
  bytes?: number
}

/** A file, or a part of it, on its way. */
export interface ExportDownload {
  filename: string
  /** Of the whole file. */
  bytes: number
  /** The first byte that comes, counted from 0, and the last. */
  from: number
  to: number
  /** The same as long as the file is the same: what was begun with another one cannot go on with this. */
  tag: string
  /** Read no faster than whoever downloads takes it. The next piece is read when it is asked for. */
  chunks: AsyncGenerator<Uint8Array, void, undefined>
}

/** Which bytes are wanted, counted from 0, the last included; or so many of the last ones. Default: all. */
export interface ByteRange {
  from?: number | undefined
  to?: number | undefined
  /** Instead of `from` and `to`. */
  last?: number | undefined
  /** An `ETag`: bytes of a file with another one mean nothing to whoever asks, who is given all of this one. */
  ifTag?: string | undefined
}

/** The mail with a code, in the language of whoever asks. */
export type CodeLetter = (names: { team: string; code: string }) => { subject: string; text: string }

/** Under which id a request stands in the log. */
export interface LinkVisit {
  requestId?: string | null | undefined
}

/** What a link does. Nothing of it needs a session: the link says which team and export it is. */
export interface ExportLinks {
  /** What a link stands at. Changes nothing: mail scanners may ask as often as they like. */
  look(
    token: string,
  ): Promise<
    { state: 'open'; team: string; bytes: number; expiresAt: string } | { state: LinkRefusal; team: string | null }
  >
  /** Mails a code to the person. @returns whether one was sent, and until when it is good */
  sendCode(token: string, visit?: LinkVisit & { letter?: CodeLetter }): Promise<{ expiresAt: string } | Refused>
  /**
   * Turns link and code into the one download. Of several at once exactly one succeeds.
   *
   * @returns a pass for the file, good for an hour, in which a broken download may go on
   */
  redeem(
    token: string,
    code: string,
    visit?: LinkVisit,
  ): Promise<{ pass: string; filename: string; bytes: number; expiresAt: string } | Refused>
  /**
   * The file, or a part of it. It counts as one download: whatever was interrupted goes on with the same pass; from the
   * beginning it is given until it was given whole, and to one at a time: to another it is `begun`. A look at its end alone,
   * as readers of ZIP take it, is not the whole. In whatever parts it is asked for, no more leaves than the file twice.
   */
  file(pass: string, range?: ByteRange, visit?: LinkVisit): Promise<ExportDownload | Refused>
  /** `redeem` and `file` at once. */
  download(token: string, code: string, visit?: LinkVisit): Promise<ExportDownload | Refused>
}
