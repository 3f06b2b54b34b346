import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import 'reflect-metadata'
import { verifyConsistency } from '@sotto/verify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readCheckpoint } from '../../../audit/index.ts'
import { reachOf } from '../../../outgoing/address.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../../testing/index.ts'
import type { ShownEntry } from '../export/shown.ts'
import { cefOf, syslogFrame } from './cef.ts'
import { Receivers } from './receivers.ts'
import { SiemUnreachableError, sendFrames } from './siem.ts'
import { witnessKey } from './testing/witness-key.ts'

let running: TestSotto
let acme: TestTeam
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  running = await startTestSotto({ allowPrivateAddresses: true })
  acme = await makeTeam(running.sotto)
})
afterAll(async () => {
  await running.close()
  for (const close of closing) await close()
})

const patiently = { timeout: 20_000, interval: 100 }
const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

/** The messages in octet-counted framing. */
function framesIn(bytes: Buffer): string[] {
  const frames: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const length = Number(bytes.toString('latin1', at, space))
    frames.push(bytes.toString('utf8', space + 1, space + 1 + length))
    at = space + 1 + length
  }
  return frames
}

describe('a SIEM', () => {
  it('gets every entry once and in order, also after it was away, and no content', async () => {
    const received: string[] = []
    let refuse = false
    const receiver = createServer((socket: Socket) => {
      if (refuse) return void socket.destroy()
      const chunks: Buffer[] = []
      socket.on('data', (chunk) => chunks.push(chunk))
      socket.on('end', () => {
        received.push(...framesIn(Buffer.concat(chunks)))
        socket.end()
      })
      socket.on('error', () => {})
    })
    const port = await listen(receiver)
    const ada = await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    await acme.team.audit.sinks.create({ kind: 'siem', address: `tcp://127.0.0.1:${port}` })
    await vi.waitFor(() => expect(received.join()).toContain('audit-sink.created'), patiently)
    refuse = true
    await acme.team.contacts.change(ada.id, { company: 'a|b=c\\d' })
    await vi.waitFor(async () => {
      const [sink] = (await acme.team.audit.sinks.list()).data
      expect(sink?.problem).toMatch(/closed|ECONNRESET|EPIPE/)
    }, patiently)
    refuse = false
    await vi.waitFor(() => expect(received.join()).toContain('contact.changed'), patiently)
    const numbers = received.map((frame) => Number(/ cn1=(\d+) /.exec(frame)?.[1]))
    expect(numbers).toEqual(numbers.map((_, index) => index))
    for (const frame of received)
      expect(frame).toMatch(
        /^<110>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ sotto - audit - CEF:0\|Sotto\|Sotto\|1\|[a-z-]+\.[a-z-]+\|[a-z -]+\|[36]\|rt=\d{13} externalId=aud_\w+ /,
      )
    expect(received.find((frame) => frame.includes('contact.changed'))).toContain(` duid=${ada.id} `)
    expect(received.join()).not.toContain('ada@example.com')
    expect(received.join()).not.toContain('a|b')
    const sink = await vi.waitFor(async () => {
      const [written] = (await acme.team.audit.sinks.list()).data
      expect(written).toMatchObject({ problem: null, sent: { size: numbers.length } })
      return written
    }, patiently)
    await acme.team.audit.sinks.remove(sink?.id as string)
    expect((await acme.team.audit.sinks.list()).data).toEqual([])
  })

  it('is reached by TLS, and only with the certificate that is trusted', async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    const { X509CertificateGenerator, SubjectAlternativeNameExtension } = await import('@peculiar/x509')
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=localhost',
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2120-01-01'),
      keys: keys as never,
      signingAlgorithm: algorithm,
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
    })
    const key = Buffer.from(
      await crypto.subtle.exportKey(
        'pkcs8',
        (keys as { privateKey: Parameters<typeof crypto.subtle.exportKey>[1] }).privateKey,
      ),
    ).toString('base64')
    const pem = certificate.toString('pem')
    let received = ''
    const receiver = createTlsServer(
      { cert: pem, key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----` },
      (socket) =>
        socket
          .on('data', (chunk) => (received += chunk))
          .on('end', () => socket.end())
          .on('error', () => {}),
    )
    const port = await listen(receiver)
    const frame = syslogFrame('CEF:0|ä', { at: '2026-05-03T09:00:00.000Z', host: 'h', id: 'audit' })
    const send = (trusted: string | null) =>
      sendFrames(`tls://localhost:${port}`, trusted, [frame], reachOf(true), AbortSignal.timeout(10_000), 5000)
    await expect(send(null)).rejects.toThrow(SiemUnreachableError)
    expect(received).toBe('')
    expect(await send(pem)).toBe(true)
    expect(received).toBe('58 <110>1 2026-05-03T09:00:00.000Z h sotto - audit - CEF:0|ä')
  })

  it('that does not close its side has read nothing for certain, unless it never does', async () => {
    const reader = createServer({ allowHalfOpen: true }, (socket) => {
      // It goes when we have gone, and never before.
      socket.on('error', () => {}).on('end', () => setTimeout(() => socket.destroy(), 500))
      socket.resume()
    })
    const address = `tcp://127.0.0.1:${await listen(reader)}`
    const frames = [Buffer.from('x')]
    expect(await sendFrames(address, null, frames, reachOf(true), AbortSignal.timeout(10_000), 1)).toBe(false)

    const outcomes: boolean[] = []
    const waits: number[] = []
    const receivers = new Receivers(async (...given) => {
      waits.push(given[5])
      return outcomes.shift() as boolean
    })
    const deliver = (id: string, hasClosed: boolean) => {
      outcomes.push(hasClosed)
      const sink = { id, address, trusted: null }
      return receivers.deliver(sink, frames, reachOf(true), AbortSignal.timeout(10_000)).then(
        () => 'sent',
        ({ name }: Error) => name,
      )
    }
    for (const [id, told] of [
      ['slow', ['sent', ...Array(5).fill('SiemUnreachableError')]],
      ['open', [...Array(2).fill('SiemUnreachableError'), 'sent', 'sent']],
    ] as const) {
      const found: string[] = []
      for (const [number] of told.entries()) found.push(await deliver(id, id === 'slow' && number === 0))
      expect(found).toEqual(told)
    }
    expect(waits.slice(-2)).toEqual([30_000, 10_000])
  })

  it('is written to with what means something to CEF escaped', () => {
    const entry = { id: 'aud_1', team: 'team_1', action: 'a|b\\c.d', at: '2026-05-03T09:00:00.000Z', v: 1 }
    const shown = {
      entry: { ...entry, actor: { kind: 'system', id: 'x=y\nz\\' }, collection: null, target: null, request: null },
      people: null,
      ip: '2001:db8::1',
      place: { origin: 1, index: 7 },
    } as unknown as ShownEntry
    expect(cefOf(shown)).toBe(
      'CEF:0|Sotto|Sotto|1|a\\|b\\\\c.d|a\\|b\\\\c d|3|rt=1777798800000 externalId=aud_1 act=a|b\\\\c.d suid=x\\=y\\nz\\\\ c6a2=2001:db8::1 c6a2Label=Source IPv6 Address cs4=sotto/team_1/1 cs4Label=log cs5=system cs5Label=actor_kind cn1=7 cn1Label=index',
    )
  })

  it('inside the network of the server is refused unless its operator allows it', async () => {
    const closed = await startTestSotto()
    const team = await makeTeam(closed.sotto)
    await team.team.audit.sinks.create({ kind: 'siem', address: 'tcp://127.0.0.1:1' })
    await vi.waitFor(async () => {
      const [sink] = (await team.team.audit.sinks.list()).data
      expect(sink?.problem).toContain('inside the network of this server')
    }, patiently)
    await closed.close()
  })
})

