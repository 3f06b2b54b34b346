/**
 * Hears when the choice may have changed elsewhere: in another tab, in a page of another sub-domain, or while this page
 * lay in the back-forward cache. Call what it returns to tell the others; `stop` ends it.
 */
export function connectTabs(name: string, changed: () => void) {
  let channel: BroadcastChannel | undefined
  const open = () => {
    channel = new BroadcastChannel(name)
    channel.onmessage = changed
  }
  // An open channel would keep the page out of the back-forward cache.
  const close = () => {
    channel?.close()
    channel = undefined
  }
  const shown = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return
    open()
    changed()
  }
  const visible = () => document.visibilityState === 'visible' && changed()
  const ending = new AbortController()
  open()
  addEventListener('pagehide', close, ending)
  addEventListener('pageshow', shown, ending)
  addEventListener('visibilitychange', visible, ending)
  return {
    tell: () => channel?.postMessage(''),
    stop() {
      close()
      ending.abort()
    },
  }
}
