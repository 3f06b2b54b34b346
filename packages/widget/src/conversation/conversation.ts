import type { ConversationEvent, WidgetConfiguration } from '@sotto/contracts'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Language } from '../language/language.ts'
import { type Entry, type Trouble, written } from './entry.ts'
import { exchange } from './exchange.ts'
import { Follower } from './follower.ts'
import { readSaved, type Saved, writeSaved } from './saved.ts'
import { Sequence } from './sequence.ts'
import { after, changed, fromHistory, latestAttempts } from './transcript.ts'
import { type ConnectionState, idempotencyKey, type Rating, type Transport } from './transport.ts'
import { troubleOf } from './trouble.ts'

/** What happened that is said once, to eyes and to screen readers. */
export type News =
  | { kind: 'answered' | 'joined'; entry: Entry }
  | { kind: 'answering' | 'resumed' | 'rated' | 'notRated' | 'deleted' | 'notDeleted' | 'ended' | 'gone' }

export interface ConversationOptions {
  /** The publishable key: what the tab keeps is kept under it. */
  bot: string
  transport: Transport
  onNews: (news: News) => void
  onStart: (conversationId: string) => void
}

const isWriting = ({ state }: Entry) => state === 'writing'

/**
 * The conversation of one tab with one bot. It begins when the visitor sends the first message: before, it stores nothing
 * and asks the server only for what the panel shows.
 *
 * One stream is open at a time: the one that brings an answer, or else, while the panel can be seen, the one that
 * follows the conversation.
 */
export class Conversation implements ReactiveController {
  configuration: WidgetConfiguration | null = null
  /** Why the configuration could not be loaded. */
  unavailable: Trouble | null = null
  /** `resuming`: a stream broke and is being taken up again; `lost`: it could not be, until told to try again. */
  connection: 'held' | 'resuming' | 'lost' = 'held'

  readonly #host: ReactiveControllerHost
  readonly #options: ConversationOptions
  readonly #follower: Follower
  #entries: readonly Entry[] = []
  #saved: Saved | null
  #sequence: Sequence
  /** Answers of which the end has not been seen. */
  #unfinished = new Set<string>()
  /** Whether the entries hold all that was said on earlier pages. */
  #recalled = false
  #loading = false
  #visible = false
  #answering: AbortController | null = null

