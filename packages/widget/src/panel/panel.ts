import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ChatComposer } from '../composer/composer.ts'
import { fullScreen } from '../launcher/full-screen.ts'

/** What the panel needs of the element that it is shown in. */
export interface PanelHost extends ReactiveControllerHost {
  readonly open: boolean
  readonly inline: boolean
  readonly renderRoot: HTMLElement | DocumentFragment
}

/**
 * How the panel stands on the page: full screen it is a modal dialog, which keeps the keyboard and screen readers inside;
 * beside a page it is not. It also says where the focus goes when it opens.
 */
export class Panel implements ReactiveController {
  readonly #host: PanelHost
  readonly #screen = matchMedia(fullScreen)
  #ready = false

  constructor(host: PanelHost) {
    this.#host = host
    host.addController(this)
  }

  get #element(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.panel')
  }

  get #composer(): ChatComposer | null {
    return this.#host.renderRoot.querySelector('sotto-chat-composer')
  }

  hostConnected() {
    this.#screen.addEventListener('change', this.fit)
    visualViewport?.addEventListener('resize', this.fit)
  }

  hostDisconnected() {
    this.#screen.removeEventListener('change', this.fit)
    visualViewport?.removeEventListener('resize', this.fit)
    // A dialog that was taken away with the page's body comes back closed.
    this.close()
  }

  fit = () => {
    const panel = this.#element
    if (!this.#host.open || !(panel instanceof HTMLDialogElement)) return
    const modal = this.#screen.matches
    if (panel.open && panel.matches(':modal') !== modal) panel.close()
    if (!panel.open) modal ? panel.showModal() : panel.show()
    // A keyboard on the screen covers the layout, and only the visual viewport says how much of it.
    panel.style.blockSize = modal && visualViewport ? `${visualViewport.height}px` : ''
  }

  close() {
    const panel = this.#element
    if (panel instanceof HTMLDialogElement) panel.close()
  }

  /** To the field for the message; where that would bring up a keyboard, to the panel, which says what it is. */
  focusFirst() {
    if (this.#host.inline) return
    const composer = this.#composer
    if (matchMedia('(pointer: coarse)').matches || !composer?.field) this.#element?.focus()
    else composer.focus()
  }

  /** The field comes with the configuration, after the panel; a focus that waits on the panel goes on to it. */
  focusArrived(ready: boolean) {
    if (ready === this.#ready) return
    this.#ready = ready
    const root = this.#host.renderRoot
    if (ready && root instanceof ShadowRoot && root.activeElement === this.#element) {
      void this.#composer?.updateComplete.then(() => this.focusFirst())
    }
  }
}
