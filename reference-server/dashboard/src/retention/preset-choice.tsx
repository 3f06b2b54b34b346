import type { Retention, RetentionPreset } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Confirmation } from '../design/confirmation.tsx'
import { presetNames, presets } from './words.ts'

/** Three ways to begin with; what is set beside one is taken back by choosing another. */
export function PresetChoice({ retention }: { retention: Retention }) {
  const { retention: desk, can } = useWorkspace()
  const [wanted, setWanted] = useState<RetentionPreset | null>(null)
  const isOwn = retention.rules.some(({ from }) => from === 'team')
  return (
    <fieldset class="retention-part retention-presets" disabled={!can('retention:write')}>
      <legend>
        <h2>Periods</h2>
      </legend>
      {presets.map((preset) => (
        <label key={preset} class="retention-preset">
          <input
            type="radio"
            name="preset"
            value={preset}
            checked={retention.preset === preset}
            onClick={(event) => {
              if (retention.preset === preset) return
              event.preventDefault()
              setWanted(preset)
            }}
          />
          <span>
            <strong>{presetNames[preset].name}</strong>
            <span class="quiet">{presetNames[preset].about}</span>
          </span>
        </label>
      ))}
      {wanted && (
        <Confirmation
          title={`Keep data as ${presetNames[wanted].name} says?`}
          act={`Choose ${presetNames[wanted].name}`}
          kind={wanted === 'published' ? 'primary' : 'bad'}
          onConfirm={() => desk.change({ preset: wanted })}
          onClose={() => setWanted(null)}
        >
          <p>{presetNames[wanted].about} It counts from the next run on: count first what that would let go.</p>
          {isOwn && <p>The periods that are set here are taken back.</p>}
        </Confirmation>
      )}
    </fieldset>
  )
}
