import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { KeyringUnavailableError } from '../keyring.ts'

/** Where in Vault or OpenBao the keys lie, and who asks for them. */
export interface VaultOptions {
  /** Where Vault is, such as `https://vault.example.com:8200`. Plain HTTP only for this machine itself. */
  address: string
  /** A token. It is renewed as long as Vault lets it. Exactly one of these four says who we are. */
  token?: string
  /** A file with a token, read anew each time: where Vault Agent writes it. */
  tokenFile?: string
  /** `mount` is where the method is enabled; default `approle`. */
  appRole?: { roleId: string; secretId: string; mount?: string }
  /** The service account of a pod. Defaults: mount `kubernetes`, the token file that Kubernetes mounts. */
  kubernetes?: { role: string; mount?: string; tokenFile?: string }
  /** Where the KV engine (version 2) is mounted. Default `secret` */
  mount?: string
  /** The folder of the keys in it. Default `sotto/epoch-keys` */
  path?: string
  /** Vault Enterprise, HCP and OpenBao. Default: the root namespace */
  namespace?: string
  /** How long one request may take, in milliseconds. Default 5000 */
  timeout?: number
  /** Lets plain HTTP go to another machine: where something else encrypts, such as a service mesh. Default false */
  plainHttp?: boolean
}

/** What Vault answered, for those statuses that mean something to the caller. */
export interface VaultAnswer {
  status: number
  body: VaultBody
}

export interface VaultBody {
  data?: Record<string, unknown> | null
  errors?: unknown[]
  auth?: { client_token?: unknown; lease_duration?: unknown; renewable?: unknown } | null
}

export interface VaultSession {
  /** For people: the address, without what could be secret. */
  readonly place: string
  /**
   * Sends a request below `/v1/`. Resolves for 200, 204, 400, 403 and 404 answered by Vault itself.
   *
   * @throws KeyringUnavailableError for everything else
   */
  request(method: string, path: string, body?: object): Promise<VaultAnswer>
}

interface Login {
  token: string
  /** When it was given or renewed, and for how long, in milliseconds; 0 is for ever. */
  since: number
  lasts: number
  renewable: boolean
}

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token'
const longestTimer = 2 ** 31 - 1

