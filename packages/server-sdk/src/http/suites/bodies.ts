import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import {
  asJson,
  bearer,
  contact,
  type ExpressLike,
  ids,
  problemIn,
  type ServeOptions,
  type Serving,
  serve,
  tokens,
} from '../testing/serve.ts'

/** Bodies of JSON. */
export function bodiesSuite(express: ExpressLike): void {
  let serving: Serving
  let bodies: unknown[] = []
  const start = async (options: ServeOptions = {}) => {
    bodies = []
    serving = await serve(express, {
      ...options,
      handlers: {
        createContact: async ({ body }) => {
          bodies.push(body)
          return contact as never
        },
        ...options.handlers,
      },
    })
    return serving.url
  }
  afterEach(() => serving.close())
  const post = async (
    url: string,
    body: NonNullable<RequestInit['body']> | null,
    headers: Record<string, string> = asJson,
  ) => fetch(`${url}/v1/contacts`, { method: 'POST', headers: { ...bearer(tokens.everything), ...headers }, body })
  const refused = async (body: NonNullable<RequestInit['body']> | null, headers?: Record<string, string>) =>
    problemIn(await post(await start(), body, headers))

  describe('JSON', () => {
    it('reaches the handler as its schema makes it', async () => {
      const url = await start()
      expect(
        (await post(url, '\ufeff{"name":"  Ada "}', { 'content-type': 'Application/JSON; charset=UTF-8' })).status,
      ).toBe(201)
      expect(bodies).toEqual([{ name: 'Ada' }])
    })

    it('says where it is broken, and repeats nothing of it', async () => {
      const problem = await refused('{\n  "name": "Ada Fletcher",\n}')
      expect(problem).toMatchObject({
        code: 'invalid_json',
        errors: [{ field: 'body', message: 'line 3, column 1: must be a key in double quotes' }],
      })
      expect(JSON.stringify(problem)).not.toContain('Ada')
    })

    it('is UTF-8', async () => {
      expect((await refused(new Uint8Array([0x22, 0xff, 0x22]))).code).toBe('invalid_json')
      await serving.close()
      expect((await refused('{}', { 'content-type': 'application/json; charset=utf-16' })).code).toBe(
        'media_type_unsupported',
      )
    })

    it.each([
      ['{"name":{"$ne":null}}', 'body.name', 'must be a text'],
      ['{"$where":"1"}', 'body.$where', 'is not known here; leave it out'],
      ['{"__proto__":{"name":"x"}}', 'body.__proto__', 'is not known here; leave it out'],
      ['{"teamId":"team_x","name":"Ada"}', 'body.teamId', 'is not known here; leave it out'],
      ['{"name":""}', 'body.name', 'must not be empty'],
      ['{"name":"a\\u0000b"}', 'body.name', 'must be one line without control characters'],
      ['[]', 'body', 'must be an object'],
      ['null', 'body', 'must be an object'],
      ['{}', 'body', 'give at least one of name, email, phone and externalId'],
    ])('refuses %s', async (body, field, message) => {
      const problem = await refused(body)
      expect(problem.code).toBe('invalid_request')
      expect(problem.errors).toContainEqual({ field, message })
      expect(bodies).toEqual([])
    })

    it('names every field that is wrong, and never a value', async () => {
      const problem = await refused('{"email":"not-an-address","phone":"abc","timezone":"Mars/Base","colour":"red"}')
      expect(problem.errors?.map(({ field }) => field)).toEqual([
        'body.email',
        'body.phone',
        'body.timezone',
        'body.colour',
      ])
      expect(JSON.stringify(problem)).not.toMatch(/not-an-address|abc|Mars|red"/)
    })

    it('is needed where an endpoint takes it', async () => {
      expect((await refused(null, {})).errors).toEqual([{ field: 'body', message: 'is needed and must be an object' }])
    })

    it('is the only form that is taken', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/xml',
      ]) {
        expect((await refused('{"name":"Ada"}', { 'content-type': type })).code).toBe('media_type_unsupported')
        await serving.close()
      }
      expect((await refused('{}', { ...asJson, 'content-encoding': 'gzip' })).code).toBe('media_type_unsupported')
    })

    it('is refused where an endpoint takes none, unless it says nothing', async () => {
      const url = await start({ handlers: { deleteConversation: async () => undefined } })
      serving.principals.set(tokens.everything, {
        kind: 'api-key',
        teamId: ids.team,
        apiKeyId: 'k',
        scopes: ['conversations:delete'],
      })
      const remove = (body: string) =>
        fetch(`${url}/v1/conversations/${ids.conversation}`, {
          method: 'DELETE',
          headers: { ...bearer(tokens.everything), ...asJson },
          body,
        })
      expect((await remove('{}')).status).toBe(204)
      expect((await problemIn(await remove('{"reason":"x"}'))).errors).toEqual([
        { field: 'body', message: 'must be left out' },
      ])
    })
  })

  describe('size', () => {
    it('is 1 MB, told before all of it is read', async () => {
      expect((await refused(JSON.stringify({ name: 'a'.repeat(1_000_000) }))).code).toBe('payload_too_large')
      await serving.close()
      expect((await refused(JSON.stringify({ name: 'a'.repeat(30_000_000) }))).code).toBe('payload_too_large')
    })

    it('counts also where no length was announced', async () => {
      const url = await start()
      const code = await new Promise((resolve, reject) => {
        const sending = request(
          `${url}/v1/contacts`,
          { method: 'POST', headers: { ...bearer(tokens.everything), ...asJson } },
          (response) => {
            resolve(response.statusCode)
            response.resume()
          },
        )
        sending.on('error', reject)
        for (let piece = 0; piece < 20; piece++) sending.write('a'.repeat(100_000))
        sending.end()
      })
      expect(code).toBe(413)
    })

    it('leaves the connection usable', async () => {
      const url = await start()
      for (let time = 0; time < 3; time++) {
        expect((await post(url, 'a'.repeat(2_000_000))).status).toBe(413)
        expect((await post(url, '{"name":"Ada"}')).status).toBe(201)
      }
    })
  })

  describe('a body parser of the host', () => {
    it('may have read the body before', async () => {
      const url = await start({ before: [express.json()] })
      expect((await post(url, '{"name":"Ada"}')).status).toBe(201)
      expect(bodies).toEqual([{ name: 'Ada' }])
      expect((await problemIn(await post(url, '{"name":1}'))).errors).toEqual([
        { field: 'body.name', message: 'must be a text' },
      ])
      expect(
        (await problemIn(await post(url, 'name=Ada', { 'content-type': 'application/x-www-form-urlencoded' }))).code,
      ).toBe('media_type_unsupported')
      expect((await problemIn(await post(url, null, {}))).errors).toEqual([
        { field: 'body', message: 'is needed and must be an object' },
      ])
    })
  })
}
