import { Icon } from '../design/icon.tsx'
import type { Standing } from './words.ts'

export const StandingView = ({ standing: { text, icon, tone } }: { standing: Standing }) => (
  <span class={`paper-standing ${tone}`}>
    <Icon name={icon} /> <span>{text}</span>
  </span>
)
