import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Handler } from 'express'
import type { Principal } from '../../access/index.ts'
import { SottoError } from '../../errors.ts'
import { ManualTimers } from '../../models/testing/manual-timers.ts'
import type { Acting } from '../acting.ts'
import type { Handlers } from '../handler.ts'
import type { SottoRouterOptions } from '../options.ts'
import { sottoRouter } from '../router.ts'
import type { Served } from '../served.ts'

/** Either version of Express. */
export type ExpressLike = (() => ReturnType<typeof import('express')>) & { json(): Handler }

const token = (prefix: string, name: string) => `${prefix}_${name.padEnd(43, '0')}`
const id = (prefix: string, digit = '0') => `${prefix}_01jd7m3y8ftqv3xk9c2a5b6w7${digit}`

export const ids = {
  team: id('team'),
  member: id('mem'),
  bot: id('bot'),
  contact: id('con'),
  conversation: id('cnv'),
  foreignConversation: id('cnv', '1'),
}

export const tokens = {
  everything: token('sk', 'everything'),
  readsContacts: token('sk', 'readsContacts'),
  publishable: token('pk', 'website'),
  visitor: token('vt', 'visitor'),
  session: token('ss', 'session'),
  unknown: token('sk', 'unknown'),
}

export const csrf = 'the-token-of-the-session'
const team = { teamId: ids.team }

/** Whose token is whose. Tests may change and delete. */
const principals = (): Map<string, Principal> =>
  new Map<string, Principal>([
    [
      tokens.everything,
      {
        ...team,
        kind: 'api-key',
        apiKeyId: id('key'),
        scopes: [
          'contacts:read',
          'contacts:write',
          'conversations:read',
          'conversations:write',
          'knowledge:write',
          'bots:read',
        ],
      },
    ],
    [tokens.readsContacts, { ...team, kind: 'api-key', apiKeyId: id('key', '1'), scopes: ['contacts:read'] }],
    [tokens.publishable, { ...team, kind: 'publishable', botId: ids.bot }],
    [tokens.visitor, { ...team, kind: 'visitor', botId: ids.bot, conversationId: ids.conversation }],
    [
      tokens.session,
      {
        ...team,
        kind: 'member',
        memberId: ids.member,
        role: 'viewer',
        unit: 'unt_1',
        session: { id: 's', csrfToken: csrf, browser: 's', expiresAt: new Date('2026-05-03T21:00:00Z') },
      },
    ],
  ])

export const contact = {
  id: ids.contact,
  name: 'Ada',
  email: null,
  phone: null,
  externalId: null,
  company: null,
  timezone: null,
  createdAt: '2026-05-03T09:00:00.000Z',
  lastActivityAt: '2026-05-03T09:00:00.000Z',
}

export interface ServeOptions {
  handlers?: Partial<Handlers>
  router?: SottoRouterOptions
  /** Middleware of the host, before the router. */
  before?: Handler[]
  mount?: string
  publicBot?: Served['publicBot']
  member?: Served['access']['member']
  settle?: () => Promise<void>
}

export interface Serving {
  url: string
  server: Server
  timers: ManualTimers
  principals: Map<string, Principal>
  /** What was logged, in order. */
  log: { level: string; fields: Record<string, unknown>; message: string }[]
  /** What happened around handlers, in order. */
  order: string[]
  close(): Promise<void>
}

const noDatabase = () => Promise.reject(new Error('these tests have no database'))

/** A router over a Sotto that is made up, behind a real HTTP server. */
export async function serve(express: ExpressLike, options: ServeOptions = {}): Promise<Serving> {
  const timers = new ManualTimers()
  const known = principals()
  const log: Serving['log'] = []
  const order: string[] = []
  const note = (level: string) => (fields: object, message: string) => {
    log.push({ level, fields: fields as Record<string, unknown>, message })
  }
  const acting: Acting = {
    team: {} as Acting['team'],
    settle: async () => {
      order.push('settled')
      await options.settle?.()
    },
    transaction: noDatabase,
  }
  const sotto: Served = {
    handlers: (options.handlers ?? {}) as Handlers,
    logger: { info: note('info'), warn: note('warn'), error: note('error') },
    access: {
      async authenticate(sent) {
        const principal = known.get(sent)
        if (!principal) throw new SottoError('unauthenticated', 'The credential is not valid.')
        return principal
      },
      member: options.member ?? (() => Promise.reject(new SottoError('unauthenticated', 'This user is not a member.'))),
      signIn: noDatabase,
    },
    as: () => acting,
    publicBot: options.publicBot ?? (async () => ({})),
    widget: noDatabase,
    publishedConsentPolicy: noDatabase,
    teamCertificate: noDatabase,
    publicPapers: { page: noDatabase, file: noDatabase },
    permissionPages: {
      confirmation: noDatabase,
      confirm: noDatabase,
      unsubscription: noDatabase,
      unsubscribe: noDatabase,
    },
    privacyPortal: {
      origins: async () => [],
      correct: noDatabase,
      read: noDatabase,
      ask: noDatabase,
      confirm: noDatabase,
      status: noDatabase,
      act: noDatabase,
      certificate: noDatabase,
    },
    smsDesk: { receive: noDatabase },
    privacyDownloads: { sendCode: noDatabase, redeem: noDatabase, file: noDatabase },
    downloadPages: { show: noDatabase, act: noDatabase },
    privacyPages: { ask: noDatabase, send: noDatabase, status: noDatabase, act: noDatabase },
    approverPages: { read: noDatabase, send: noDatabase },
    supportSessions: { start: noDatabase, read: noDatabase },
    botOfConversation: noDatabase,
    ready: async () => ({}),
  }
  const app = express()
  for (const middleware of options.before ?? []) app.use(middleware)
  app.use(options.mount ?? '/', sottoRouter(sotto, options.router, { timers }))
  app.use((_request, response) => {
    response.status(404).type('text').send('the host’s own page')
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${options.mount ?? ''}`,
    server,
    timers,
    principals: known,
    log,
    order,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const bearer = (sent: string) => ({ authorization: `Bearer ${sent}` })
export const asJson = { 'content-type': 'application/json' }

export interface ProblemBody {
  type: string
  title: string
  status: number
  code: string
  detail: string
  errors?: { field: string; message: string }[]
  retryAfter?: number
  requestId: string
}

/** The problem of an answer, after a look at what every problem has. */
export async function problemIn(response: Response): Promise<ProblemBody> {
  const type = response.headers.get('content-type')
  if (type !== 'application/problem+json')
    throw new Error(`no problem but ${response.status} ${type}: ${await response.text()}`)
  const problem = (await response.json()) as ProblemBody
  if (problem.status !== response.status)
    throw new Error('the status of the problem is another than that of the answer')
  if (problem.requestId !== response.headers.get('x-request-id')) throw new Error('the ids of the request differ')
  return problem
}
