import { consentRegimeKinds } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { theme } from '../../app/theme.ts'
import { Icon } from '../../design/icon.tsx'
import { bannerLanguages, languageName } from '../languages.ts'
import { useEditor } from '../policy-editor.ts'
import { at } from '../policy-fields.ts'
import { regionName } from '../regions.ts'

export interface PreviewChoices {
  device: 'phone' | 'desktop'
  theme: 'light' | 'dark'
  region: string
  layer: 'first' | 'preferences'
  gpc: boolean
  set(change: Partial<Omit<PreviewChoices, 'set'>>): void
}

const narrow = matchMedia('(width < 860px)')
const darkSystem = matchMedia('(prefers-color-scheme: dark)')

export function usePreviewChoices(): PreviewChoices {
  const dark = theme.value === 'dark' || (theme.value === 'system' && darkSystem.matches)
  const [choices, setChoices] = useState<Omit<PreviewChoices, 'set'>>({
    device: narrow.matches ? 'phone' : 'desktop',
    theme: dark ? 'dark' : 'light',
    region: '',
    layer: 'first',
    gpc: false,
  })
  return { ...choices, set: (change) => setChoices((before) => ({ ...before, ...change })) }
}

/** Where the visitors of a preview may be: the regions of the policy, and nowhere that is known. */
function regionsOf(draft: unknown): { value: string; label: string }[] {
  const regions = (at(draft, ['regions']) ?? {}) as Record<string, string>
  const regimes = (at(draft, ['regimes']) ?? {}) as Record<string, { kind?: string }>
  const kindOf = (name: string) => regimes[name]?.kind ?? (consentRegimeKinds.find((kind) => kind === name) || name)
  return [
    { value: '', label: 'Somewhere unknown: strictest' },
    ...Object.entries(regions).map(([region, name]) => ({
      // No country has this code, so that what holds everywhere else is found.
      value: region === '*' ? 'ZZ' : region,
      label: `${region === '*' ? 'Everywhere else' : regionName(region)}: ${kindOf(name)}`,
    })),
  ]
}

/** What the preview shows, and to whom. */
export function PreviewControls({ choices }: { choices: PreviewChoices }) {
  const { editor } = useEditor()
  const { device, layer, region, gpc, set } = choices
  const languages = [...new Set([...editor.languages.value, ...bannerLanguages])]
  return (
    <fieldset class="consent-controls">
      <legend class="unseen">Preview</legend>
      <label class="log-filter">
        <span class="unseen">Language</span>
        <select value={editor.language.value} onChange={(event) => editor.speak(event.currentTarget.value)}>
          {languages.map((language) => (
            <option key={language} value={language}>
              {languageName(language)}
            </option>
          ))}
        </select>
      </label>
      <label class="log-filter consent-where">
        <span class="unseen">Where the visitor is</span>
        <select value={region} onChange={(event) => set({ region: event.currentTarget.value })}>
          {regionsOf(editor.working.value).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Toggle
        on={layer === 'preferences'}
        label="Preferences"
        onToggle={(on) => set({ layer: on ? 'preferences' : 'first' })}
      />
      <Toggle on={gpc} label="GPC" title="Global Privacy Control" onToggle={(on) => set({ gpc: on })} />
      <span class="consent-icons">
        <button
          type="button"
          class="icon-button"
          aria-pressed={device === 'phone'}
          aria-label="On a phone"
          title="On a phone"
          onClick={() => set({ device: device === 'phone' ? 'desktop' : 'phone' })}
        >
          <Icon name="phone" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-pressed={choices.theme === 'dark'}
          aria-label="In the dark"
          title="In the dark"
          onClick={() => set({ theme: choices.theme === 'dark' ? 'light' : 'dark' })}
        >
          <Icon name="dark" />
        </button>
      </span>
    </fieldset>
  )
}

const Toggle = ({
  on,
  label,
  title = label,
  onToggle,
}: {
  on: boolean
  label: string
  title?: string
  onToggle: (on: boolean) => void
}) => (
  <button type="button" class="log-filter consent-toggle" aria-pressed={on} title={title} onClick={() => onToggle(!on)}>
    {label}
  </button>
)
