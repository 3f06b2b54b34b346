import { Icon } from '../design/icon.tsx'
import type { Clock } from './words.ts'

const radius = 7
const round = 2 * Math.PI * radius

/** How much of the time has gone, as a ring. What it says stands beside it in words. */
export const ClockRing = ({ clock: { gone, tone } }: { clock: Clock }) =>
  tone === 'good' ? (
    <span class="clock-ring good">
      <Icon name="done" />
    </span>
  ) : (
    <svg class={`clock-ring ${tone}`} width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      <circle class="clock-whole" cx="9" cy="9" r={radius} />
      <circle
        class="clock-gone"
        cx="9"
        cy="9"
        r={radius}
        stroke-dasharray={`${gone * round} ${round}`}
        transform="rotate(-90 9 9)"
      />
    </svg>
  )
