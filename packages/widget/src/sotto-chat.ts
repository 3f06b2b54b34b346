import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit'
import { AccentSheet } from './accent/accent-sheet.ts'
import './composer/composer.ts'
import { Conversation, type News } from './conversation/conversation.ts'
import type { Entry } from './conversation/entry.ts'
import { createSlimClient } from './conversation/transport.ts'
import { counterpartOf } from './header/counterpart.ts'
import './header/header.ts'
import type { MenuAction } from './header/header.ts'
import { chooseLanguage } from './language/choice.ts'
import { directionOf, english, type Language, loadWords, type Words } from './language/language.ts'
import './messages/message-list.ts'
import { notice } from './notice/notice.ts'
import { saidOf, shownOf } from './notice/telling.ts'
import { Panel } from './panel/panel.ts'
import { deletion } from './privacy/deletion.ts'
import { footer } from './privacy/footer.ts'
import { keepingSheet } from './privacy/keeping-sheet.ts'
import { offerFile, transcriptText } from './privacy/transcript-file.ts'
import { define } from './room.ts'
import { chatCss } from './sotto-chat.styles.ts'
import { opening } from './welcome/opening.ts'

/**
 * A chat with a bot: a launcher in a corner of the page and the panel that it opens, or the panel alone where it is put.
 *
 * Stores nothing and asks nobody for anything before it is opened; stores the key to the conversation, in the tab's
 * session storage, once the visitor has sent a message.
 *
 * @attr bot - the publishable key of the bot, `pk_…`
 * @attr server - where the Sotto server is, such as `https://chat.example.com`
 * @attr open - whether the panel is shown
 * @attr inline - the panel fills this element, without launcher; for a page of its own
 * @attr side - `end` (unless told) or `start` of the line: the corner
 * @attr lang - the language of the widget; unless told that of the page
 * @attr data-theme - `light` or `dark`; unless told what the visitor's system says
 *
 * @event sotto-open - the panel was opened
 * @event sotto-close - the panel was closed
 * @event sotto-start - the visitor sent the first message; `detail.conversationId`
 * @event sotto-delete - the visitor deleted the conversation
 *
 * @slot avatar - a picture in place of the first letter of the bot's name
 *
 * @csspart launcher - the button in the corner
 * @csspart panel - the panel
 * @csspart header - its head
 * @csspart avatar - the picture in the head
 * @csspart log - the messages
 * @csspart disclosure - that a machine answers, and who stores and reads
 * @csspart welcome - what stands before the first message
 * @csspart starters - the questions to start with
 * @csspart message - a message; also `visitor`, `bot` or `member`
 * @csspart bubble - the words of the visitor
 * @csspart prose - the words of an answer
 * @csspart citation - the mark of a citation
 * @csspart source - the words of a source
 * @csspart trouble - what went wrong
 * @csspart composer - the field with its button
 * @csspart input - the field for the message
 * @csspart send - the button that sends
 * @csspart stop - the button that stops, in the same place
 * @csspart footer - the line on privacy
 * @csspart keeping - 'What we keep'
 *
 * @cssproperty --sotto-accent - the accent; also `--sotto-on-accent`, `--sotto-accent-soft`
 * @cssproperty --sotto-paper - the ground of the panel; also all other colours of the design tokens
 * @cssproperty --sotto-font - the font
 * @cssproperty --sotto-inset - the distance from the edges of the window, 20px unless told
 */
export class SottoChat extends LitElement {
  static override styles = unsafeCSS(chatCss)

  /** Puts a launcher where the loader has not. The script for browsers comes with the loader, so it has none. */
  static launcher: ((host: HTMLElement, open: () => void) => void) | null = null

  static override properties = {
    bot: {},
    server: {},
    open: { type: Boolean, reflect: true },
    inline: { type: Boolean, reflect: true },
    words: { state: true },
    language: { state: true },
    view: { state: true },
    confirming: { state: true },
    notice: { state: true },
    said: { state: true },
  }

  readonly #accent = new AccentSheet()
  readonly #panel = new Panel(this)
  #conversation: Conversation | null = null

  private words: Words = english
  private language: Language = 'en'
  private view: 'chat' | 'keeping' = 'chat'
  private confirming: 'no' | 'asking' | 'failed' = 'no'
  /** What is shown above the messages until the visitor goes on. */
  private notice = ''
  /** What a screen reader says. */
  private said = ''

