import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { anything, isFiltered } from './filter.ts'
import { Choice, When } from './filter-fields.tsx'
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
      <When span={span} onChoose={(chosen) => log.narrow({ span: chosen })} />
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
