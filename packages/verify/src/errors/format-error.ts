/** Something that was to be read is not in the form that it has to be in. The message says where and how. */
export class FormatError extends Error {
  override readonly name = 'FormatError'
  readonly code = 'malformed'
}
