import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { type EmbeddedMongo, startEmbeddedMongo } from '@sotto/embedded-mongo'
import { createSotto, openai, openKeyring, outbox, type Sotto, smtp } from '@sotto/server-sdk'
import type { Logger } from 'pino'
import { referenceApp } from './app.ts'
import type { Config } from './config.ts'
import { redirectToTls } from './redirect.ts'

export interface RunningServer {
  readonly url: string
  readonly sotto: Sotto
  /** Stops taking requests, ends streams, lets jobs go and closes the database. Nothing acknowledged is lost. */
  close(): Promise<void>
}

/** How long requests that are under way may take to end when the server stops, in milliseconds. */
const grace = 5000

/**
 * Starts the reference server.
 *
 * @throws what stands in the way (a port in use, a data folder in use, a missing keyring) with what to do
 */
export async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  const closers: (() => Promise<unknown>)[] = []
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    // What stays on the machine is not worth compressing.
    const mongo = config.MONGODB_URI ?? `${(await embedded(config, closers)).uri}&compressors=none`
    const modelOptions = {
      ...(config.OPENAI_API_KEY ? { apiKey: config.OPENAI_API_KEY } : {}),
      ...(config.OPENAI_BASE_URL ? { baseURL: config.OPENAI_BASE_URL } : {}),
    }
    const usesModel = config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== undefined
    const tls =
      config.TLS_CERT && config.TLS_KEY
        ? { cert: readFileSync(config.TLS_CERT), key: readFileSync(config.TLS_KEY) }
        : undefined
    const publicUrl = () =>
      config.PUBLIC_URL ??
      `${tls ? 'https' : 'http'}://${shownHost(config.HOST)}:${(front.address() as AddressInfo | null)?.port ?? config.PORT}`
    const sotto = await createSotto({
      mongo,
      keyring: openKeyring(config.keyring),
      models: {
        chat: usesModel
          ? openai({ ...modelOptions, ...(config.OPENAI_MODEL ? { model: config.OPENAI_MODEL } : {}) })
          : undefined,
        embeddings: config.OPENAI_EMBEDDING_MODEL
          ? openai.embeddings({ ...modelOptions, model: config.OPENAI_EMBEDDING_MODEL })
          : undefined,
      },
      mail: {
        transport: config.SMTP_URL ? smtp(config.SMTP_URL) : outbox(),
        from: config.mailFrom,
        unsubscribeTo: config.MAIL_UNSUBSCRIBE_TO,
      },
      publicUrl,
      smsGateway: config.TWILIO_AUTH_TOKEN
        ? { protocol: 'twilio', secret: config.TWILIO_AUTH_TOKEN }
        : config.SMS_GATEWAY_SECRET
          ? { protocol: 'form', secret: config.SMS_GATEWAY_SECRET }
          : undefined,
      allowPrivateAddresses: config.SOTTO_ALLOW_PRIVATE_ADDRESSES,
      rotateKeysAfterDays: config.SOTTO_KEY_ROTATION_DAYS,
      keyBackup: config.SOTTO_KEY_BACKUP,
      backups: config.SOTTO_BACKUP_TO
        ? { to: config.SOTTO_BACKUP_TO, at: config.SOTTO_BACKUP_AT, keep: config.SOTTO_BACKUP_KEEP }
        : undefined,
      logger,
    })
    closers.push(() => sotto.close())
    const app = referenceApp({ sotto, config, tls: tls !== undefined })
    const server: Server = tls ? createHttpsServer({ ...tls, minVersion: 'TLSv1.3' }, app) : createHttpServer(app)
    const front: NetServer = tls ? redirectToTls(server as ReturnType<typeof createHttpsServer>, publicUrl) : server
    const open = openAnswers(server)
    await listen(front, config)
    closers.push(() => stop(front, server, open))
    return { url: publicUrl(), sotto, close: closeAll }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function embedded(config: Config, closers: (() => Promise<unknown>)[]): Promise<EmbeddedMongo> {
  const mongo = await startEmbeddedMongo({ dataDir: config.databaseDir })
  closers.push(() => mongo.close())
  return mongo
}

const shownHost = (host: string) =>
  ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host

function listen(server: NetServer, config: Config): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(new Error(`Port ${config.PORT} is in use by another program. Stop it, or set PORT to another number.`))
      else if (error.code === 'EACCES')
        fail(new Error(`This user may not listen on port ${config.PORT}. Set PORT to a number above 1023.`))
      else if (error.code === 'EADDRNOTAVAIL') fail(new Error(`HOST ${config.HOST} is not an address of this machine.`))
      else fail(error)
    })
    server.listen(config.PORT, config.HOST, () => done())
  })
}

/** Ends streams at once, for they would not end by themselves; other requests get some time. */
function stop(front: { close(done: () => void): unknown }, server: Server, open: ReadonlySet<ServerResponse>) {
  return new Promise<void>((done) => {
    const hurry = setTimeout(() => server.closeAllConnections(), grace)
    front.close(() => {
      clearTimeout(hurry)
      done()
    })
    for (const response of open) if (isStream(response)) response.destroy()
    server.closeIdleConnections()
  })
}

const isStream = (response: ServerResponse) =>
  String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream')

/** The answers that are under way. */
function openAnswers(server: Server): ReadonlySet<ServerResponse> {
  const open = new Set<ServerResponse>()
  server.on('request', (_request, response: ServerResponse) => {
    open.add(response)
    response.once('close', () => open.delete(response))
  })
  return open
}
