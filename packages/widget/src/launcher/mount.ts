import { readSaved } from '../conversation/saved.ts'
import { fullScreen } from './full-screen.ts'
import { attachLauncher } from './launcher.ts'

/** Which bot the chat is of, and how it stands on the page. */
export interface MountOptions {
  /** The publishable key of the bot, `pk_…`. */
  bot: string
  /** Where the Sotto server is, such as `https://chat.example.com`. */
  server: string
  /** The corner at the end of a line (bottom right, where one reads from left to right), or at its start. `end` unless told. */
  side?: 'start' | 'end' | undefined
  /** A language tag. Unless told, the language of the page, else of the browser, else English. */
  lang?: string | undefined
  /** Unless told, what the visitor's system says. */
  theme?: 'light' | 'dark' | undefined
}

/** The chat of a page. */
export interface MountedChat {
  readonly element: HTMLElement
  /** Resolves when the panel is shown; rejects if the chat could not be loaded. */
  open(): Promise<void>
  close(): void
  /** Takes the chat off the page. What the tab keeps of the conversation stays until the tab is closed. */
  destroy(): void
}

interface Panel extends HTMLElement {
  show?(): void
  close?(): void
}

/**
 * Puts the launcher on the page and keeps it there, also where the site replaces its body on navigation. `load` is
 * called when the panel is opened for the first time, and must define `<sotto-chat>`.
 */
export function mount({ bot, server, side, lang, theme }: MountOptions, load: () => Promise<unknown>): MountedChat {
  const element = document.createElement('sotto-chat') as Panel
  const attributes = { bot, server, side, lang, 'data-theme': theme }
  for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value)
  const open = async () => {
    await load()
    element.show?.()
  }
  attachLauncher(element, open)
  const detach = keepAttached(element)

  // The visitor had it open on the page before. Where it covers the whole page they wanted to see this one.
  if (readSaved(bot)?.open && !matchMedia(fullScreen).matches) void open().catch(() => {})

  return {
    element,
    open,
    close: () => element.close?.(),
    destroy() {
      detach()
      element.remove()
    },
  }
}

/** Puts the element back whenever a navigation inside the site takes it away. */
function keepAttached(element: HTMLElement): () => void {
  let body: HTMLElement | null = null
  const attach = () => {
    if (document.body && !element.isConnected) document.body.append(element)
    if (document.body === body) return
    body = document.body
    watcher.disconnect()
    for (const place of [document, document.documentElement, body])
      if (place) watcher.observe(place, { childList: true })
  }
  const watcher = new MutationObserver(attach)
  watcher.observe(document.documentElement, { childList: true })
  attach()
  return () => watcher.disconnect()
}
