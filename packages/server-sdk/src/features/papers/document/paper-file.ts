/** A file as routes send it: read no faster than the client takes it. */
export interface PaperFile {
  mediaType: string
  filename: string
  chunks: AsyncIterable<string | Uint8Array>
}
