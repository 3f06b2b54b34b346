import type { api, BodyInput, KnowledgeDocument } from '@sotto/contracts'

/** Bytes with a name, where there is no `File`. */
export interface NamedData {
  /** The file name; its ending helps to tell what is in it. */
  name: string
  data: Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | string
  /** The media type; unless told the server goes by name and content. */
  type?: string | undefined
}

/** A file. `title` is its name unless told; the original is kept unless told. */
export interface DocumentFile {
  file: File | Blob | NamedData
  title?: string | undefined
  keepOriginal?: KnowledgeDocument['keepOriginal'] | undefined
}

/** A file, or pasted text. */
export type DocumentInput = DocumentFile | (BodyInput<(typeof api)['addDocument']> & { file?: never })

/** Consents that were given elsewhere, as a file: CSV or NDJSON, told by its name unless `format` says so. */
export interface ConsentFile extends Omit<BodyInput<(typeof api)['importConsent']>, 'rows'> {
  file: File | Blob | NamedData
  format?: 'csv' | 'ndjson' | undefined
}

/** Such a file, or up to 1,000 rows. */
export type ConsentImport = ConsentFile | (BodyInput<(typeof api)['importConsent']> & { file?: never })

/** The multipart form of a file. Its fields come first, so that the server knows them when the bytes begin. */
export function formOf({ file, ...fields }: { file: DocumentFile['file']; [field: string]: unknown }): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, String(value))
  if (file instanceof Blob) form.append('file', file, (file as Partial<File>).name ?? 'document')
  else form.append('file', new Blob([file.data], file.type === undefined ? {} : { type: file.type }), file.name)
  return form
}
