import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-names.ts'

/** What stands where there is nothing to show: why, and what to do. */
export const Empty = ({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <Icon name={icon} size={24} />
    <h2>{title}</h2>
    {children}
  </div>
)

/** Something could not be loaded. */
export const Failed = ({ text, onRetry }: { text: string; onRetry: () => void }) => (
  <div class="trouble" role="alert">
    <Icon name="trouble" />
    <p>{text}</p>
    <Button icon="retry" onClick={onRetry}>
      Try again
    </Button>
  </div>
)
