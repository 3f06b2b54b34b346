import { Icon } from './icon.tsx'
import { initials } from './words.ts'

/** People are round. The colour comes from who it is, so that it is the same everywhere. */
export function PersonAvatar({ id, name, size = 28 }: { id: string; name: string | null; size?: 20 | 28 | 40 | 44 }) {
  const letters = name ? initials(name) : ''
  return (
    <span class="avatar person" data-size={size} data-hue={letters ? hueOf(id) : 'none'} aria-hidden="true">
      {letters ? size === 20 ? letters.slice(0, 1) : letters : <Icon name="person" size={size < 28 ? 14 : 16} />}
    </span>
  )
}

/** Machines are square. */
export const BotAvatar = ({ size = 28 }: { size?: 20 | 28 | 40 }) => (
  <span class="avatar machine" data-size={size} aria-hidden="true">
    <Icon name="bot" size={size < 28 ? 14 : 18} />
  </span>
)

const hues = 6

function hueOf(id: string): number {
  let hash = 0
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0
  return hash % hues
}