  constructor(host: ReactiveControllerHost, options: ConversationOptions) {
    this.#host = host
    this.#options = options
    this.#saved = readSaved(options.bot)
    this.#sequence = new Sequence(this.#saved?.seq)
    this.#follower = new Follower({
      transport: options.transport,
      onEvent: (event) => this.#see(event),
      onLoss: (error) => this.#interrupt(this.#lose(error)),
      onConnection: this.#onConnection,
    })
    host.addController(this)
  }

  get entries(): readonly Entry[] {
    return latestAttempts(this.#entries)
  }

  get started(): boolean {
    return this.#saved !== null
  }

  /** Whether there is a history that has not been fetched. */
  get recalling(): boolean {
    return this.started && !this.#recalled
  }

  get status() {
    return this.#saved?.status ?? 'open'
  }

  get language() {
    return this.#saved?.language ?? null
  }

  /** Whether an answer is awaited or being written. */
  get answering(): boolean {
    return this.#answering !== null || this.#entries.some(isWriting)
  }

  hostConnected() {
    addEventListener('online', this.#backOnline)
    document.addEventListener('visibilitychange', this.#follow)
    this.#follow()
  }

  hostDisconnected() {
    removeEventListener('online', this.#backOnline)
    document.removeEventListener('visibilitychange', this.#follow)
    this.#follower.pause()
  }

  /** Fetches what the panel shows; again if it failed before. */
  async load() {
    if (this.#loading || this.configuration) return
    this.#loading = true
    this.unavailable = null
    this.#update()
    try {
      const [configuration] = await Promise.all([this.#options.transport.widget(), this.#recall()])
      this.configuration = configuration
    } catch (error) {
      this.unavailable = troubleOf(error)
      console.error('Sotto: the chat could not be loaded.', error)
    }
    this.#loading = false
    this.#follow()
    this.#update()
  }

  /** Follows the conversation only while somebody can see it, and remembers whether the next page opens the panel. */
  setVisible(visible: boolean) {
    this.#visible = visible
    this.#save({ open: visible })
    this.#follow()
  }

  setLanguage(language: Language) {
    this.#save({ language })
  }

  async send(text: string) {
    if (this.answering || this.status === 'closed') return
    await this.#deliver(written(text, idempotencyKey(), new Date()))
  }

  /** Takes up what failed: sends again, asks again, or fetches the rest of an answer. */
  async retry(failed: Entry) {
    if (this.answering) return
    const unknown = failed.trouble?.code === 'connection' || failed.trouble?.code === 'stopped'
    if (failed.state === 'unsent') {
      // After a refusal the key is spent; where nobody knows, it keeps the message from arriving twice.
      const key = unknown ? failed.key : idempotencyKey()
      this.#entries = this.#entries.filter((entry) => entry.key !== failed.key)
      await this.#deliver(written(failed.text, key, new Date()))
    } else if (unknown) {
      await this.catchUp()
    } else {
      const before = this.#entries.slice(
        0,
        this.#entries.findIndex(({ key }) => key === failed.key),
      )
      const question = before.findLast(({ author }) => author === 'visitor')
      if (question) await this.send(question.text)
    }
  }

  /** Ends the answer here. What the server still writes of it is not shown. */
  stop() {
    this.#answering?.abort()
    this.#entries = changed(this.#entries, isWriting, { state: 'stopped' })
    this.#update()
  }

  async rate(rated: Entry, rating: Rating) {
    if (!this.#saved || !rated.id) return
    const give = (value: Rating) => {
      this.#entries = changed(this.#entries, ({ id }) => id === rated.id, { rating: value })
      this.#update()
    }
    give(rating)
    try {
      await this.#options.transport.rate(this.#saved.id, rated.id, this.#saved.token, rating)
      if (rating) this.#options.onNews({ kind: 'rated' })
    } catch {
      give(rated.rating)
      this.#options.onNews({ kind: 'notRated' })
    }
  }

  /** Deletes the conversation on the server, then here. @returns whether it is gone */
  async remove(): Promise<boolean> {
    if (!this.#saved) return true
    try {
      await this.#options.transport.remove(this.#saved.id, this.#saved.token)
    } catch (error) {
      if (troubleOf(error).code !== 'gone') {
        this.#options.onNews({ kind: 'notDeleted' })
        return false
      }
    }
    this.#forget()
    this.#options.onNews({ kind: 'deleted' })
    return true
  }

  /** Leaves the conversation where it is and keeps nothing of it here. */
  end() {
    this.#forget()
    this.#options.onNews({ kind: 'ended' })
  }

  /** Fetches what the server keeps, then goes on from there. */
  async catchUp() {
    this.#follower.pause()
    await this.#recall()
    this.#follow()
  }

  async #recall() {
    const saved = this.#saved
    if (!saved) return
    try {
      const messages = await this.#options.transport.messages(saved.id, saved.token)
      if (this.#saved?.id !== saved.id) return
      this.#entries = fromHistory(messages, this.#entries)
      // The events of what is being written come again from before it began.
      this.#sequence = new Sequence(this.#saved.seq)
      this.#unfinished = new Set(messages.filter(({ state }) => state === 'writing').map(({ id }) => id))
      this.#recalled = true
      this.connection = 'held'
    } catch (error) {
      this.#lose(error)
    }
    this.#update()
  }

  async #begin(): Promise<Saved> {
    const { conversation, visitorToken } = await this.#options.transport.start({
      page: location.pathname.slice(0, 500),
    })
    return { id: conversation.id, token: visitorToken, seq: 0, status: 'open', open: this.#visible, language: null }
  }

  async #deliver(entry: Entry) {
    const control = new AbortController()
    const { signal } = control
    this.#follower.pause()
    this.#answering = control
    this.#entries = [...this.#entries, entry]
    this.#update()
    this.#options.onNews({ kind: 'answering' })
    try {
      if (!this.#saved) {
        const begun = await this.#begin()
        signal.throwIfAborted()
        this.#saved = begun
        this.#recalled = true
        this.#save({})
        this.#options.onStart(begun.id)
      }
      const options = { signal, onConnection: this.#onConnection }
      for await (const event of exchange(this.#options.transport, this.#saved, entry, options)) this.#see(event)
    } catch (error) {
      this.#interrupt(signal.aborted ? { code: 'stopped', mayRetry: true } : this.#lose(error))
    }
    if (this.#answering === control) this.#answering = null
    this.#follow()
    this.#update()
  }

  /** What was under way cannot go on: a message that is not confirmed, or an answer that is not complete. */
  #interrupt(trouble: Trouble) {
    this.#entries = changed(this.#entries, ({ state }) => state === 'sending', { state: 'unsent', trouble })
    this.#entries = changed(this.#entries, isWriting, { state: 'failed', trouble })
    this.#update()
  }

  #follow = () => {
    if (!this.#visible || document.hidden) return this.#follower.pause()
    if (!this.#saved || !this.#recalled || this.#answering || this.status === 'closed') return
    this.#follower.start(this.#saved, this.#sequence.mark)
  }

  #see(event: ConversationEvent) {
    if (!this.#sequence.note(event.seq)) return
    this.connection = 'held'
    if (event.type === 'conversation.updated') this.#save({ status: event.status })
    else {
      this.#entries = after(this.#entries, event)
      if (event.type === 'message.created' && event.text === null) this.#unfinished.add(event.messageId)
      if (event.type === 'message.completed' || event.type === 'message.failed')
        this.#unfinished.delete(event.messageId)
      const entry = this.#entries.find(({ id }) => id === event.messageId)
      if (entry?.state === 'completed' && event.type === 'message.completed' && entry.author === 'bot') {
        this.#options.onNews({ kind: 'answered', entry })
      } else if (entry?.author === 'member' && event.type === 'message.created') {
        this.#options.onNews({ kind: 'joined', entry })
      }
    }
    // From here a next page goes on: what is being written must come to it from its beginning.
    if (this.#unfinished.size === 0) this.#save({ seq: this.#sequence.mark })
    this.#update()
  }

  #onConnection = (state: ConnectionState) => {
    const resumed = this.connection === 'resuming' && state === 'resumed'
    this.connection = state === 'lost' ? 'resuming' : 'held'
    if (resumed) this.#options.onNews({ kind: 'resumed' })
    this.#update()
  }

  #backOnline = () => {
    const unsent = this.#entries.find(({ state, trouble }) => state === 'unsent' && trouble?.code === 'connection')
    if (unsent) void this.retry(unsent)
    else if (this.connection === 'lost') void this.catchUp()
  }

  #lose(error: unknown): Trouble {
    const trouble = troubleOf(error)
    if (trouble.code === 'connection') this.connection = 'lost'
    if (trouble.code === 'conversation_closed') this.#save({ status: 'closed' })
    if (trouble.code === 'gone' && this.#saved) {
      this.#forget(this.#entries.filter(({ id }) => id === null))
      this.#options.onNews({ kind: 'gone' })
    }
    return trouble
  }

  #forget(kept: readonly Entry[] = []) {
    this.#answering?.abort()
    this.#follower.pause()
    this.#entries = kept
    this.#saved = null
    this.#sequence = new Sequence()
    this.#unfinished.clear()
    this.#recalled = false
    this.connection = 'held'
    writeSaved(this.#options.bot, null)
    this.#update()
  }

  #save(change: Partial<Saved>) {
    if (!this.#saved) return
    this.#saved = { ...this.#saved, ...change }
    writeSaved(this.#options.bot, this.#saved)
  }

  #update() {
    this.#host.requestUpdate()
  }
}
