import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  label: string
  name: string
  value?: string | null | undefined
  hint?: string
  type?: 'text' | 'email' | 'url' | 'tel' | 'date' | 'datetime-local' | 'number'
  long?: boolean
  wrong?: string | undefined
  placeholder?: string
}

/** A labelled field; what is wrong with it stands below it. */
export function TextField({ label, name, value, hint, type = 'text', long, wrong, placeholder }: FieldProps) {
  const id = useId()
  const below = wrong ?? hint
  const given = {
    name,
    defaultValue: value ?? '',
    autocomplete: 'off',
    ...(placeholder ? { placeholder } : {}),
    'aria-invalid': wrong ? true : undefined,
    'aria-describedby': below ? `${id}-below` : undefined,
  }
  return (
    <div class="field paper-field">
      <label for={id}>{label}</label>
      {long ? <textarea id={id} rows={3} {...given} /> : <input id={id} type={type} {...given} />}
      {below && (
        <p id={`${id}-below`} class={wrong ? 'field-problem' : 'quiet paper-hint'}>
          {below}
        </p>
      )}
    </div>
  )
}

interface ChoiceProps {
  label: string
  name: string
  value?: string | undefined
  options: readonly (readonly [value: string, label: string])[]
}

export const ChoiceField = ({ label, name, value, options }: ChoiceProps) => (
  <label class="field">
    <span>{label}</span>
    <select name={name} class="input">
      {options.map(([each, text]) => (
        <option key={each} value={each} selected={each === value}>
          {text}
        </option>
      ))}
    </select>
  </label>
)

export const Group = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <fieldset class="paper-group">
    <legend>{title}</legend>
    {children}
  </fieldset>
)

/** What a form says, trimmed; `null` where it says nothing. */
export function textsOf(form: HTMLFormElement): (name: string) => string | null {
  const given = new FormData(form)
  return (name) => String(given.get(name) ?? '').trim() || null
}
