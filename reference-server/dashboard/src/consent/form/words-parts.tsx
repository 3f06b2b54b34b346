import { useState } from 'preact/hooks'
import { Icon } from '../../design/icon.tsx'
import { count } from '../../design/words.ts'
import { bannerLanguages, fieldIn, languageName, missingIn, ownLanguage } from '../languages.ts'
import { showField, useEditor } from '../policy-editor.ts'
import { placeInWords } from '../problems.ts'
import { ChoiceField, Part, TextField, TextsField, useField } from './fields.tsx'
import { useOwnWords } from './own-words.ts'

export const SitePart = () => (
  <Part id="site" title="Site" about="Who asks, and where the notices are that the banner links to.">
    <TextField path={['site', 'name']} label="Name" note="As visitors know it." />
    <div class="consent-pair">
      <TextField
        path={['site', 'privacyUrl']}
        label="Privacy notice"
        placeholder="/privacy"
        note="A page of the site, or an address."
      />
      <TextField
        path={['site', 'imprintUrl']}
        label="Legal notice"
        placeholder="/imprint"
        note="Left out, there is no link."
      />
    </div>
  </Part>
)

/** Which languages the policy speaks, and what each of them still lacks. */
export function LanguagesPart() {
  const { editor, writable } = useEditor()
  const draft = editor.working.value
  const own = ownLanguage(draft)
  const rest = bannerLanguages.filter((language) => !editor.languages.value.includes(language))
  const options = editor.languages.value.map((language) => [language, languageName(language)] as const)
  return (
    <Part
      id="languages"
      title="Languages"
      about="The banner speaks 32 languages by itself. What you write in your own words has to be there in a language before the banner speaks it."
    >
      <ChoiceField
        path={['language']}
        label="First language"
        options={[
          ['', own === 'en' || !options.some(([tag]) => tag === 'en') ? 'English' : 'English (unless told)'],
          ...options.filter(([tag]) => tag !== 'en'),
        ]}
        note="Every text has it. It stands in where another language is not complete."
      />
      <ul class="consent-languages" aria-label="Languages of the texts">
        {editor.languages.value.map((language) => (
          <LanguageRow key={language} language={language} isOwn={language === own} />
        ))}
      </ul>
      {writable && rest.length > 0 && <AddLanguage languages={rest} />}
    </Part>
  )
}

function LanguageRow({ language, isOwn }: { language: string; isOwn: boolean }) {
  const { editor } = useEditor()
  const draft = editor.working.value
  const missing = missingIn(draft, language)
  const [first] = missing
  return (
    <li>
      <button
        type="button"
        class="consent-language"
        aria-pressed={editor.language.value === language}
        onClick={() => editor.speak(language)}
      >
        {languageName(language)}
      </button>
      {missing.length === 0 ? (
        <span class="quiet">
          <Icon name="done" size={14} /> {isOwn ? 'first language, complete' : 'complete'}
        </span>
      ) : (
        <button
          type="button"
          class="text-button"
          title={missing.map((path) => placeInWords({ path: [...path, language] }, draft)).join(', ')}
          onClick={() => first && showField(editor, fieldIn(draft, first, language).split('.').map(asStep))}
        >
          {count(missing.length, 'text')} missing
        </button>
      )}
      {missing.length > 0 && !isOwn && (
        <span class="quiet">Until then whoever reads it gets {languageName(ownLanguage(draft))}</span>
      )}
    </li>
  )
}

const asStep = (step: string) => (/^\d+$/.test(step) ? Number(step) : step)

function AddLanguage({ languages }: { languages: readonly string[] }) {
  const { editor } = useEditor()
  return (
    <label class="consent-add-language">
      <Icon name="add" size={14} />
      <span class="unseen">Add a language</span>
      <select
        value=""
        onChange={(event) => {
          const { value } = event.currentTarget
          event.currentTarget.value = ''
          if (value) editor.addLanguage(value)
        }}
      >
        <option value="">Add a language</option>
        {languages.map((language) => (
          <option key={language} value={language}>
            {languageName(language)}
          </option>
        ))}
      </select>
    </label>
  )
}

export function FirstLayerPart() {
  const { editor } = useEditor()
  const words = useOwnWords(editor.language.value)
  return (
    <Part
      id="first-layer"
      title="First layer"
      about="The three buttons have fixed words, so that saying no is as easy as saying yes."
    >
      <TextsField path={['texts', 'heading']} label="Heading" ownWords={words?.first.heading} />
      <TextsField
        path={['texts', 'body']}
        label="Text"
        several
        ownWords={words?.first.body}
        note="{purposes} becomes the names of the categories, {link} the way back."
      />
    </Part>
  )
}

const layouts = [
  { value: 'card', label: 'Card', about: 'in the corner' },
  { value: 'sheet', label: 'Sheet', about: 'along the bottom' },
  { value: 'wall', label: 'Wall', about: 'before the page' },
] as const

export function LayoutPart() {
  const { value, writable, set } = useField(['layout'])
  const [focused, setFocused] = useState(false)
  return (
    <Part id="layout" title="Layout">
      <fieldset class="consent-layouts" data-focused={focused} disabled={!writable}>
        <legend class="unseen">Layout</legend>
        {layouts.map((layout) => (
          <label key={layout.value} class="consent-layout">
            <input
              type="radio"
              name="layout"
              checked={(value ?? 'card') === layout.value}
              onFocus={() => setFocused(true)}
              onBlur={() => setFocused(false)}
              onChange={() => set(layout.value === 'card' ? undefined : layout.value)}
            />
            <span class="consent-drawing" data-layout={layout.value} aria-hidden="true">
              <i />
            </span>
            <span>
              <strong>{layout.label}</strong> <span class="quiet">{layout.about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p class="consent-note quiet">
        On phones card and sheet are the same. A wall holds the focus until somebody has answered.
      </p>
    </Part>
  )
}
