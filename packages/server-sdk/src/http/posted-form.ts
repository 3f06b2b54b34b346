import type { Request } from 'express'
import type { PostedForm } from '../features/privacy-requests/index.ts'
import { bytesOf, mediaTypeOf, readJson, refuseEncodedBody, unsupported } from './body.ts'

/** Far more than a gateway sends of one message. */
const longest = 64_000
const formType = 'application/x-www-form-urlencoded'

/**
 * All of a form that somebody else's software posts: every field counts for its signature. JSON with texts is taken as well,
 * and what a parser of the host has read already.
 *
 * @throws SottoError `media_type_unsupported`, `payload_too_large`, `invalid_json`
 */
export async function readPostedForm(request: Request): Promise<PostedForm> {
  refuseEncodedBody(request)
  return { fields: await fieldsOf(request), url: request.url, header: (name) => request.get(name) ?? null }
}

async function fieldsOf(request: Request): Promise<PostedForm['fields']> {
  const type = mediaTypeOf(request)
  if (type !== formType && type !== 'application/json') throw unsupported(formType)
  if (type === 'application/json') return fieldsIn(await readJson(request, longest))
  if (!request.readableDidRead) return [...new URLSearchParams((await bytesOf(request, longest)).toString())]
  const { body } = request as { body?: unknown }
  return Buffer.isBuffer(body) || typeof body === 'string' ? [...new URLSearchParams(String(body))] : fieldsIn(body)
}

const fieldsIn = (body: unknown): PostedForm['fields'] =>
  Object.entries(typeof body === 'object' && body !== null ? body : {}).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' ? [[name, one]] : [])),
  )
