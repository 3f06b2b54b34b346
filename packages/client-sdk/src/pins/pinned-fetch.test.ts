import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { SottoClient, SottoConnectionError } from '../index.ts'
import { pinnedFetch, SottoPinError } from '../node.ts'
import { type Certified, certify, newKeys, pinOf, privateKeyPem } from '../testing/authority.ts'
import { collect } from '../testing/collect.ts'
import { beginStream, breakOff, write } from '../testing/event-stream.ts'
import { answerEvents, contact, document, job, sampleId } from '../testing/samples.ts'
import { json } from '../testing/server.ts'

let root: Certified
let intermediate: Certified
let leaf: Certified
/** The pin of a key that lies in a safe. */
let reserve: string

beforeAll(async () => {
  root = await certify({ name: 'Root', isAuthority: true })
  intermediate = await certify({ name: 'Intermediate', issuer: root, isAuthority: true })
  leaf = await certify({ name: 'localhost', issuer: intermediate })
  reserve = await pinOf(await certify({ name: 'reserve' }))
})

/** A TLS server that shows a chain of certificates. */
async function secure(
  chain: Certified[],
  handler: Parameters<typeof createServer>[1] = (_, response) => json(response, 200, contact()),
) {
  const options: ServerOptions = {
    cert: chain.map(({ pem }) => pem).join('\n'),
    key: await privateKeyPem(chain[0] as Certified),
  }
  const counts = { connections: 0, bytes: 0, requests: 0 }
  const server = createServer(options, (request, response) => {
    counts.requests += 1
    handler?.(request, response)
  })
  server.on('secureConnection', (socket) => {
    counts.connections += 1
    socket.on('data', (chunk: Buffer) => {
      counts.bytes += chunk.length
    })
  })
  server.on('tlsClientError', () => {})
  const closed: Promise<void>[] = []
  server.on('connection', (socket) => void closed.push(new Promise((resolve) => socket.on('close', resolve))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  /** What had come from clients when the last of them was gone. */
  const received = async () => {
    await Promise.all(closed)
    return { attempts: closed.length, bytes: counts.bytes, requests: counts.requests }
  }
  return { server, counts, received, url: `https://localhost:${(server.address() as AddressInfo).port}` }
}

const clientOf = (baseUrl: string, pins: string[], ca = root.pem) =>
  new SottoClient({ baseUrl, key: 'sk_test_1', retry: { delay: () => 0 }, fetch: pinnedFetch({ pins, ca }) })

describe('a pinned key', () => {
  test.each([
    ['the server itself', () => leaf],
    ['the authority that signed it', () => intermediate],
    ['the root, which the server does not even show', () => root],
  ])('may be that of %s', async (_, pinned) => {
    const { url } = await secure([leaf, intermediate])
    expect(await clientOf(url, [reserve, await pinOf(pinned())]).contacts.get(contact().id)).toEqual(contact())
  })

  test('may be that of a certificate that signed itself', async () => {
    const self = await certify({ name: 'localhost' })
    const { url } = await secure([self])
    expect(await clientOf(url, [await pinOf(self), reserve], self.pem).contacts.get(contact().id)).toEqual(contact())
  })

  test('is checked on each new connection, and connections are used again', async () => {
    const { server, counts, url } = await secure([leaf, intermediate])
    const sotto = clientOf(url, [await pinOf(leaf), reserve])
    await sotto.contacts.get(contact().id)
    await sotto.contacts.get(contact().id)
    expect(counts).toMatchObject({ connections: 1, requests: 2 })
    const other = await certify({ name: 'localhost', issuer: intermediate })
    server.setSecureContext({ cert: `${other.pem}\n${intermediate.pem}`, key: await privateKeyPem(other) })
    server.closeAllConnections()
    await expect(sotto.contacts.get(contact().id)).rejects.toBeInstanceOf(SottoPinError)
    expect(counts.requests).toBe(2)
  })
})

describe('a wrong key', () => {
  test('is refused before a byte of the request is sent, and not tried again', async () => {
    const { url, received } = await secure([leaf, intermediate])
    const error = await clientOf(url, [reserve, await pinOf(await certify({ name: 'another' }))])
      .contacts.create({ name: 'Ada' })
      .catch((error) => error)
    expect(error).toBeInstanceOf(SottoPinError)
    expect(error).toBeInstanceOf(SottoConnectionError)
    expect(error).toMatchObject({ name: 'SottoPinError', reason: 'pin' })
    expect(error.shown).toEqual([await pinOf(leaf), await pinOf(intermediate), await pinOf(root)])
    expect(await received()).toEqual({ attempts: 1, bytes: 0, requests: 0 })
  })

  test('stays wrong beside a made-up certificate around the pinned key', async () => {
    const real = await certify({ name: 'The bank', issuer: root, isAuthority: true })
    // Somebody with a valid certificate of another authority knows only the public half of the pinned key.
    const { privateKey } = await newKeys()
    const forged = await certify({
      name: 'Intermediate',
      issuer: { ...real, keys: { publicKey: real.keys.publicKey, privateKey } },
      keys: { publicKey: real.keys.publicKey, privateKey },
      isAuthority: true,
    })
    for (const chain of [
      [leaf, forged, intermediate],
      [leaf, intermediate, forged],
      [leaf, intermediate, real],
    ]) {
      const { url, received } = await secure(chain)
      const sotto = new SottoClient({
        baseUrl: url,
        key: 'sk_test_1',
        retry: false,
        fetch: pinnedFetch({ pins: [reserve, await pinOf(real)], ca: root.pem }),
      })
      await expect(sotto.contacts.get(contact().id)).rejects.toBeInstanceOf(SottoConnectionError)
      expect(await received()).toEqual({ attempts: 1, bytes: 0, requests: 0 })
    }
  })

  test('is refused by the usual checks too: a pin does not replace a valid certificate', async () => {
    const self = await certify({ name: 'localhost' })
    const { url, counts } = await secure([self])
    const sotto = clientOf(url, [await pinOf(self), reserve], root.pem)
    const error = await sotto.contacts.get(contact().id).catch((error) => error)
    expect(error).toMatchObject({ name: 'SottoConnectionError', reason: 'network' })
    expect(error.cause.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(counts.bytes).toBe(0)
  })

  test('cannot be got round over http', async () => {
    const sotto = clientOf('http://localhost:1', [await pinOf(leaf), reserve])
    await expect(sotto.contacts.get(contact().id)).rejects.toMatchObject({ reason: 'pin' })
  })
})

test.each([
  [[]],
  [['sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=']],
  [['sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', 'sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=']],
  [['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', 'sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=']],
])('%j are no pins', (pins) => {
  expect(() => pinnedFetch({ pins })).toThrow(TypeError)
})

describe('over a pinned connection', () => {
  test('answers stream, break off and go on', async () => {
    const events = answerEvents()
    const { url, counts } = await secure([leaf, intermediate], async (request, response) => {
      const first = request.method === 'POST'
      await write(beginStream(response), first ? events.slice(0, 3) : events.slice(3))
      if (first) breakOff(response)
    })
    const answer = clientOf(url, [await pinOf(leaf), reserve]).conversations.send(sampleId('conversation'), {
      text: 'How long?',
    })
    expect(await collect(answer)).toEqual(events)
    expect(counts.requests).toBe(2)
  })

  test('files are uploaded', async () => {
    let received = 0
    const { url } = await secure([leaf, intermediate], async (request, response) => {
      for await (const chunk of request) received += chunk.length
      json(response, 202, { document, job: job('queued') })
    })
    const data = new Uint8Array(2_000_000)
    await clientOf(url, [await pinOf(leaf), reserve]).documents.add(sampleId('bot'), { file: { name: 'a.bin', data } })
    expect(received).toBeGreaterThan(2_000_000)
  })

  test('aborting ends the request, before and after its answer began', async () => {
    const controller = new AbortController()
    const { url } = await secure([leaf, intermediate], (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{', () => controller.abort())
    })
    const sotto = clientOf(url, [await pinOf(leaf), reserve])
    for (let round = 0; round < 2; round += 1)
      await expect(sotto.contacts.get(contact().id, { signal: controller.signal })).rejects.toMatchObject({
        name: 'AbortError',
      })
  })

  test('an answer without body has none', async () => {
    const { url } = await secure([leaf, intermediate], (_, response) => response.writeHead(204).end())
    const sotto = clientOf(url, [await pinOf(leaf), reserve])
    expect(await sotto.conversations.delete(sampleId('conversation'))).toBeUndefined()
  })

  test('a server that is not there is a SottoConnectionError', async () => {
    const { server, url } = await secure([leaf, intermediate])
    await new Promise((resolve) => server.close(resolve))
    await expect(clientOf(url, [await pinOf(leaf), reserve]).contacts.get(contact().id)).rejects.toMatchObject({
      name: 'SottoConnectionError',
      reason: 'network',
    })
  })
})
