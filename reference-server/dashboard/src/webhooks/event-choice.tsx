import { announcedTypes, type Webhook } from '@sotto/client-sdk'
import { eventInWords, groupsOf } from './words.ts'

type EventType = Webhook['events'][number]

const groups = groupsOf(announcedTypes)

interface EventChoiceProps {
  chosen: ReadonlySet<EventType>
  onChange: (chosen: ReadonlySet<EventType>) => void
  /** Id of what says that something is wrong. */
  problem: string | undefined
}

/** What a webhook is told of, by what it is about. */
export function EventChoice({ chosen, onChange, problem }: EventChoiceProps) {
  const toggle = (type: EventType) => {
    const next = new Set(chosen)
    if (!next.delete(type)) next.add(type)
    onChange(next)
  }
  return (
    <fieldset class="event-choice" aria-describedby={problem}>
      <legend>Tell it when</legend>
      {groups.map(([name, types]) => (
        <div key={name} class="event-group">
          <p class="event-group-name">{name}</p>
          {types.map((type) => (
            <label key={type} class="event-option">
              <input type="checkbox" name={type} checked={chosen.has(type)} onChange={() => toggle(type)} />
              <span>{eventInWords(type)}</span>
            </label>
          ))}
        </div>
      ))}
    </fieldset>
  )
}
