import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface TabsProps {
  /** What they are the parts of. */
  label: string
  class?: string
  children: ComponentChildren
}

/** The parts of a page. Where they do not fit beside each other, the one that is shown is brought into sight. */
export function Tabs({ label, class: more, children }: TabsProps) {
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  return (
    <nav ref={list} class={more ? `tabs ${more}` : 'tabs'} aria-label={label}>
      {children}
    </nav>
  )
}
