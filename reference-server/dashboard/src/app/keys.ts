const isApple = /mac|iphone|ipad/i.test(navigator.platform)

/** How the palette's key is written on this machine. */
export const paletteKey = isApple ? '⌘K' : 'Ctrl K'
export const sendKey = isApple ? '⌘↵' : 'Ctrl ↵'

type Key = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>

export const isPaletteKey = ({ key, metaKey, ctrlKey, altKey, shiftKey }: Key) =>
  key.toLowerCase() === 'k' && (metaKey || ctrlKey) && !altKey && !shiftKey

/** Whether a key is meant for the page, and not for something that is being written or chosen. */
export function isForPage(event: KeyboardEvent): boolean {
  const { target, metaKey, ctrlKey, altKey, defaultPrevented } = event
  if (defaultPrevented || metaKey || ctrlKey || altKey || !(target instanceof Element)) return false
  return !target.closest('input, textarea, select, [contenteditable], [role=menu], dialog')
}
