const documentRefusalCodes = [
  'document_empty',
  'document_encrypted',
  'document_too_large',
  'document_too_many_pages',
  'document_truncated',
  'document_type_unsupported',
  'document_timeout',
  'document_unpacks_too_large',
  'document_unreadable',
  'document_without_text',
] as const

export type DocumentRefusalCode = (typeof documentRefusalCodes)[number]

/**
 * A document that cannot become knowledge. `message` says in plain words what is wrong and what would be accepted; it
 * never quotes the document.
 */
export class DocumentRefusedError extends Error {
  override readonly name = 'DocumentRefusedError'
  readonly code: DocumentRefusalCode

  constructor(code: DocumentRefusalCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  /** Recognises the error across copies of this package. */
  static is(error: unknown): error is DocumentRefusedError {
    return (
      error instanceof Error &&
      error.name === 'DocumentRefusedError' &&
      documentRefusalCodes.some((code) => code === (error as { code?: unknown }).code)
    )
  }
}
