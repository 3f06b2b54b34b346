import type { AnyEndpoint } from '@sotto/contracts'
import type { Request } from 'express'
import { isSottoError, SottoError } from '../errors.ts'
import type { PostedForm } from '../features/privacy-requests/index.ts'
import { mediaTypeOf, readJson, refuseEncodedBody, unsupported } from './body.ts'
import { changesNothing, type Desk } from './desk.ts'
import { readForm } from './form.ts'
import type { Upload } from './handler.ts'
import { readPostedForm } from './posted-form.ts'
import { receiveFile, withUploadFolder } from './upload.ts'
import { checked } from './validation.ts'

/** What came behind the head of a request. */
export interface Received {
  body: unknown
  upload: Upload | undefined
  /** What tells one body from another. */
  mark: unknown
  posted?: PostedForm
}

/** Reads the body, or receives the file, which lies on disk only as long as `work` takes. */
export async function withBody(
  endpoint: AnyEndpoint,
  desk: Desk,
  request: Request,
  work: (received: Received) => Promise<void>,
): Promise<void> {
  const { body: schema, upload, form, posted } = endpoint.definition
  if (changesNothing.has(request.method)) return work({ body: undefined, upload: undefined, mark: null })
  if (upload && mediaTypeOf(request) === 'multipart/form-data') {
    refuseEncodedBody(request)
    return withUploadFolder(desk.uploadFolder, async (folder) => {
      const { hash, ...file } = await receiveFile(request, folder, desk.limits.file)
      const fields = checked(upload.fields, file.fields, 'body') as Record<string, unknown>
      const mark = { hash, filename: file.filename, mediaType: file.mediaType, fields }
      await work({ body: undefined, upload: { ...file, fields }, mark })
    })
  }
  if (posted) {
    const sent = await readPostedForm(request)
    if (schema) checked(schema, Object.fromEntries(sent.fields), 'body')
    return work({ body: undefined, upload: undefined, mark: null, posted: sent })
  }
  if (form) {
    const body = schema && checked(schema, await readForm(request, schema), 'body')
    return work({ body, upload: undefined, mark: body ?? null })
  }
  const sent = await readUnlessFile(request, upload ? desk.limits.documentJson : desk.limits.json, upload !== undefined)
  if (schema) {
    const body = checked(schema, sent, 'body')
    return work({ body, upload: undefined, mark: body })
  }
  if (sent !== undefined && JSON.stringify(sent) !== '{}')
    throw new SottoError('invalid_request', 'This endpoint takes no body.', {
      errors: [{ field: 'body', message: 'must be left out' }],
    })
  return work({ body: undefined, upload: undefined, mark: null })
}

async function readUnlessFile(request: Request, limit: number, takesFile: boolean): Promise<unknown> {
  try {
    return await readJson(request, limit)
  } catch (error) {
    if (
      takesFile &&
      isSottoError(error) &&
      error.code === 'media_type_unsupported' &&
      !error.errors.some(({ field }) => field.endsWith('encoding'))
    )
      throw unsupported('application/json or multipart/form-data')
    throw error
  }
}
