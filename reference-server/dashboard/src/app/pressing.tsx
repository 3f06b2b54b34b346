import { now } from '../design/time.ts'
import { clockOf } from '../privacy/words.ts'
import { isLetIn } from '../support/words.ts'
import type { Group, Spot } from './groups.ts'
import { useWorkspace, type Workspace } from './workspace.ts'

const day = 24 * 60 * 60 * 1000

/** How much is late somewhere, and how much nearly is. */
interface Pressing {
  late: number
  due: number
}

/** Requests that are late or nearly, as far as the queue was read. */
function requestsPressing({ privacy }: Workspace): Pressing {
  const loaded = privacy.requests.value
  const open = loaded.state === 'ready' ? loaded.value.filter(({ step }) => step !== 'ended') : []
  const tones = open.map((request) => clockOf(request, now.value).tone)
  return { late: tones.filter((tone) => tone === 'bad').length, due: tones.filter((tone) => tone === 'wait').length }
}

/** Breaches that should have been told, or have to be within a day. */
function breachesPressing({ breaches }: Workspace): Pressing {
  const left = breaches.ends.value.map((end) => end - now.value.getTime())
  return {
    late: left.filter((one) => one < 0).length,
    due: left.filter((one) => one >= 0 && one <= day).length,
  }
}

const together = (one: Pressing, other: Pressing): Pressing => ({
  late: one.late + other.late,
  due: one.due + other.due,
})

/** Whether something of privacy is late, or nearly: the dot on a phone. */
export const usePrivacyPressing = (): Pressing => {
  const workspace = useWorkspace()
  return together(requestsPressing(workspace), breachesPressing(workspace))
}

/** Somebody of support who asks to be let in, and lines of a review: what waits for a decision in the settings. */
function decisions({ support, access }: Workspace): { asks: number; isLetIn: boolean; lines: number } {
  const loaded = support.cases.value
  const cases = loaded.state === 'ready' ? loaded.value : []
  return {
    asks: cases.filter(({ state }) => state === 'asked').length,
    isLetIn: cases.some((one) => isLetIn(one, now.value)),
    lines: access.waiting.value,
  }
}

const PressingNote = ({ late, due, of }: Pressing & { of: string }) => {
  if (late + due === 0) return null
  const [text, title] = late > 0 ? [`${late} late`, `${of} that are late`] : [`${due} due`, `${of} that are due soon`]
  return (
    <span class={late > 0 ? 'rail-note late' : 'rail-note due'} title={title}>
      {text}
    </span>
  )
}

const NumberNote = ({ text, words }: { text: number | string; words: string }) => (
  <span class="rail-note">
    {text}
    <span class="unseen"> {words}</span>
  </span>
)

/** What stands beside a heading: what is late below it, and what waits there while the heading is closed. */
export function GroupNote({ group, inside }: { group: Group; inside: boolean }) {
  const workspace = useWorkspace()
  if (group.label === 'Privacy') {
    return <PressingNote {...together(requestsPressing(workspace), breachesPressing(workspace))} of="What" />
  }
  if (inside) return null
  const { asks, isLetIn, lines } = decisions(workspace)
  if (isLetIn) return <span class="rail-note due">let in</span>
  return asks + lines > 0 ? <NumberNote text={asks + lines} words="to decide" /> : null
}

/** What stands beside a place below a heading. */
export function SpotNote({ name }: { name: Spot['to']['name'] }) {
  const workspace = useWorkspace()
  const { asks, isLetIn, lines } = decisions(workspace)
  switch (name) {
    case 'privacy': {
      const { requests, cursor } = workspace.privacy
      if (requests.value.state !== 'ready') return null
      const open = requests.value.value.filter(({ step }) => step !== 'ended').length
      return open > 0 ? <NumberNote text={`${open}${cursor.value === null ? '' : '+'}`} words="open" /> : null
    }
    case 'papers':
      return <PressingNote {...breachesPressing(workspace)} of="Breaches" />
    case 'holds': {
      const { holds, cursor } = workspace.holds
      if (holds.value.state !== 'ready') return null
      const waiting = holds.value.value.filter(({ state }) => state === 'proposed').length
      return waiting > 0 ? (
        <NumberNote text={`${waiting}${cursor.value === null ? '' : '+'}`} words="to decide" />
      ) : null
    }
    case 'support':
      if (isLetIn) return <span class="rail-note due">let in</span>
      return asks > 0 ? <span class="rail-note">{asks === 1 ? 'asks' : `${asks} ask`}</span> : null
    case 'access':
      return lines > 0 ? <NumberNote text={lines} words="to decide" /> : null
    default:
      return null
  }
}
