import { useEffect } from 'preact/hooks'
import { announce } from '../design/announcer.tsx'

/** Names the page, for the tab and for those who listen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Sotto`
    announce(title)
  }, [title])
}
