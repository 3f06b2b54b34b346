import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Icon } from '../../design/icon.tsx'
import { languageName, ownLanguage, tagOf, textIn } from '../languages.ts'
import { useEditor } from '../policy-editor.ts'
import { at, keyOf, type Path, textAt } from '../policy-fields.ts'

/** What a field of the draft says and how it is doing. */
export function useField(path: Path) {
  const { editor, writable } = useEditor()
  const [touched, setTouched] = useState(false)
  const key = keyOf(path)
  const problem = editor.problems.value.find((one) => one.key === key)?.text ?? null
  const shown = touched || editor.attempted.value ? problem : null
  return {
    id: `field-${key}`,
    value: at(editor.working.value, path),
    text: textAt(editor.working.value, path),
    problem: shown,
    writable,
    describedBy: `about-${key}`,
    set: (value: unknown) => editor.set(path, value),
    touch: () => setTouched(true),
  }
}

interface FieldProps {
  path: Path
  label: string
  /** What it is for; its problem stands in its place. */
  note?: string | undefined
  placeholder?: string | undefined
}

export const FieldNote = ({ id, problem, note }: { id: string; problem: string | null; note?: ComponentChildren }) => (
  <p id={id} class={problem ? 'field-problem' : 'consent-note quiet'}>
    {problem ? (
      <>
        <Icon name="trouble" size={14} /> <span>{problem}</span>
      </>
    ) : (
      note
    )}
  </p>
)

interface TextFieldProps extends FieldProps {
  kind?: 'text' | 'number' | 'days'
  several?: boolean
  spellcheck?: boolean
  /** Told what was typed, after it was taken. */
  onTyped?: (typed: string) => void
}

export function TextField({
  path,
  label,
  note,
  placeholder,
  kind = 'text',
  several,
  spellcheck = false,
  onTyped,
}: TextFieldProps) {
  const { id, text, problem, writable, describedBy, set, touch } = useField(path)
  const change = (typed: string) => {
    if (typed === '') set(undefined)
    else if (kind === 'text') set(typed)
    else set(Number.isFinite(Number(typed)) ? Number(typed) : typed)
    onTyped?.(typed)
  }
  const given = {
    id,
    value: text,
    placeholder,
    readOnly: !writable,
    spellcheck,
    autocomplete: 'off',
    'aria-invalid': problem !== null,
    'aria-describedby': describedBy,
    onBlur: touch,
  } as const
  return (
    <div class={kind === 'text' ? 'consent-field' : 'consent-field consent-number'}>
      <label class="field" for={id}>
        <span>{label}</span>
        {several ? (
          <textarea {...given} rows={2} onInput={(event) => change(event.currentTarget.value)} />
        ) : (
          <input
            {...given}
            inputMode={kind === 'text' ? 'text' : 'decimal'}
            onInput={(event) => change(event.currentTarget.value)}
          />
        )}
      </label>
      <FieldNote id={describedBy} problem={problem} note={note} />
    </div>
  )
}

interface TextsFieldProps extends FieldProps {
  several?: boolean
  /** What the banner says by itself in the language that is shown, where it has words of its own. */
  ownWords?: string | undefined
}

/** A text in the language that is shown, and what stands in its place as long as there is none. */
export function TextsField({ path, label, several, note, ownWords }: TextsFieldProps) {
  const { editor } = useEditor()
  const draft = editor.working.value
  const language = editor.language.value
  const own = ownLanguage(draft)
  const texts = at(draft, path)
  const fallback = textIn(texts, own) || Object.values((texts ?? {}) as Record<string, string>)[0] || ''
  const isEmpty = !textIn(texts, language)
  const missing = isEmpty && fallback !== ''
  const said = missing
    ? `Without it, the banner speaks ${languageName(own)} to whoever reads ${languageName(language)}: “${fallback}”`
    : isEmpty && ownWords
      ? `The banner’s own words: “${ownWords}”`
      : note
  return (
    <TextField
      path={[...path, tagOf(texts, language)]}
      label={`${label} in ${languageName(language)}`}
      several={several ?? false}
      spellcheck
      note={said}
      placeholder={fallback || ownWords}
    />
  )
}

export function CheckField({ path, label, note }: FieldProps) {
  const { id, value, problem, writable, describedBy, set } = useField(path)
  return (
    <div class="consent-check">
      <label>
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          disabled={!writable}
          aria-describedby={describedBy}
          onChange={(event) => set(event.currentTarget.checked || undefined)}
        />
        <span>{label}</span>
      </label>
      <FieldNote id={describedBy} problem={problem} note={note} />
    </div>
  )
}

interface ChoiceFieldProps extends FieldProps {
  /** Value and label; the empty value leaves the field out. */
  options: readonly (readonly [value: string, label: string])[]
}

export function ChoiceField({ path, label, note, options }: ChoiceFieldProps) {
  const { id, text, problem, writable, describedBy, set, touch } = useField(path)
  return (
    <div class="consent-field">
      <label class="field">
        <span>{label}</span>
        <select
          id={id}
          class="input"
          value={text}
          disabled={!writable}
          aria-invalid={problem !== null}
          aria-describedby={describedBy}
          onBlur={touch}
          onChange={(event) => set(event.currentTarget.value || undefined)}
        >
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
          {!options.some(([value]) => value === text) && <option value={text}>{text || 'Choose'}</option>}
        </select>
      </label>
      <FieldNote id={describedBy} problem={problem} note={note} />
    </div>
  )
}

/** Several entries, one a line. */
export function LinesField({ path, label, note, placeholder }: FieldProps) {
  const { editor, writable } = useEditor()
  const [touched, setTouched] = useState(false)
  const key = keyOf(path)
  const list = (at(editor.working.value, path) ?? []) as readonly string[]
  const [typed, setTyped] = useState(list.join('\n'))
  const entriesOf = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  const shown = entriesOf(typed).join('\n') === list.join('\n') ? typed : list.join('\n')
  const found = editor.problems.value.find((one) => one.key === key || one.key.startsWith(`${key}.`))
  const line = found && typeof found.path.at(-1) === 'number' ? `Line ${Number(found.path.at(-1)) + 1}: ` : ''
  const problem = found && (touched || editor.attempted.value) ? `${line}${found.text}` : null
  return (
    <div class="consent-field">
      <label class="field">
        <span>{label}</span>
        <textarea
          id={`field-${key}`}
          rows={Math.max(2, list.length)}
          value={shown}
          placeholder={placeholder}
          readOnly={!writable}
          spellcheck={false}
          aria-invalid={problem !== null}
          aria-describedby={`about-${key}`}
          onBlur={() => setTouched(true)}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            editor.set(path, entriesOf(event.currentTarget.value))
          }}
        />
      </label>
      <FieldNote id={`about-${key}`} problem={problem} note={note} />
    </div>
  )
}

/** A part of the form, with its name and what it decides. */
export const Part = ({
  id,
  title,
  about,
  children,
}: {
  id: string
  title: string
  about?: ComponentChildren
  children: ComponentChildren
}) => (
  <section class="consent-part" aria-labelledby={`part-${id}`}>
    <h2 id={`part-${id}`}>{title}</h2>
    {about && <p class="quiet consent-about">{about}</p>}
    {children}
  </section>
)
