import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SottoError } from '../../errors.ts'
import type { Upload } from '../handler.ts'
import {
  bearer,
  type ExpressLike,
  ids,
  problemIn,
  type ServeOptions,
  type Serving,
  serve,
  tokens,
} from '../testing/serve.ts'

/** Files that come as multipart/form-data. */
export function uploadsSuite(express: ExpressLike): void {
  let serving: Serving
  let folder: string
  let seen: (Upload & { content: Buffer })[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sotto-test-uploads-'))
    seen = []
  })
  afterEach(async () => {
    await serving.close()
    await rm(folder, { recursive: true })
  })

  const start = async (options: ServeOptions = {}) => {
    serving = await serve(express, {
      handlers: {
        addDocument: async ({ upload, body }) => {
          if (upload) seen.push({ ...upload, content: await readFile(upload.path) })
          throw new SottoError('document_empty', upload ? 'a file came' : `text came: ${body.title}`)
        },
      },
      ...options,
      router: { uploadFolder: folder, limits: { file: 100_000 }, ...options.router },
    })
    return `${serving.url}/v1/bots/${ids.bot}/documents`
  }
  const form = (...parts: [string, string | Blob, string?][]) => {
    const data = new FormData()
    for (const [name, value, filename] of parts)
      if (typeof value === 'string') data.append(name, value)
      else data.append(name, value, filename)
    return data
  }
  const post = (url: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', headers: { ...bearer(tokens.everything), ...headers }, body })
  const left = () => readdir(folder)

  describe('a file', () => {
    it('lies on disk for the handler and is gone afterwards, also when that fails', async () => {
      const url = await start()
      const content = randomBytes(90_000)
      const data = form(
        ['title', 'Opening hours'],
        ['file', new Blob([content], { type: 'application/pdf' }), '../../Öffnungs\u202fzeiten.pdf'],
        ['keepOriginal', 'delete-after-processing'],
      )
      expect((await problemIn(await post(url, data))).detail).toBe('a file came')
      expect(seen).toMatchObject([
        {
          filename: 'Öffnungs\u202fzeiten.pdf',
          mediaType: 'application/pdf',
          bytes: 90_000,
          fields: { title: 'Opening hours', keepOriginal: 'delete-after-processing' },
        },
      ])
      expect(seen[0]?.content.equals(content)).toBe(true)
      expect(await left()).toEqual([])
    })

    it('may also be text in JSON, of which more is accepted', async () => {
      const url = await start()
      const text = JSON.stringify({ title: 'Hours', text: 'We open at nine. '.repeat(100_000) })
      expect((await problemIn(await post(url, text, { 'content-type': 'application/json' }))).detail).toBe(
        'text came: Hours',
      )
      expect(
        (await problemIn(await post(url, 'a'.repeat(12_000_001), { 'content-type': 'application/json' }))).code,
      ).toBe('payload_too_large')
      const other = await problemIn(await post(url, 'x', { 'content-type': 'application/pdf' }))
      expect(other).toMatchObject({
        code: 'media_type_unsupported',
        errors: [{ message: 'must be application/json or multipart/form-data' }],
      })
    })

    it('may have no bytes, which is for the handler to judge', async () => {
      const url = await start()
      expect((await problemIn(await post(url, form(['file', new Blob([]), 'empty.pdf'])))).detail).toBe('a file came')
      expect(seen).toMatchObject([{ bytes: 0, fields: { keepOriginal: 'keep' } }])
    })
  })

  describe('is refused', () => {
    const file = new Blob(['x'])
    const refused = async (body: NonNullable<RequestInit['body']>, headers?: Record<string, string>) => {
      const url = await start()
      const problem = await problemIn(await post(url, body, headers))
      expect(await left()).toEqual([])
      expect(seen).toEqual([])
      return problem
    }
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' }

    it('when it is too large, whether that was announced or not', async () => {
      expect((await refused(form(['file', new Blob([randomBytes(100_001)]), 'big.pdf']))).code).toBe(
        'document_too_large',
      )
      await serving.close()
      expect((await refused(form(['file', new Blob([randomBytes(3_000_000)]), 'big.pdf']))).code).toBe(
        'document_too_large',
      )
    })

    it.each([
      ['there is none', form(['title', 'x']), 'body.file', 'is needed: a part with a filename'],
      [
        'there are two',
        form(['file', file, 'a'], ['file', file, 'b']),
        'body.file',
        'must be given once: one request takes one file',
      ],
      [
        'it is called otherwise',
        form(['attachment', file, 'a']),
        'body.attachment',
        'is no part that takes a file; the file goes into the part `file`',
      ],
      ['it is a text', form(['file', 'words']), 'body.file', 'must be a file: a part with a filename'],
      [
        'a text beside it is unknown',
        form(['file', file, 'a'], ['teamId', 'x']),
        'body.teamId',
        'is not known here; leave it out',
      ],
      [
        'a text beside it came twice',
        form(['title', 'a'], ['title', 'b'], ['file', file, 'a']),
        'body.title',
        'must be given once',
      ],
      [
        'a text beside it is wrong',
        form(['keepOriginal', 'maybe'], ['file', file, 'a']),
        'body.keepOriginal',
        'must be one of keep, delete-after-processing',
      ],
      [
        'a text beside it is far too long',
        form(['title', 'a'.repeat(20_000)], ['file', file, 'a']),
        'body.title',
        'must have at most 10000 bytes',
      ],
    ])('when %s', async (_what, body, field, message) => {
      const problem = await refused(body)
      expect(problem.code).toBe('invalid_request')
      expect(problem.errors).toEqual([{ field, message }])
    })

    it.each([
      ['ends in the middle', '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc', multipart],
      ['has no parts', '', multipart],
      ['is something else', 'no parts at all', multipart],
      ['has no boundary', 'x', { 'content-type': 'multipart/form-data' }],
    ])('when the form %s', async (_what, body, headers) => {
      expect((await refused(body, headers)).code).toBe('invalid_request')
    })

    it('before anything is read, without permission', async () => {
      const url = await start()
      const response = await fetch(url, {
        method: 'POST',
        headers: bearer(tokens.readsContacts),
        body: form(['file', file, 'a']),
      })
      expect((await problemIn(response)).code).toBe('forbidden')
    })
  })

  it('that was broken off leaves nothing behind', async () => {
    const url = await start()
    const sending = request(url, {
      method: 'POST',
      headers: {
        ...bearer(tokens.everything),
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': 90_000,
      },
    })
    sending.on('error', () => undefined)
    sending.write(`--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'a'.repeat(10_000)}`)
    await vi.waitFor(async () => expect(await left()).toHaveLength(1), { timeout: 15_000 })
    sending.destroy()
    await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 15_000 })
    expect(seen).toEqual([])
    expect(serving.log).toEqual([])
  })
}