/** Requests to one Vault, signed in as one of its clients. Nothing is asked before the first request. */
export function vaultSession(options: VaultOptions): VaultSession {
  const base = checkedAddress(options.address, options.plainHttp ?? false)
  const ways = [options.token, options.tokenFile, options.appRole, options.kubernetes].filter(Boolean)
  if (ways.length !== 1) throw new TypeError('Vault needs exactly one of token, tokenFile, appRole and kubernetes.')
  const timeout = options.timeout ?? 5000
  let login: Login | undefined
  let signingIn: Promise<Login> | undefined
  let timer: NodeJS.Timeout | undefined

  async function send(method: string, path: string, token?: string, body?: object): Promise<VaultAnswer> {
    const signal = AbortSignal.timeout(timeout)
    const headers = {
      'X-Vault-Request': 'true',
      ...(token ? { 'X-Vault-Token': token } : {}),
      ...(options.namespace ? { 'X-Vault-Namespace': options.namespace } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    }
    const init: RequestInit = {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body ? { body: JSON.stringify(body) } : {}),
    }
    try {
      let response = await fetch(new URL(`v1/${path}`, base), init)
      // A standby sends to the active node. Once, and never from HTTPS to HTTP, for the token goes along.
      if (response.status === 307 || response.status === 308) {
        await response.body?.cancel()
        const target = new URL(response.headers.get('Location') ?? '', base)
        if (target.protocol !== base.protocol) throw unusable(base, 'it redirects from HTTPS to HTTP')
        response = await fetch(target, init)
      }
      const text = await response.text()
      return answerOf(response.status, text, base)
    } catch (error) {
      if (error instanceof KeyringUnavailableError) throw error
      throw new KeyringUnavailableError(
        `Vault at ${base.host} cannot be reached (${codeOf(error)}). Nothing was changed; service goes on when it is back.`,
      )
    }
  }

  const signIn = async (): Promise<Login> => {
    const since = Date.now()
    if (options.token) {
      // A token may not be allowed to look at itself; it is then used as long as it is taken.
      const { data } = (await send('GET', 'auth/token/lookup-self', options.token)).body
      return {
        token: options.token,
        since,
        lasts: Number(data?.ttl ?? 0) * 1000,
        renewable: data?.renewable === true,
      }
    }
    const { path, body } = options.appRole
      ? {
          path: `auth/${pathOf(options.appRole.mount ?? 'approle')}/login`,
          body: { role_id: options.appRole.roleId, secret_id: options.appRole.secretId },
        }
      : {
          path: `auth/${pathOf(options.kubernetes?.mount ?? 'kubernetes')}/login`,
          body: {
            role: options.kubernetes?.role,
            jwt: await tokenIn(options.kubernetes?.tokenFile ?? serviceAccountToken),
          },
        }
    const given = loginOf(await send('POST', path, undefined, body), since)
    if (given) return given
    throw new KeyringUnavailableError(
      `Vault at ${base.host} does not let us sign in at ${path}. Check the role, its secret and that the method is enabled there.`,
      'refused',
    )
  }

  /** Renews what can be renewed, and signs in anew where that does not help. */
  const refresh = async (old: Login): Promise<Login> => {
    const since = Date.now()
    const renewed = old.renewable
      ? loginOf(await send('POST', 'auth/token/renew-self', old.token, {}), since)
      : undefined
    // Towards the end of its longest life, a renewal gives less and less.
    const helped = renewed !== undefined && renewed.lasts >= old.lasts / 2
    if (options.token) return { ...(renewed ?? old), token: old.token, renewable: helped }
    return helped ? { ...renewed, token: old.token } : signIn()
  }

  async function current(): Promise<string> {
    if (options.tokenFile) return tokenIn(options.tokenFile)
    if (login && isYoung(login)) return login.token
    const old = login
    signingIn ??= (old ? refresh(old) : signIn())
      .then((next) => {
        login = next
        keepAlive(next)
        return next
      })
      .finally(() => {
        signingIn = undefined
      })
    return (await signingIn).token
  }

  /** Also while nobody asks for keys: a token that was not renewed in time is lost, and with it a secret for one use. */
  function keepAlive(at: Login, after = at.lasts / 2): void {
    clearTimeout(timer)
    if (at.lasts === 0 || (options.token && !at.renewable)) return
    timer = setTimeout(() => current().catch(() => keepAlive(at, at.lasts / 20)), Math.min(after + 1, longestTimer))
    timer.unref()
  }

  const isYoung = (at: Login) =>
    at.lasts === 0 || (options.token !== undefined && !at.renewable) || Date.now() - at.since < at.lasts / 2

  return {
    place: `${base.host}${base.pathname === '/' ? '' : base.pathname}`,
    async request(method, path, body) {
      const answer = await send(method, path, await current(), body)
      if (answer.status !== 403 || options.token || options.tokenFile) return answer
      // The token may have ended before its time: it was revoked, or Vault was restored.
      login = undefined
      return send(method, path, await current(), body)
    },
  }
}

/** The parts of a path, each safe in an address. */
export const pathOf = (path: string) =>
  path
    .split('/')
    .filter((part) => part !== '')
    .map(encodeURIComponent)
    .join('/')

function checkedAddress(address: string, plainHttp: boolean): URL {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError(
      'The address of Vault must be one such as https://vault.example.com:8200, without a password in it.',
    )
  if (url.protocol === 'http:' && !isThisMachine(url.hostname) && !plainHttp)
    throw new TypeError('The address of Vault must begin with https://: keys would pass the network in the clear.')
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

const isThisMachine = (host: string) =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

async function tokenIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new KeyringUnavailableError(`The token for Vault cannot be read from ${file} (${error.code}).`, 'refused')
  })
  if (/^[\x21-\x7e]+$/.test(text.trim())) return text.trim()
  throw new KeyringUnavailableError(`The file ${file} has no token for Vault in it.`, 'refused')
}

function loginOf({ status, body }: VaultAnswer, since: number): Login | undefined {
  const { client_token: token, lease_duration: seconds, renewable } = body.auth ?? {}
  if (status !== 200 || typeof token !== 'string') return undefined
  return { token, since, lasts: Number(seconds ?? 0) * 1000, renewable: renewable === true }
}

function answerOf(status: number, text: string, base: URL): VaultAnswer {
  if (status === 503) throw unusable(base, 'it is sealed or in maintenance')
  if (![200, 204, 400, 403, 404].includes(status)) throw unusable(base, `it answers with status ${status}`)
  if (status === 204) return { status, body: {} }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = undefined
  }
  // A proxy's page with status 404 must never be taken for "there is no such key".
  if (typeof body !== 'object' || body === null || !('errors' in body || 'data' in body))
    throw unusable(base, 'what answers there is not Vault')
  return { status, body: body as VaultBody }
}

const unusable = (base: URL, why: string) =>
  new KeyringUnavailableError(`Vault at ${base.host} cannot be used: ${why}. Nothing was changed.`)

function codeOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return cause?.code ?? (name === 'TimeoutError' ? 'no answer in time' : (name ?? 'unknown'))
}
