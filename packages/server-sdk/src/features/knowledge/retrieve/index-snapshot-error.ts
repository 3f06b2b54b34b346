const reasons = {
  not_a_snapshot: 'The bytes are not a snapshot of a search index.',
  other_format: 'The snapshot was written in another format than this version reads.',
  other_analysis: 'The snapshot was made with other rules for words than this version has.',
  damaged: 'The snapshot is damaged: its checksum does not fit.',
} as const

/** A snapshot that cannot be used. Nothing is lost: the index can be built again from the stored chunks. */
export class IndexSnapshotError extends Error {
  override readonly name = 'IndexSnapshotError'
  readonly code: keyof typeof reasons

  constructor(code: keyof typeof reasons) {
    super(`${reasons[code]} Build the index from the chunks again.`)
    this.code = code
  }
}
