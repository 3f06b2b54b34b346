/** Milliseconds between two looks for news while somebody is at work, and while nobody has touched anything. */
export interface Pace {
  busy: number
  idle: number
}

const idleAfter = 3 * 60_000
const signsOfLife = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/**
 * Looks for news again and again while the page can be seen: at once when it comes back into view, slowly when nobody
 * seems to be there.
 *
 * @returns how to stop
 */
export function keepLooking(forNews: () => Promise<void>, pace: Pace): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let touched = Date.now()
  let stopped = false

  const plan = () => {
    clearTimeout(timer)
    if (stopped || document.hidden) return
    timer = setTimeout(look, Date.now() - touched < idleAfter ? pace.busy : pace.idle)
  }
  const look = async () => {
    clearTimeout(timer)
    await forNews()
    plan()
  }
  const live = () => {
    const away = Date.now() - touched >= idleAfter
    touched = Date.now()
    if (away) void look()
  }
  const seen = () => {
    if (document.hidden) clearTimeout(timer)
    else void look()
  }

  for (const sign of signsOfLife) addEventListener(sign, live, { passive: true })
  document.addEventListener('visibilitychange', seen)
  addEventListener('online', seen)
  plan()
  return () => {
    stopped = true
    clearTimeout(timer)
    for (const sign of signsOfLife) removeEventListener(sign, live)
    document.removeEventListener('visibilitychange', seen)
    removeEventListener('online', seen)
  }
}
