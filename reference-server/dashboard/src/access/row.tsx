import type { ComponentChildren } from 'preact'
import { Icon } from '../design/icon.tsx'
import type { IconName } from '../design/icon-names.ts'
import type { Standing } from './words.ts'

/** One line of who has what. */
export const Row = ({
  icon,
  name,
  text,
  standing,
  children,
}: {
  icon: IconName
  name: string
  text: string
  standing?: Standing | null
  children?: ComponentChildren
}) => (
  <li class="access-row">
    <Icon name={icon} />
    <span class="access-text">
      <strong>{name}</strong>
      <span class="quiet">{text}</span>
    </span>
    {standing && (
      <span class={`access-standing ${standing.tone}`}>
        <Icon name={standing.icon} size={14} /> {standing.text}
      </span>
    )}
    {children && <span class="access-actions">{children}</span>}
  </li>
)
