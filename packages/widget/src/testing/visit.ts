import type { Instructions, Recorded } from '../../dev/instructions.ts'
import type { SottoChat } from '../sotto-chat.ts'

export interface PageOptions {
  lang?: string
  dir?: 'rtl'
  /** More of the script's address, such as `side=start`. */
  options?: string
  /** Whether the script comes from another origin, under a policy that lets in nothing else. */
  strict?: boolean
  /** The site bundles the package itself and puts the element where it likes, with this inside the body. */
  bundled?: string
  width?: number
}

/** The same machine under another name is another origin. */
const elsewhere = location.origin.replace('localhost', '127.0.0.1')

/** Waits until something is there. There is no other waiting in these tests, so none depends on the clock. */
export async function until<Value>(
  look: () => Value | null | undefined | false | Promise<Value | null | undefined | false>,
  what = `${look}`,
): Promise<Value> {
  const end = performance.now() + 8000
  while (performance.now() < end) {
    const value = await look()
    if (value) return value
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  throw new Error(`Waited in vain for ${what}`)
}

/** A visitor on a page with the script tag, and the server behind it. Each has a bot, and so a world, of its own. */
export class Visit {
  readonly key = `pk_${crypto.randomUUID().replaceAll('-', '')}`
  readonly frame = document.createElement('iframe')

  static async begin(options: PageOptions = {}, instructions?: Instructions): Promise<Visit> {
    const visit = new Visit()
    if (instructions) await visit.tell(instructions)
    const { lang = 'en', dir = 'ltr', options: more = '', strict = false, bundled, width = 900 } = options
    const server = strict ? elsewhere : location.origin
    const script = bundled === undefined ? `${server}/widget/v1.js?bot=${visit.key}&${more}` : '/widget/bundled.js'
    const address = new URLSearchParams({ script, lang, dir, ...(strict && { server }) })
    visit.frame.width = String(width)
    visit.frame.height = '700'
    visit.frame.src = `/page?${address}`
    await visit.#loaded(() => document.body.append(visit.frame))
    if (bundled !== undefined) {
      const place = visit.document.createElement('div')
      place.innerHTML = bundled.replace('<sotto-chat', `<sotto-chat bot="${visit.key}" server="${location.origin}"`)
      visit.document.body.append(place)
    }
    return visit
  }

  /** The same visitor, on a page with the panel open and ready for a question. */
  static async open(options: PageOptions = {}, instructions?: Instructions): Promise<Visit> {
    const visit = await Visit.begin(options, instructions)
    visit.launcher.click()
    await visit.ready()
    return visit
  }

  async ready() {
    await until(() => this.find('textarea') && this.element.open, 'the field for the message')
  }

  end() {
    sessionStorage.removeItem(`sotto:${this.key}`)
    this.frame.remove()
  }

  async reload() {
    await this.#loaded(() => this.window.location.reload())
  }

  async #loaded(act: () => void) {
    const loaded = new Promise((resolve) => this.frame.addEventListener('load', resolve, { once: true }))
    act()
    await loaded
  }

  get window() {
    return this.frame.contentWindow as Window & typeof globalThis & { violations: string[] }
  }

  get document() {
    return this.frame.contentDocument as Document
  }

  get element() {
    return this.document.querySelector('sotto-chat') as SottoChat
  }

  get root() {
    return this.element.shadowRoot as ShadowRoot
  }

  get launcher() {
    return this.root.querySelector('.launcher') as HTMLButtonElement
  }

  get field() {
    return this.find('textarea') as HTMLTextAreaElement
  }

  /** What a screen reader has been told last. */
  get said() {
    return this.find('p.unseen[role=status]')?.textContent ?? ''
  }

  get stored(): string | null {
    return sessionStorage.getItem(`sotto:${this.key}`)
  }

  find<Found extends HTMLElement = HTMLElement>(selector: string): Found | null {
    return this.root.querySelector<Found>(selector)
  }

  all(selector: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(selector)]
  }

  text(selector: string): string {
    return this.find(selector)?.textContent?.trim().replace(/\s+/g, ' ') ?? ''
  }

  button(name: string): HTMLButtonElement {
    const found = this.all('button, [role=button]').find(
      (button) => button.ariaLabel === name || button.textContent?.trim() === name,
    )
    if (!found) throw new Error(`There is no button '${name}'`)
    return found as HTMLButtonElement
  }

  press(key: string, target: Element | null = this.root.activeElement, more: KeyboardEventInit = {}) {
    const event = new this.window.KeyboardEvent('keydown', {
      key,
      bubbles: true,
      composed: true,
      cancelable: true,
      ...more,
    })
    target?.dispatchEvent(event)
    return event
  }

  write(text: string) {
    this.field.value = text
    this.field.dispatchEvent(new this.window.InputEvent('input', { bubbles: true }))
  }

  /** Writes and sends, as the keyboard would. */
  ask(text: string) {
    this.write(text)
    this.press('Enter', this.field)
  }

  /** Asks, and waits until the answer is complete. */
  async askAndWait(text: string) {
    const before = this.all('.message.bot[data-state=completed]').length
    this.ask(text)
    await until(() => this.all('.message.bot[data-state=completed]').length > before, 'the answer')
  }

  /** The page listens to what a person of the team may write. */
  async followed() {
    await until(async () => (await this.recorded('events')).length > 0, 'the stream between answers')
  }

  async tell(instructions: Instructions) {
    await fetch(`/control/${this.key}`, { method: 'POST', body: JSON.stringify(instructions) })
  }

  async recorded(operation?: Recorded['operation']): Promise<Recorded[]> {
    const all: Recorded[] = await fetch(`/control/${this.key}`).then((response) => response.json())
    return operation ? all.filter((request) => request.operation === operation) : all
  }
}
