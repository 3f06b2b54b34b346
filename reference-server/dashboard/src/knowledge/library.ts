import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type KnowledgeDocument, SottoClient, SottoError } from '@sotto/client-sdk'
import { type Loaded, loading } from '../app/loaded.ts'
import type { BotShelf } from '../bots/bot-shelf.ts'
import { announce } from '../design/announcer.tsx'
import { failureInWords } from '../design/words.ts'
import { isUnderWay } from './progress.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import { fetchWithProgress } from './upload-transport.ts'

export type KeepOriginal = KnowledgeDocument['keepOriginal']

/** A file on its way to the server. */
export interface Upload {
  readonly id: number
  readonly file: File
  readonly state: 'waiting' | 'sending' | 'failed'
  /** 0 to 1. */
  readonly sent: number
  readonly refusal: Refusal | null
}

/** What one bot knows. */
export interface Library {
  readonly documents: ReadonlySignal<Loaded<readonly KnowledgeDocument[]>>
  readonly uploads: ReadonlySignal<readonly Upload[]>
  read(): Promise<void>
  /** Sends files, two at a time; each is read in the background as soon as it has arrived. */
  upload(files: readonly File[], keepOriginal: KeepOriginal): void
  again(upload: Upload): void
  /** Takes a file back that has not arrived, or off the list if it failed. */
  drop(upload: Upload): void
  paste(input: { title: string; text: string; keepOriginal: KeepOriginal }): Promise<void>
  remove(documentId: string): Promise<void>
  /** Looks how far documents are that are being read, as long as there are any. */
  close(): void
}

export interface Libraries {
  of(botId: string): Library
  close(): void
}

/** The libraries of all bots that were opened: uploads go on while somebody looks elsewhere. */
export function createLibraries(sotto: SottoClient, bots: BotShelf): Libraries {
  const byBot = new Map<string, Library>()
  // Leaving the page ends uploads, so the browser asks first.
  const beforeLeaving = (event: BeforeUnloadEvent) => {
    const libraries = [...byBot.values()]
    if (libraries.some(({ uploads }) => uploads.value.some(({ state }) => state !== 'failed'))) event.preventDefault()
  }
  addEventListener('beforeunload', beforeLeaving)
  return {
    of(botId) {
      const known = byBot.get(botId)
      if (known) return known
      const library = createLibrary(sotto, bots, botId)
      byBot.set(botId, library)
      return library
    },
    close() {
      removeEventListener('beforeunload', beforeLeaving)
      for (const library of byBot.values()) library.close()
    },
  }
}

const sendingAtOnce = 2
/** Milliseconds between two looks at documents that are being read. */
const lookEvery = 1200

type Waiting = Upload & { keepOriginal: KeepOriginal; leaving: AbortController }

let lastUpload = 0

function createLibrary(sotto: SottoClient, bots: BotShelf, botId: string): Library {
  const documents: Signal<Loaded<readonly KnowledgeDocument[]>> = signal(loading)
  const uploads: Signal<readonly Waiting[]> = signal([])
  const leaving = new AbortController()
  let looking: ReturnType<typeof setTimeout> | undefined

  const list = () => (documents.value.state === 'ready' ? documents.value.value : [])
  const show = (value: readonly KnowledgeDocument[]) => {
    documents.value = { state: 'ready', value }
    if (value.some(isUnderWay)) looking ??= setTimeout(look, lookEvery)
  }

  async function look() {
    const before = list().filter(isUnderWay)
    try {
      await read()
    } catch {
      // Whoever looks again soon needs no word about one look that failed.
    }
    looking = undefined
    if (leaving.signal.aborted) return
    const done = before.flatMap(({ id }) => list().filter((document) => document.id === id && !isUnderWay(document)))
    for (const { title, state } of done)
      announce(state === 'ready' ? `${title} has been read.` : `${title} could not be read.`)
    if (done.length > 0) void bots.refresh(botId).catch(() => {})
    if (list().some(isUnderWay)) looking = setTimeout(look, lookEvery)
  }

  async function read() {
    const all = []
    for await (const document of sotto.documents.list(botId, { limit: 100 }, { signal: leaving.signal }))
      all.push(document)
    show(all)
  }

  const change = (id: number, to: Partial<Waiting>) => {
    uploads.value = uploads.value.map((upload) => (upload.id === id ? { ...upload, ...to } : upload))
  }
  const take = (id: number) => {
    uploads.value = uploads.value.filter((upload) => upload.id !== id)
  }

  function sendNext() {
    const free = sendingAtOnce - uploads.value.filter(({ state }) => state === 'sending').length
    for (const upload of uploads.value.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free)))
      void send(upload)
  }

  async function send({ id, file, keepOriginal, leaving }: Waiting) {
    change(id, { state: 'sending', sent: 0, refusal: null })
    try {
      const { document } = await sottoWithProgress((sent) => change(id, { sent })).documents.add(
        botId,
        { file, keepOriginal },
        { signal: leaving.signal },
      )
      take(id)
      show([document, ...list()])
      void bots.refresh(botId).catch(() => {})
    } catch (error) {
      if (!leaving.signal.aborted) change(id, { state: 'failed', refusal: uploadRefusal(error) })
    }
    sendNext()
  }

  /** The session's token is known to the one client only; this one asks it. */
  const sottoWithProgress = (onProgress: (share: number) => void) =>
    new SottoClient({
      baseUrl: location.origin,
      fetch: fetchWithProgress(onProgress),
      csrf: async () => sotto.session.csrfToken ?? (await sotto.session.get()).csrfToken,
    })

  return {
    documents,
    uploads,
    async read() {
      try {
        await read()
      } catch (error) {
        if (leaving.signal.aborted || documents.value.state === 'ready') return
        const missing = error instanceof SottoError && (error.status === 404 || error.code === 'invalid_request')
        documents.value = { state: 'failed', missing, problem: failureInWords(error) }
      }
    },
    upload(files, keepOriginal) {
      const more = files.map((file): Waiting => {
        lastUpload += 1
        const blank = { state: 'waiting', sent: 0, refusal: null } as const
        return { ...blank, id: lastUpload, file, keepOriginal, leaving: new AbortController() }
      })
      uploads.value = [...uploads.value, ...more]
      sendNext()
    },
    again({ id }) {
      change(id, { state: 'waiting', leaving: new AbortController() })
      sendNext()
    },
    drop({ id }) {
      uploads.value.find((upload) => upload.id === id)?.leaving.abort()
      take(id)
      sendNext()
    },
    async paste(input) {
      const { document } = await sotto.documents.add(botId, { ...input, format: 'markdown' })
      show([document, ...list()])
      void bots.refresh(botId).catch(() => {})
    },
    async remove(documentId) {
      await sotto.documents.remove(botId, documentId)
      show(list().filter(({ id }) => id !== documentId))
      void bots.refresh(botId).catch(() => {})
    },
    close() {
      clearTimeout(looking)
      leaving.abort()
      for (const upload of uploads.value) upload.leaving.abort()
    },
  }
}

function uploadRefusal(error: unknown): Refusal {
  if (error instanceof SottoError && (error.code.startsWith('document_') || error.code === 'payload_too_large'))
    return refusalOf(error.code, error.problem.detail)
  return { what: 'Not sent', advice: failureInWords(error) }
}