  bot = ''
  server = ''
  open = false
  inline = false

  /** Opens the panel. */
  show() {
    this.open = true
  }

  /** Closes the panel; the conversation stays. */
  close() {
    if (this.inline || !this.open) return
    this.open = false
  }

  /** The loader has made the root already, with its launcher and a style sheet for it. */
  protected override createRenderRoot() {
    const before = this.shadowRoot?.adoptedStyleSheets.slice() ?? []
    const root = super.createRenderRoot() as ShadowRoot
    root.adoptedStyleSheets = [...before, ...root.adoptedStyleSheets, this.#accent.sheet]
    return root
  }

  override connectedCallback() {
    super.connectedCallback()
    if (this.inline) this.open = true
    else SottoChat.launcher?.(this, () => this.show())
    this.requestUpdate()
  }

  protected override willUpdate(changes: PropertyValues<this>) {
    if (changes.has('bot') || changes.has('server')) this.#leave()
    if (this.open && !this.#conversation) this.#enter()
  }

  protected override updated(changes: PropertyValues<this>) {
    const configuration = this.#conversation?.configuration
    if (changes.has('open')) void this.#showPanel(changes.get('open') === true)
    else if (this.open) this.#panel.fit()
    this.#panel.focusArrived(configuration != null)
    void this.#accent.paint(configuration?.colour ?? null)
  }

  #enter() {
    const { bot, server } = this
    if (!bot || !server) {
      console.error('Sotto: <sotto-chat> needs the attributes bot="pk_…" and server="https://…".')
      return
    }
    this.#conversation = new Conversation(this, {
      bot,
      transport: createSlimClient({ baseUrl: server, key: bot }),
      onNews: (news) => this.#tell(news),
      onStart: (conversationId) => this.#emit('sotto-start', { conversationId }),
    })
    const page = this.closest<HTMLElement>('[lang]')?.lang ?? ''
    void this.#speak(this.#conversation.language ?? chooseLanguage(this.lang, page, navigator.languages))
    void this.#conversation.load()
  }

  #leave() {
    if (!this.#conversation) return
    this.#conversation.setVisible(false)
    this.removeController(this.#conversation)
    this.#conversation.hostDisconnected()
    this.#conversation = null
  }

  async #showPanel(wasOpen: boolean) {
    this.#conversation?.setVisible(this.open)
    if (this.open) {
      this.#panel.fit()
      await this.updateComplete
      this.#panel.focusFirst()
      this.#emit('sotto-open')
    } else if (wasOpen) {
      this.#panel.close()
      this.renderRoot.querySelector<HTMLElement>('.launcher')?.focus()
      this.#emit('sotto-close')
    }
  }

  async #speak(language: Language) {
    const words = await loadWords(language)
    this.words = words
    this.language = language
  }

  #tell(news: News) {
    this.notice = shownOf(news, this.words) ?? this.notice
    this.#say(saidOf(news, this.words))
  }

  /** A region that is told the same twice stays silent, so the second time ends in a space that nobody hears. */
  #say = (text: string) => {
    this.said = text && text === this.said ? `${text}\u00a0` : text
  }

  #emit(type: string, detail?: unknown) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }))
  }

  #onKeydown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    if (this.confirming !== 'no') this.#answerDeletion(false)
    else if (this.view === 'keeping') void this.#go('chat')
    else this.close()
  }

  #onCancel = (event: Event) => {
    event.preventDefault()
    this.close()
  }

  async #go(view: 'chat' | 'keeping') {
    this.view = view
    await this.updateComplete
    if (view === 'keeping') this.renderRoot.querySelector<HTMLElement>('#keeping')?.focus()
    else this.renderRoot.querySelector<HTMLElement>('.keeping-link')?.focus()
  }

  #act = async (action: MenuAction) => {
    const conversation = this.#conversation
    if (!conversation) return
    if (action === 'delete') {
      this.confirming = 'asking'
      await this.updateComplete
      this.renderRoot.querySelector<HTMLElement>('.deletion button')?.focus()
    } else if (action === 'end') {
      conversation.end()
      this.#toChat()
    } else if (conversation.configuration) {
      const { configuration, entries } = conversation
      const text = transcriptText(entries, configuration, this.words, this.language, new Date())
      offerFile(`chat-${new Date().toISOString().slice(0, 10)}.txt`, text)
    }
  }

  async #answerDeletion(yes: boolean) {
    if (!yes) this.confirming = 'no'
    else if (await this.#conversation?.remove()) {
      this.confirming = 'no'
      this.#emit('sotto-delete')
    } else {
      this.confirming = 'failed'
      return
    }
    this.#toChat()
  }

  #toChat() {
    this.view = 'chat'
    void this.updateComplete.then(() => this.#panel.focusFirst())
  }

  #chooseLanguage = (language: Language) => {
    this.#conversation?.setLanguage(language)
    void this.#speak(language)
  }

  #send = (text: string) => {
    this.notice = ''
    void this.#conversation?.send(text)
  }

  #onClose = () => this.close()
  #onStop = () => this.#conversation?.stop()
  #onStartAnew = () => this.#conversation?.end()
  #onRate = (entry: Entry, rating: Entry['rating']) => void this.#conversation?.rate(entry, rating)
  #onRetry = (entry: Entry) => void this.#conversation?.retry(entry)
  #onKeeping = () => void this.#go('keeping')

  #chat(conversation: Conversation) {
    const { words, language } = this
    const { configuration, entries, answering, status } = conversation
    const awaiting = answering && status === 'open' && entries.at(-1)?.author === 'visitor'
    return html`<div class="chat" ?inert=${this.confirming !== 'no'} ?hidden=${this.view !== 'chat'}>
      <sotto-chat-header .words=${words} .language=${language} .counterpart=${counterpartOf(conversation, words)}
        .started=${conversation.started} .closable=${!this.inline} .onAction=${this.#act}
        .onLanguage=${this.#chooseLanguage} .onClose=${this.#onClose}></sotto-chat-header>
      ${notice(conversation, this.notice, words)}
      <sotto-chat-message-list .words=${words} .language=${language} .entries=${entries} .awaiting=${awaiting}
        .opening=${opening(conversation, words, this.#send)} .onRate=${this.#onRate} .onRetry=${this.#onRetry}
        .onSay=${this.#say}></sotto-chat-message-list>
      ${
        configuration
          ? html`<sotto-chat-composer .words=${words} .answering=${answering} .closed=${status === 'closed'}
              .onSend=${this.#send} .onStop=${this.#onStop} .onStartAnew=${this.#onStartAnew}></sotto-chat-composer>`
          : nothing
      }
      ${configuration ? footer(configuration, words, this.#onKeeping) : nothing}
    </div>`
  }

  #keeping({ configuration, started }: Conversation) {
    if (this.view !== 'keeping' || !configuration) return nothing
    return html`<div class="chat" ?inert=${this.confirming !== 'no'}>
      ${keepingSheet({
        configuration,
        portal: new URL(configuration.privacyUrl, `${this.server}/`).href,
        words: this.words,
        started,
        closable: !this.inline,
        onAction: this.#act,
        onBack: () => void this.#go('chat'),
        onClose: this.#onClose,
      })}
    </div>`
  }

  protected override render(): unknown {
    const conversation = this.#conversation
    const { words, language } = this
    const body = conversation
      ? html`${this.#chat(conversation)}${this.#keeping(conversation)}
          ${
            this.confirming === 'no'
              ? nothing
              : deletion(words, this.confirming === 'failed', (yes) => void this.#answerDeletion(yes))
          }
          <p class="unseen" role="status">${this.said}</p>`
      : nothing
    const label = words.chatWith(conversation?.configuration?.name ?? '')
    return this.inline
      ? html`<section class="panel" part="panel" aria-label=${label} lang=${language} dir=${directionOf(language)}
          @keydown=${this.#onKeydown}>${body}</section>`
      : html`<dialog class="panel" part="panel" aria-label=${label} lang=${language} dir=${directionOf(language)}
          tabindex="-1" @keydown=${this.#onKeydown} @cancel=${this.#onCancel}>${body}</dialog>`
  }
}

define('sotto-chat', SottoChat)

declare global {
  interface HTMLElementTagNameMap {
    'sotto-chat': SottoChat
  }
}
