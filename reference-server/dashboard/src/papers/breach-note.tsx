import { useEffect, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { now } from '../design/time.ts'

const pressing = 24 * 60 * 60 * 1000
const again = 10 * 60 * 1000

/** How many breaches have to be told within a day, or should have been: wherever somebody is who sees to them. */
export function BreachNote() {
  const { sotto, can } = useWorkspace()
  const [ends, setEnds] = useState<readonly number[]>([])
  const asks = can('breaches:read')
  useEffect(() => {
    if (!asks) return
    const read = async () => {
      const { data } = await sotto.breaches.list()
      const running = data.filter(({ state }) => state === 'open').map(({ clocks }) => clocks)
      const open = running.map((clocks) => clocks.filter(({ isNeeded, doneAt }) => isNeeded && doneAt === null))
      setEnds(
        open
          .filter((clocks) => clocks.length > 0)
          .map((clocks) => Math.min(...clocks.map(({ dueAt }) => Date.parse(dueAt)))),
      )
    }
    const look = () => void read().catch(() => {})
    look()
    const timer = setInterval(look, again)
    return () => clearInterval(timer)
  }, [sotto, asks])
  const due = ends.filter((end) => end - now.value.getTime() <= pressing).length
  if (due === 0) return null
  return (
    <span class="rail-note" title="Breaches that have to be told within a day">
      {due} due
    </span>
  )
}
