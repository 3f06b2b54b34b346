import { googleConsentTypes } from '@sotto/contracts'
import { useEditor } from '../policy-editor.ts'
import { listAt, type Path } from '../policy-fields.ts'
import { CheckField } from './fields.tsx'

/** What the law or Google has to know of a category or service. */
export function MarksField({ path }: { path: Path }) {
  const { editor, writable } = useEditor()
  const chosen = listAt<string>(editor.working.value, [...path, 'google'])
  const toggle = (type: string, on: boolean) =>
    editor.set(
      [...path, 'google'],
      googleConsentTypes.filter((each) => (each === type ? on : chosen.includes(each))),
    )
  return (
    <>
      <CheckField
        path={[...path, 'soldOrShared']}
        label="Data is sold, or shared for advertising across sites"
        note="Global Privacy Control keeps it off, whatever is pressed."
      />
      <CheckField
        path={[...path, 'sensitive']}
        label="Sensitive personal information is used"
        note="Visitors from US states may limit it at once."
      />
      <details class="consent-more">
        <summary>
          Google Consent Mode <span class="quiet">{chosen.length > 0 ? chosen.join(', ') : 'grants nothing'}</span>
        </summary>
        <fieldset class="consent-checks" disabled={!writable}>
          <legend class="unseen">Consent types of Google that a yes grants</legend>
          {googleConsentTypes.map((type) => (
            <label key={type}>
              <input
                type="checkbox"
                checked={chosen.includes(type)}
                onChange={(event) => toggle(type, event.currentTarget.checked)}
              />
              <code>{type}</code>
            </label>
          ))}
        </fieldset>
      </details>
    </>
  )
}
