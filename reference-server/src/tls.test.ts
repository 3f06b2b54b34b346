import { rm, writeFile } from 'node:fs/promises'
import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { join } from 'node:path'
import { connect, type SecureVersion } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { certify, privateKeyPem } from '../../packages/client-sdk/src/testing/authority.ts'
import { type FirstSecrets, makeDemoTeam } from './demo-team.ts'
import type { RunningServer } from './server.ts'
import { type Installation, newInstallation } from './testing/start.ts'

let place: Installation
let server: RunningServer
let secrets: FirstSecrets
let certificate: string
let port: number

beforeAll(async () => {
  place = await newInstallation()
  const made = await certify({ name: 'localhost' })
  certificate = made.pem
  const files = { TLS_CERT: join(place.folder, 'certificate.pem'), TLS_KEY: join(place.folder, 'key.pem') }
  await writeFile(files.TLS_CERT, made.pem)
  await writeFile(files.TLS_KEY, await privateKeyPem(made))
  server = await place.start(files)
  secrets = (await makeDemoTeam(server.sotto)) as FirstSecrets
  port = Number(new URL(server.url).port)
}, 60_000)
afterAll(async () => {
  await server.close()
  await place.remove()
})

const handshake = (maxVersion: SecureVersion) =>
  new Promise<string | null>((resolve, reject) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: certificate,
      maxVersion,
      minVersion: 'TLSv1.2',
    })
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol())
      socket.destroy()
    })
    socket.once('error', reject)
  })

interface Answered {
  status: number
  headers: Record<string, string | string[] | undefined>
}

const send = (method: string, path: string, body?: unknown) =>
  new Promise<Answered>((resolve, reject) => {
    const options = { method, ca: certificate, headers: { 'content-type': 'application/json' } }
    request(server.url + path, options, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
    })
      .once('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body))
  })

const sendPlain = (path: string, method = 'GET') =>
  new Promise<Answered>((resolve, reject) => {
    plainRequest({ port, host: '127.0.0.1', path, method }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
    })
      .once('error', reject)
      .end()
  })

it('speaks TLS 1.3, and nothing older', async () => {
  expect(await handshake('TLSv1.3')).toBe('TLSv1.3')
  await expect(handshake('TLSv1.2')).rejects.toMatchObject({
    code: expect.stringMatching(/PROTOCOL_VERSION|ECONNRESET/),
  })
})

it('asks browsers to come by https from now on', async () => {
  for (const path of ['/healthz', '/demo', '/nothing'])
    expect((await send('GET', path)).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
})

it('sends plain HTTP at the same port to the same place, method and all', async () => {
  expect(server.url).toBe(`https://localhost:${port}`)
  for (const [path, method] of [
    ['/privacy/kestrel-cycles?a=b', 'GET'],
    ['/v1/contacts', 'POST'],
  ] as const) {
    const { status, headers } = await sendPlain(path, method)
    expect({ status, location: headers.location }).toEqual({ status: 308, location: `${server.url}${path}` })
  }
})

it('redirects to no other host, whatever the request line says', async () => {
  const { status, headers } = await sendPlain('http://evil.example/x')
  expect(status).toBe(308)
  expect(headers.location).toBe(`${server.url}/`)
})

it('gives a session cookie that belongs to this host and to https alone', async () => {
  const { email, password } = secrets
  const { status, headers } = await send('POST', '/v1/session', { email, password })
  expect(status).toBe(201)
  const cookie = [headers['set-cookie']].flat().join()
  expect(cookie).toMatch(/^__Host-session=/)
  for (const attribute of ['Secure', 'HttpOnly', 'Path=/', 'SameSite']) expect(cookie).toContain(attribute)
  expect(cookie).not.toContain('Domain')
})

it('says which certificate cannot be used, before anything is started', async () => {
  const lost = join(place.folder, 'lost.pem')
  await writeFile(lost, certificate)
  const start = async () => place.start({ TLS_CERT: lost, TLS_KEY: lost })
  await expect(start()).rejects.toThrow('must be PEM files')
  await rm(lost)
})
