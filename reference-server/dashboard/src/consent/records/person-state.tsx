import type { ConsentCheck, Id } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { useWorkspace } from '../../app/workspace.ts'
import { Icon } from '../../design/icon.tsx'
import { now, shortDay } from '../../design/time.ts'
import { failureInWords } from '../../design/words.ts'
import { reasonNames } from './record-words.ts'

/** What the person whom the ledger is narrowed to allows at this moment, and why. */
export function PersonState() {
  const { sotto, consent } = useWorkspace()
  const { person } = consent.records.filter.value
  const newest = consent.records.records.value[0]?.id
  const [checks, setChecks] = useState<readonly ConsentCheck[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    setChecks(null)
    setProblem(null)
    if (!person) return
    let isWanted = true
    sotto.consent.state(person.id as Id<'contact'>).then(
      ({ data }) => isWanted && setChecks(data),
      (error) => isWanted && setProblem(failureInWords(error)),
    )
    return () => {
      isWanted = false
    }
  }, [sotto, person, newest])
  if (!person || (!checks && !problem)) return null
  return (
    <section class="person-state" aria-label={`What ${person.name} allows now`}>
      {problem && <p class="field-problem">{problem}</p>}
      {checks?.length === 0 && <p class="quiet">{person.name} has said nothing yet.</p>}
      {checks && checks.length > 0 && (
        <ul>
          {checks.map(({ purpose, allowed, reason, until }) => (
            <li key={purpose} class={allowed ? 'good' : ''}>
              <Icon name={allowed ? 'done' : 'close'} size={14} />
              <strong>{purpose}</strong>
              <span class="quiet">
                {reasonNames[reason] ?? reason}
                {allowed && until && `, until ${shortDay(until, now.value)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
