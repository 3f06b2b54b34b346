import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Version {
  data: Record<string, unknown> | null
  created_time: string
  deletion_time: string
  destroyed: boolean
}

interface Secret {
  current: number
  versions: Map<number, Version>
}

/** A Vault in this process: what its HTTP API documents of a KV engine of version 2, of tokens and of sealing. */
export interface TestVault {
  readonly address: string
  readonly secrets: ReadonlyMap<string, Secret>
  /** Every request so far, as `METHOD path`. */
  readonly requests: string[]
  /** Tokens that count, and what is left of their life in seconds; 0 is for ever. */
  readonly tokens: Map<string, { ttl: number; renewable: boolean }>
  sealed: boolean
  /** Answers nothing, and lets requests wait. */
  silent: boolean
  /** What the engine at `secret/` is: a version, or nothing. */
  engine: '1' | '2' | null
  deleteVersionAfter: boolean
  /** What the policy of all tokens refuses. */
  refuses: ((method: string, path: string) => boolean) | undefined
  /** Answered instead of anything, when set. */
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  write(path: string, data: Record<string, unknown>): void
  softDelete(path: string): void
  /** Stops listening, and listens again at the same address. */
  stop(): Promise<void>
  start(): Promise<void>
}

const appRole = { roleId: 'the-role', secretId: 'the-secret' }
const now = () => new Date().toISOString()

export async function startTestVault(): Promise<TestVault & { readonly appRole: typeof appRole }> {
  const secrets = new Map<string, Secret>()
  let port = 0
  const vault: TestVault = {
    get address() {
      return `http://127.0.0.1:${port}`
    },
    secrets,
    requests: [],
    tokens: new Map([['root', { ttl: 0, renewable: false }]]),
    sealed: false,
    silent: false,
    engine: '2',
    deleteVersionAfter: false,
    refuses: undefined,
    instead: undefined,
    write(path, data) {
      const secret = secrets.get(path) ?? { current: 0, versions: new Map() }
      secret.current += 1
      secret.versions.set(secret.current, {
        data,
        created_time: now(),
        deletion_time: vault.deleteVersionAfter ? '2099-01-01T00:00:00Z' : '',
        destroyed: false,
      })
      secrets.set(path, secret)
    },
    softDelete(path) {
      const secret = secrets.get(path)
      const version = secret?.versions.get(secret.current)
      if (version) version.deletion_time = now()
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
    async start() {
      await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
      port = (server.address() as AddressInfo).port
    },
  }

  const server = createServer(async (request, response) => {
    const text = await bodyOf(request)
    const path = decodeURIComponent((request.url ?? '').replace(/^\/v1\//, ''))
    vault.requests.push(`${request.method} ${path}`)
    if (vault.silent) return
    if (vault.instead) return vault.instead(request, response)
    const [status, body] = answer(request.method ?? '', path, request.headers['x-vault-token'], text)
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(status === 204 ? undefined : `${JSON.stringify(body)}\n`)
  })

  function answer(method: string, path: string, token: unknown, text: string): [number, object?] {
    if (vault.sealed) return [503, { errors: ['Vault is sealed'] }]
    const input = text === '' ? {} : (JSON.parse(text) as Record<string, never>)
    if (method === 'POST' && path === 'auth/approle/login') {
      if (input.role_id !== appRole.roleId || input.secret_id !== appRole.secretId)
        return [400, { errors: ['invalid role or secret ID'] }]
      const made = `s.${randomUUID()}`
      vault.tokens.set(made, { ttl: 3600, renewable: true })
      return [200, enveloped(null, { client_token: made, lease_duration: 3600, renewable: true })]
    }
    const known = vault.tokens.get(String(token))
    if (!known) return [403, { errors: ['permission denied'] }]
    if (path === 'auth/token/lookup-self') return [200, enveloped({ id: token, ...known })]
    if (path === 'auth/token/renew-self')
      return [200, enveloped(null, { client_token: token, lease_duration: known.ttl, renewable: known.renewable })]
    if (vault.refuses?.(method, path)) return [403, { errors: ['1 error occurred:\n\t* permission denied\n\n'] }]
    if (path === 'sys/internal/ui/mounts/secret' && vault.engine)
      return [200, enveloped({ type: 'kv', path: 'secret/', options: { version: vault.engine } })]
    if (path.startsWith('sys/internal/ui/mounts/'))
      return [
        403,
        { errors: ["preflight capability check returned 403, please ensure client's policies grant access"] },
      ]
    if (!path.startsWith('secret/') || !vault.engine)
      return [404, { errors: [`no handler for route "${path}". route entry not found.`] }]
    if (vault.engine === '1') return method === 'POST' || method === 'DELETE' ? [204] : [404, { errors: [] }]
    return keyValue(method, path, input)
  }

  function keyValue(method: string, path: string, input: Record<string, unknown>): [number, object?] {
    // A list may be asked for with a method of its own, LIST, which Node does not know, or like this.
    const listed = path.endsWith('?list=true')
    const [, part = '', name = ''] = /^secret\/(data|metadata|destroy)\/([^?]+)/.exec(path) ?? []
    const secret = secrets.get(name)
    if (part === 'metadata' && listed) {
      const keys = [...secrets.keys()]
        .filter((key) => key.startsWith(`${name}/`))
        .map((key) => key.slice(name.length + 1))
      return keys.length > 0 ? [200, enveloped({ keys })] : [404, { errors: [] }]
    }
    if (part === 'metadata' && method === 'DELETE') {
      secrets.delete(name)
      return [204]
    }
    if (part === 'data' && method === 'POST') {
      const { cas } = (input.options ?? {}) as { cas?: number }
      if (cas !== undefined && cas !== (secret?.current ?? 0))
        return [400, { errors: ['check-and-set parameter did not match the current version'] }]
      vault.write(name, input.data as Record<string, unknown>)
      const made = secrets.get(name) as Secret
      const { data: _data, ...metadata } = made.versions.get(made.current) as Version
      return [200, enveloped({ ...metadata, custom_metadata: null, version: made.current })]
    }
    if (part === 'destroy' && method === 'POST') {
      for (const number of input.versions as number[]) {
        const version = secret?.versions.get(number)
        if (version) Object.assign(version, { data: null, destroyed: true })
      }
      return [204]
    }
    if (!secret || method !== 'GET') return [404, { errors: [] }]
    if (part === 'metadata') {
      const versions = [...secret.versions].map(([number, { data: _data, ...metadata }]) => [number, metadata])
      return [200, enveloped({ current_version: secret.current, versions: Object.fromEntries(versions) })]
    }
    const { data, ...metadata } = secret.versions.get(secret.current) as Version
    const gone = metadata.destroyed || (metadata.deletion_time !== '' && metadata.deletion_time <= now())
    return [
      gone ? 404 : 200,
      enveloped({ data: gone ? null : data, metadata: { ...metadata, version: secret.current } }),
    ]
  }

  await vault.start()
  return Object.assign(vault, { appRole })
}

const enveloped = (data: object | null, auth: object | null = null) => ({
  request_id: randomUUID(),
  lease_id: '',
  renewable: false,
  lease_duration: 0,
  data,
  wrap_info: null,
  warnings: null,
  auth,
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}
