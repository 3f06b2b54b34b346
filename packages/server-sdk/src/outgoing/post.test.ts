import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AddressRefusedError, reachOf } from './address.ts'
import { NoAnswerError, post } from './post.ts'

let server: Server
let port: number
const seen: string[] = []
let answer: (response: ServerResponse) => void

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.url ?? '')
    request.resume().on('end', () => answer(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const never = new AbortController().signal
const to = (path: string, { host = '127.0.0.1', reach = reachOf(true), within = 5000, signal = never } = {}) =>
  post(new URL(`http://${host}:${port}${path}`), '{}', { within, most: 64 * 1024, reach, signal })

it('gives the answer, and does not follow where it points', async () => {
  answer = (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end('moved')
  const { status, body, cut } = await to('/redirects')
  expect([status, body.toString(), cut]).toEqual([302, 'moved', false])
  expect(seen).not.toContain('/inside')
})

it('waits for an answer no longer than it was told to', async () => {
  answer = () => {}
  await expect(to('/silent', { within: 100 })).rejects.toMatchObject({ name: 'NoAnswerError', timeout: true })
  answer = (response) => void response.writeHead(200).write('a beginning')
  expect(await to('/endless', { within: 200 })).toMatchObject({ status: 200, cut: true })
  const stopping = AbortSignal.abort(new Error('the server stops'))
  await expect(to('/stopped', { signal: stopping })).rejects.toThrow('the server stops')
})

it('reads no more of an answer than it was told to', async () => {
  let sent = 0
  answer = (response) => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const more = () => {
      while (sent < 100 * 1024 * 1024 && !response.destroyed) {
        sent += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  }
  const { status, body, cut } = await to('/large')
  expect([status, body.length, cut]).toEqual([200, 64 * 1024, true])
  expect(sent).toBeLessThan(20 * 1024 * 1024)
})

it('is connected to the address that was judged, whatever the name led to before', async () => {
  answer = (response) => response.end()
  const answers = ['8.8.8.8', '127.0.0.1', '::ffff:127.0.0.1']
  const rebinding = ((_name: string, _options: object, done: (error: null, found: unknown[]) => void) => {
    const address = answers.shift() as string
    done(null, [{ address, family: address.includes(':') ? 6 : 4 }])
  }) as unknown as Parameters<typeof reachOf>[1]
  const reach = reachOf(false, rebinding)
  const first = await new Promise((resolve) =>
    reach.lookup('rebinding.example', { all: true }, (_error, found) => resolve(found)),
  )
  expect(first).toEqual([{ address: '8.8.8.8', family: 4 }])
  for (const path of ['/rebound', '/mapped'])
    await expect(to(path, { host: 'rebinding.example', reach })).rejects.toThrow(AddressRefusedError)
  expect(seen).not.toContain('/rebound')
})

it.each(['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]', '169.254.169.254', 'localhost'])(
  'does not reach %s',
  async (host) => {
    await expect(to('/inside', { host, reach: reachOf(false) })).rejects.toThrow(AddressRefusedError)
  },
)

it('says that nobody is there', async () => {
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(free.address() as AddressInfo).port}`)
  await new Promise((resolve) => free.close(resolve))
  const calling = post(url, '', { within: 1000, most: 1000, reach: reachOf(true), signal: never })
  await expect(calling).rejects.toThrow(NoAnswerError)
  await expect(calling).rejects.toThrow('ECONNREFUSED')
})
