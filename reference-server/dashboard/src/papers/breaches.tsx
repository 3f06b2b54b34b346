import type { Breach } from '@sotto/contracts'
import { breachHours } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { now } from '../design/time.ts'
import { BreachFields, breachInput } from './breach-fields.tsx'
import { FormDialog } from './form-dialog.tsx'
import { StandingView } from './standing.tsx'
import { useLoaded } from './use-loaded.ts'
import { day, type Standing } from './words.ts'

const hour = 60 * 60 * 1000

/** How a clock of a breach stands, in words. */
export function clockStanding({ of, dueAt, doneAt, isLate, isNeeded }: Breach['clocks'][number], at: number): Standing {
  const whom = of === 'team' ? 'Team' : 'Authority'
  if (!isNeeded) return { text: `${whom}: need not be told`, icon: 'done', tone: 'quiet' }
  if (doneAt)
    return {
      text: `${whom}: told ${isLate ? 'late' : 'in time'}`,
      icon: isLate ? 'trouble' : 'done',
      tone: isLate ? 'wait' : 'good',
    }
  const hours = Math.ceil((new Date(dueAt).getTime() - at) / hour)
  return isLate || hours <= 0
    ? { text: `${whom}: late by ${Math.max(1, -hours)} h`, icon: 'trouble', tone: 'bad' }
    : { text: `${whom}: ${hours} h left`, icon: 'history', tone: hours <= 24 ? 'bad' : 'wait' }
}

/** Every breach, with its clocks. */
export function Breaches() {
  const { sotto, can } = useWorkspace()
  const [adding, setAdding] = useState(false)
  const [loaded, again] = useLoaded(() => sotto.breaches.list(), [sotto])
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  const all = loaded.state === 'ready' ? loaded.value.data : []
  const add = can('breaches:write') && (
    <Button icon="add" onClick={() => setAdding(true)}>
      Write down a breach
    </Button>
  )
  return (
    <div class="register" aria-busy={loaded.state === 'loading'}>
      {loaded.state === 'ready' && all.length === 0 && (
        <Empty icon="verified" title="No breach is known">
          <p>
            When one is, write it down at once: the authority is told within {breachHours.authority} hours, and every
            breach stays in this register.
          </p>
          {add}
        </Empty>
      )}
      {all.length > 0 && <p class="register-head">{add}</p>}
      <ul class="register-list">
        {all.map((breach) => (
          <li key={breach.id}>
            <a class="register-row" href={linkTo({ name: 'papers', tab: 'breaches', id: breach.id })}>
              <strong>{breach.title}</strong>
              <span class="register-standings">
                {breach.state === 'closed' ? (
                  <StandingView standing={{ text: 'Closed', icon: 'done', tone: 'quiet' }} />
                ) : (
                  breach.clocks.map((clock) => (
                    <StandingView key={clock.of} standing={clockStanding(clock, now.value.getTime())} />
                  ))
                )}
              </span>
              <span class="quiet">
                noticed on {day(breach.awareAt)}
                {breach.affected && ` · ${breach.affected.people.toLocaleString('en-GB')} people in the log`}
                {breach.lacks.length > 0 && ` · ${breach.lacks.length} fields say nothing yet`}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {adding && (
        <FormDialog
          title="Write down a breach"
          act="Write it down"
          onClose={() => setAdding(false)}
          onSend={async (text) => {
            const { id } = await sotto.breaches.open(breachInput(text))
            await again()
            go({ name: 'papers', tab: 'breaches', id })
          }}
        >
          {(wrong) => <BreachFields wrong={wrong} />}
        </FormDialog>
      )}
    </div>
  )
}
