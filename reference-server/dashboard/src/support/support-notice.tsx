import { linkTo } from '../app/paths.ts'
import { place } from '../app/place.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Icon } from '../design/icon.tsx'
import { now } from '../design/time.ts'
import { isLetIn, lasting } from './words.ts'

/** Says above every place that somebody of support waits for a decision, or is let in at this moment. */
export function SupportNotice() {
  const { support } = useWorkspace()
  const loaded = support.cases.value
  if (loaded.state !== 'ready' || place.value.name === 'support') return null
  const today = now.value
  const inside = loaded.value.find((one) => isLetIn(one, today))
  const asks = loaded.value.find(({ state, asked }) => state === 'asked' && Date.parse(asked.until) > today.getTime())
  const one = inside ?? asks
  if (!one) return null
  const left = inside?.granted ? lasting(Date.parse(inside.granted.until) - today.getTime()) : ''
  return (
    <a class={inside ? 'support-notice let-in' : 'support-notice'} href={linkTo({ name: 'support', caseId: one.id })}>
      <Icon name="support" />
      <span>
        {inside
          ? `${one.person.name} of support is let in: ${left} left`
          : `${one.person.name} of support asks to be let in`}
      </span>
      <span class="support-notice-act">{inside ? 'Look or end it' : 'Decide'}</span>
    </a>
  )
}
