import type { ComponentChildren } from 'preact'
import { type Span, spanNames } from './filter.ts'

interface ChoiceProps {
  name: string
  value: string
  children: ComponentChildren
  onChoose: (value: string) => void
}

/** One of some, where the children are the options. */
export const Choice = ({ name, value, children, onChoose }: ChoiceProps) => (
  <label class="log-filter">
    <span class="quiet">{name}</span>
    <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      {children}
    </select>
  </label>
)

interface WhenProps {
  span: Span
  onChoose: (span: Span) => void
}

/** Since when, or from which day to which. */
export const When = ({ span, onChoose }: WhenProps) => (
  <>
    <Choice name="When" value={span.name} onChoose={(name) => onChoose(spanOf(name, span))}>
      {Object.entries(spanNames).map(([name, label]) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </Choice>
    {span.name === 'days' && <Days span={span} onChoose={onChoose} />}
  </>
)

const spanOf = (name: string, before: Span): Span =>
  name === 'days'
    ? before.name === 'days'
      ? before
      : { name, from: '', to: '' }
    : { name: name as Exclude<Span['name'], 'days'> }

const Days = ({ span, onChoose }: { span: Extract<Span, { name: 'days' }>; onChoose: WhenProps['onChoose'] }) => (
  <span class="log-days">
    {(['from', 'to'] as const).map((end) => (
      <label key={end} class="log-filter">
        <span class="quiet">{end === 'from' ? 'From' : 'To'}</span>
        <input
          type="date"
          value={span[end]}
          onChange={(event) => onChoose({ ...span, [end]: event.currentTarget.value })}
        />
      </label>
    ))}
  </span>
)
