import type { PersonsRequest } from '@sotto/contracts'
import { useSpeaking } from './spoken.ts'

/** The time that the law gives, and what happens in it. */
export function Progress({ request: { step, receivedAt, dueAt } }: { request: PersonsRequest }) {
  const { words, say, shortDay } = useSpeaking()
  const [from, to] = [Date.parse(receivedAt), Date.parse(dueAt)]
  const gone = to > from ? Math.min(100, Math.max(0, ((Date.now() - from) / (to - from)) * 100)) : 100
  const isProved = step !== 'unverified'
  const steps = [
    { name: words.steps.asked, note: null, when: shortDay(receivedAt), state: 'past' },
    {
      name: isProved ? words.steps.proved : words.steps.provedNot,
      note: null,
      when: '',
      state: isProved ? 'past' : 'now',
    },
    {
      name: say(words.steps.looked),
      note: words.steps.lookedNote,
      when: '',
      state: !isProved ? 'next' : step === 'running' ? 'past' : 'now',
    },
    {
      name: words.steps.ends,
      note: words.steps.endsNote,
      when: shortDay(dueAt),
      state: step === 'running' ? 'now' : 'next',
    },
  ]
  return (
    <>
      <div class="clock">
        <div class="clock-line" aria-hidden="true">
          <span style={{ width: `${gone}%` }} />
        </div>
        <p class="clock-ends quiet">
          <span>
            {words.steps.asked}, {shortDay(receivedAt)}
          </span>
          <span>
            {words.due} {shortDay(dueAt)}
          </span>
        </p>
      </div>
      <ol class="steps">
        {steps.map(({ name, note, when, state }) => (
          <li key={name} class={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span class="step-mark" aria-hidden="true">
              {state === 'past' && '✓'}
            </span>
            <span>
              <strong>{name}</strong>
              {note && <span class="quiet">{note}</span>}
            </span>
            <span class="quiet">{when}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
