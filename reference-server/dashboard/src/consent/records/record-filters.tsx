import { type ConsentSource, type ConsentState, consentSources } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { useWorkspace } from '../../app/workspace.ts'
import { Button, IconButton } from '../../design/button.tsx'
import { Choice, When } from '../../log/filter-fields.tsx'
import { PersonDialog } from '../../log/person-dialog.tsx'
import { everything, isNarrowed } from './record-filter.ts'
import { sourceNames } from './record-words.ts'

/** What the ledger is narrowed to: who, what of, yes or no, how, and when. */
export function RecordFilters() {
  const { records } = useWorkspace().consent
  const [asking, setAsking] = useState(false)
  const { person, purpose, state, source, span } = records.filter.value
  return (
    <fieldset class="log-filters">
      <legend class="unseen">Filters</legend>
      <button type="button" class="log-filter" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <span class="quiet">Person</span> <strong>{person?.name ?? 'anyone'}</strong>
      </button>
      <Purpose purpose={purpose} />
      <Choice
        name="Said"
        value={state ?? ''}
        onChoose={(value) => records.narrow({ state: (value || null) as ConsentState | null })}
      >
        <option value="">anything</option>
        <option value="granted">yes</option>
        <option value="denied">no</option>
      </Choice>
      <Choice
        name="Source"
        value={source ?? ''}
        onChoose={(value) => records.narrow({ source: (value || null) as ConsentSource | null })}
      >
        <option value="">any</option>
        {consentSources.map((each) => (
          <option key={each} value={each}>
            {sourceNames[each]}
          </option>
        ))}
      </Choice>
      <When span={span} onChoose={(chosen) => records.narrow({ span: chosen })} />
      {isNarrowed(records.filter.value) && (
        <Button kind="quiet" icon="close" onClick={() => records.narrow(everything)}>
          Clear
        </Button>
      )}
      <IconButton class="log-refresh" icon="retry" label="Look for newer records" onClick={() => void records.read()} />
      {asking && (
        <PersonDialog
          chosen={person !== null}
          onChoose={(chosen) => records.narrow({ person: chosen })}
          onClose={() => setAsking(false)}
        />
      )}
    </fieldset>
  )
}

function Purpose({ purpose }: { purpose: string }) {
  const { records } = useWorkspace().consent
  const [typed, setTyped] = useState(purpose)
  useEffect(() => setTyped(purpose), [purpose])
  const isRight = typed === '' || /^[a-z][a-z0-9-]{0,39}$/.test(typed)
  const known = new Set(records.records.value.flatMap(({ choices }) => Object.keys(choices)))
  return (
    <label class="log-filter">
      <span class="quiet">Purpose</span>
      <input
        value={typed}
        list="known-purposes"
        placeholder="any"
        size={12}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={!isRight}
        onInput={(event) => setTyped(event.currentTarget.value.trim())}
        onChange={() => isRight && typed !== purpose && records.narrow({ purpose: typed })}
      />
      <datalist id="known-purposes">
        {[...known].sort().map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </label>
  )
}