/** A witness as C2SP tlog-witness describes it, that knows one size of each log. */
async function startWitness(name: string, key: KeyObject, verifierOf: () => string) {
  const known = new Map<string, { size: number; root: Buffer }>()
  const asked: number[] = []
  const server = createHttpServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const [, old = '', rest = ''] = /^old (\d+)\n([\s\S]*)$/.exec(text) ?? []
    const note = rest.slice(rest.startsWith('\n') ? 1 : rest.indexOf('\n\n') + 2)
    const proof = rest.startsWith('\n') ? [] : rest.slice(0, rest.indexOf('\n\n')).split('\n')
    const body = readCheckpoint(note, verifierOf())
    if (request.url !== '/w/add-checkpoint' || !body) return void response.writeHead(403).end()
    asked.push(Number(old))
    const before = known.get(body.origin)
    if ((before?.size ?? 0) !== Number(old))
      return void response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${before?.size ?? 0}\n`)
    const hashes = proof.map((line) => Buffer.from(line, 'base64'))
    const grown =
      before &&
      verifyConsistency({
        first: before.size,
        second: body.size,
        proof: hashes,
        firstRoot: before.root,
        secondRoot: body.root,
      })
    if (grown === false) return void response.writeHead(422).end()
    known.set(body.origin, body)
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(1_777_798_800n)
    const signed = `cosignature/v1\ntime 1777798800\n${note.slice(0, note.indexOf('\n\n') + 1)}`
    const { id } = witnessKey(name, key)
    const line = Buffer.concat([id, time, sign(null, Buffer.from(signed), key)]).toString('base64')
    response.end(`— ${name} ${line}\n— ${name} ${Buffer.alloc(76).toString('base64')}\n— other.example AAAA\n`)
  })
  return { known, asked, port: await listen(server) }
}

describe('a witness', () => {
  it('signs what only grew, also where it knows another size than was thought; its signature is given out', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const name = 'witness.example/w1'
    const { publicKey: verifier } = await acme.team.audit.checkpoint()
    const witness = await startWitness(name, privateKey, () => verifier)
    const address = `http://127.0.0.1:${witness.port}/w`
    const { id } = await acme.team.audit.sinks.create({
      kind: 'witness',
      address,
      publicKey: witnessKey(name, privateKey).verifier,
    })
    const cosigned = async () =>
      (await acme.team.audit.checkpoints({ limit: 100 })).data.filter(({ note }) => note.includes(`\n— ${name} `))
    await vi.waitFor(async () => expect(await cosigned()).toHaveLength(1), patiently)
    const [first] = await cosigned()
    // Only the line that is the witness's own.
    expect(first?.note.trimEnd().split('\n').slice(4)).toHaveLength(2)
    expect(readCheckpoint(first?.note as string, verifier)?.size).toBe(first?.size)

    // Another instance that has not seen the answer: it believes that the witness knows nothing.
    await acme.team.contacts.create({ name: 'Bo' })
    await acme.team.audit.sinks.remove(id)
    await acme.team.audit.sinks.create({ kind: 'witness', address, publicKey: witnessKey(name, privateKey).verifier })
    await vi.waitFor(async () => expect(await cosigned()).toHaveLength(2), patiently)
    expect(witness.asked).toEqual([0, 0, first?.size])
  })

  it('that signs with another key is not believed, and a refusal is told', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const { publicKey: verifier } = await acme.team.audit.checkpoint()
    const witness = await startWitness('witness.example/w2', privateKey, () => verifier)
    const other = witnessKey('witness.example/w2', generateKeyPairSync('ed25519').privateKey).verifier
    await acme.team.audit.sinks.create({
      kind: 'witness',
      address: `http://127.0.0.1:${witness.port}/w`,
      publicKey: other,
    })
    await acme.team.audit.sinks.create({
      kind: 'witness',
      address: `http://127.0.0.1:${witness.port}/x`,
      publicKey: other,
    })
    await vi.waitFor(async () => {
      const problems = (await acme.team.audit.sinks.list()).data.map(({ problem }) => problem)
      expect(problems).toEqual(
        expect.arrayContaining([
          'its answer has no valid signature of the key that was given for it',
          'it trusts another key for this log: give it the public key of the checkpoint',
        ]),
      )
    }, patiently)
  })
})
