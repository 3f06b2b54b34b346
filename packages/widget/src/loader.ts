import { type MountedChat, type MountOptions, mount } from './launcher/mount.ts'

declare global {
  interface Window {
    /** The chat of this page, once the script has run and until it is destroyed. */
    SottoChat?: MountedChat
  }
}

/** The element's file, beside this one; the version in its query changes with its content. */
declare const SOTTO_CHAT_FILE: string

// A module cannot see its own tag; its address is all that the site's owner can tell it.
const address = new URL(import.meta.url)
const option = (name: string) => address.searchParams.get(name) ?? undefined

let attempt = 0

/** A browser remembers that a module could not be fetched, so each further attempt has an address of its own. */
async function load() {
  const file = new URL(SOTTO_CHAT_FILE, address)
  if (attempt > 0) file.searchParams.set('attempt', String(attempt))
  attempt += 1
  await import(file.href)
  attempt = 0
}

function begin(bot: string) {
  const chat = mount(
    {
      bot,
      server: option('server') ?? new URL('..', address).href.replace(/\/(\?.*)?$/, ''),
      side: option('side') as MountOptions['side'],
      lang: option('lang'),
      theme: option('theme') as MountOptions['theme'],
    },
    load,
  )
  window.SottoChat = {
    ...chat,
    destroy() {
      chat.destroy()
      delete window.SottoChat
    },
  }
}

const bot = option('bot')
if (!bot) console.error(`Sotto: ${address.href} names no bot. Add ?bot=pk_… to the address in the script tag.`)
else if (!window.SottoChat) begin(bot)
