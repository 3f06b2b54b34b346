import { shapes } from 'virtual:lucide-icons'
import { h } from 'preact'
import type { IconName } from './icon-names.ts'

type Shapes = readonly (readonly [tag: string, attributes: Record<string, string>])[]

const drawn = shapes as Readonly<Record<IconName, Shapes>>

/** An icon says nothing by itself: what carries it has a label or a name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 14 | 16 | 18 | 20 | 24 }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {drawn[name].map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  )
}
