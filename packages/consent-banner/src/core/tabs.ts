/**
 * Hears when the choice may have changed elsewhere: in another tab, in a page of another sub-domain, or while this page
 * lay in the back-forward cache. Call what it returns to tell the others; `stop` ends it. `changed` is called more often
 * than there are changes: at once, when the page is left, seen again, or online again.
 */
export function connectTabs(name: string, changed: () => void) {
  let channel: BroadcastChannel | undefined
  const open = () => {
    channel ??= new BroadcastChannel(name)
    channel.onmessage = changed
    changed()
  }
  // An open channel would keep the page out of the back-forward cache.
  const close = () => {
    channel?.close()
    channel = undefined
  }
  const ending = new AbortController()
  addEventListener('pagehide', close, ending)
  addEventListener('pageshow', open, ending)
  addEventListener('visibilitychange', changed, ending)
  addEventListener('online', changed, ending)
  open()
  return {
    tell: () => channel?.postMessage(''),
    stop() {
      close()
      ending.abort()
    },
  }
}
