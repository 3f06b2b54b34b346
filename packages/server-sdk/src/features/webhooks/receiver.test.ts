import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { reachOf } from '../../outgoing/address.ts'
import { attempt, signedHeaders } from './attempt.ts'

const soon = { timeout: 10_000, interval: 50 }

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('the receiver of the guide', () => {
  it('takes what is genuine once, and refuses what was altered, is old, or was signed by somebody else', async () => {
    const guide = await readFile(new URL('../../../../../docs/guides/webhooks.md', import.meta.url), 'utf8')
    const [, source = ''] = /```js\n([\s\S]*?)```/.exec(guide) ?? []
    const folder = await mkdtemp(join(tmpdir(), 'sotto-receiver-'))
    const library = pathToFileURL(createRequire(import.meta.url).resolve('standardwebhooks')).href
    await writeFile(join(folder, 'receiver.mjs'), source.replace("'standardwebhooks'", `'${library}'`))
    const port = await freePort()
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const child = spawn(process.execPath, [join(folder, 'receiver.mjs')], {
      env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret },
    })
    try {
      let output = ''
      child.stdout.on('data', (chunk) => (output += chunk))
      const now = new Date()
      const payload = { type: 'contact.created', timestamp: now.toISOString(), data: { contactId: 'con_1' } } as const
      const send = (by: string, at: Date) => {
        const reach = reachOf(true)
        const to = { url: `http://127.0.0.1:${port}/`, secrets: [by] }
        return attempt(to, { id: 'evt_1', payload }, { at, reach, signal: new AbortController().signal })
      }
      await vi.waitFor(async () => expect((await send(secret, now)).status).toBe(204), soon)
      expect((await send(secret, now)).status).toBe(204)
      expect((await send(secret, new Date(now.getTime() - 6 * 60_000))).status).toBe(400)
      expect((await send(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, now)).status).toBe(400)
      const headers = signedHeaders('evt_2', now, JSON.stringify(payload), [secret])
      const altered = JSON.stringify({ ...payload, type: 'contact.changed' })
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: altered, headers })
      expect(answer.status).toBe(400)
      expect(output).toBe("contact.created { contactId: 'con_1' }\n")
    } finally {
      child.kill()
      await rm(folder, { recursive: true })
    }
  })
})
