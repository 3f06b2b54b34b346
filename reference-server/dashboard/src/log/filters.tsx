import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { anything, isFiltered, type Span, spanNames } from './filter.ts'
import { PersonDialog } from './person-dialog.tsx'
import { phraseGroups, phraseInWords } from './phrases.ts'

/** What the log is narrowed to: whom it is about, who did it, what, and when. */
export function Filters() {
  const { log, members } = useWorkspace()
  const [asking, setAsking] = useState(false)
  const { person, actorId, action, span } = log.filter.value
  const keys = [...log.apiKeys.value.values()]
  return (
    <fieldset class="log-filters">
      <legend class="unseen">Filters</legend>
      <button type="button" class="log-filter" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <span class="quiet">Person</span> <strong>{person?.name ?? 'anyone'}</strong>
      </button>
      <Choice name="By" value={actorId ?? ''} onChoose={(id) => log.narrow({ actorId: id || null })}>
        <option value="">anyone</option>
        <optgroup label="Members">
          {[...members.value.values()].map(({ id, name, email }) => (
            <option key={id} value={id}>
              {name ?? email ?? id}
            </option>
          ))}
        </optgroup>
        {keys.length > 0 && (
          <optgroup label="API keys">
            {keys.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        {actorId && !members.value.has(actorId) && !log.apiKeys.value.has(actorId) && (
          <option value={actorId}>{actorId}</option>
        )}
      </Choice>
      <Choice name="Action" value={action ?? ''} onChoose={(name) => log.narrow({ action: name || null })}>
        <option value="">any</option>
        {Object.entries(phraseGroups).map(([group, phrases]) => (
          <optgroup key={group} label={group}>
            {Object.keys(phrases).map((each) => (
              <option key={each} value={each}>
                {phraseInWords(each)}
              </option>
            ))}
          </optgroup>
        ))}
        {action && !Object.values(phraseGroups).some((group) => action in group) && (
          <option value={action}>{phraseInWords(action)}</option>
        )}
      </Choice>
      <Choice name="When" value={span.name} onChoose={(name) => log.narrow({ span: spanOf(name, span) })}>
        {Object.entries(spanNames).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </Choice>
      {span.name === 'days' && <Days span={span} />}
      {isFiltered(log.filter.value) && (
        <Button kind="quiet" icon="close" onClick={() => log.narrow(anything)}>
          Clear
        </Button>
      )}
      <IconButton class="log-refresh" icon="retry" label="Look for newer entries" onClick={() => void log.read()} />
      {asking && (
        <PersonDialog
          chosen={person !== null}
          onChoose={(chosen) => log.narrow({ person: chosen })}
          onClose={() => setAsking(false)}
        />
      )}
    </fieldset>
  )
}

const spanOf = (name: string, before: Span): Span =>
  name === 'days'
    ? before.name === 'days'
      ? before
      : { name, from: '', to: '' }
    : { name: name as Exclude<Span['name'], 'days'> }

function Days({ span }: { span: Extract<Span, { name: 'days' }> }) {
  const { log } = useWorkspace()
  return (
    <span class="log-days">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} class="log-filter">
          <span class="quiet">{end === 'from' ? 'From' : 'To'}</span>
          <input
            type="date"
            value={span[end]}
            onChange={(event) => log.narrow({ span: { ...span, [end]: event.currentTarget.value } })}
          />
        </label>
      ))}
    </span>
  )
}

interface ChoiceProps {
  name: string
  value: string
  children: ComponentChildren
  onChoose: (value: string) => void
}

const Choice = ({ name, value, children, onChoose }: ChoiceProps) => (
  <label class="log-filter">
    <span class="quiet">{name}</span>
    <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      {children}
    </select>
  </label>
)
