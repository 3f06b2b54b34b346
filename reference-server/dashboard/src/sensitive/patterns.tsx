import { SottoError } from '@sotto/client-sdk'
import type { SensitiveDataRules } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { failureInWords } from '../design/words.ts'
import type { Change } from './change.ts'

const mostPatterns = 20

/** What is found by patterns of the team, such as the numbers of its customers. */
export function Patterns({ patterns, change }: { patterns: SensitiveDataRules['patterns']; change: Change }) {
  const { can } = useWorkspace()
  const [problem, setProblem] = useState<{ text: string; field: 'name' | 'pattern' } | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const writable = can('team:write')
  const refuse = (text: string, field: 'name' | 'pattern') => {
    setProblem({ text, field })
    form.current?.querySelector<HTMLInputElement>(`[name="${field}"]`)?.focus()
  }
  const save = async (next: SensitiveDataRules['patterns'], said: string): Promise<boolean> => {
    setBusy(true)
    setProblem(null)
    try {
      await change({ patterns: next }, said)
      return true
    } catch (error) {
      const at = error instanceof SottoError ? error.fields[0] : undefined
      const field = at?.field.endsWith('.name') ? 'name' : 'pattern'
      // What the engine says of a pattern stands beside it.
      const text = at ? `${field === 'name' ? 'The name' : 'The pattern'} ${at.message}.` : failureInWords(error)
      refuse(text.replace(/\.\.$/, '.'), field)
      return false
    } finally {
      setBusy(false)
    }
  }
  const add = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const name = String(given.get('name') ?? '').trim()
    const pattern = String(given.get('pattern') ?? '').trim()
    if (name === '') return refuse('Say what it finds: the log has this name for it.', 'name')
    if (pattern === '') return refuse('Write a pattern.', 'pattern')
    if (patterns.some((one) => one.name === name)) return refuse(`There is a pattern called ${name} already.`, 'name')
    if (patterns.length >= mostPatterns)
      return refuse(`There are ${mostPatterns} already. Take one off the list first.`, 'pattern')
    const isAdded = await save([...patterns, { name, pattern }], `${name} is looked for.`)
    if (!isAdded) return
    form.current?.reset()
    form.current?.querySelector<HTMLInputElement>('[name="name"]')?.focus()
  }
  return (
    <section class="settings" aria-labelledby="patterns-heading">
      <h2 id="patterns-heading">Your patterns</h2>
      <p class="quiet">
        {patterns.length === 0
          ? 'None yet. A pattern finds what only you know, such as the numbers of members.'
          : 'Regular expressions, without regard to case.'}
      </p>
      {patterns.length > 0 && (
        <ul class="origins sensitive-patterns">
          {patterns.map(({ name, pattern }) => (
            <li key={name}>
              <span>
                <strong>{name}</strong>
                <code>{pattern}</code>
              </span>
              {writable && (
                <IconButton
                  icon="remove"
                  label={`Look for ${name} no more`}
                  onClick={() =>
                    void save(
                      patterns.filter((one) => one.name !== name),
                      `${name} is not looked for.`,
                    )
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {writable && (
        <form ref={form} class="sensitive-pattern-form" onSubmit={add} noValidate>
          <label class="field">
            <span>What it finds</span>
            <input
              name="name"
              maxLength={60}
              placeholder="Member number"
              autocomplete="off"
              aria-invalid={problem?.field === 'name'}
              aria-describedby="pattern-problem"
            />
          </label>
          <label class="field">
            <span>Pattern</span>
            <input
              name="pattern"
              maxLength={200}
              class="code"
              placeholder="M-[0-9]{6}"
              autocomplete="off"
              spellcheck={false}
              aria-invalid={problem?.field === 'pattern'}
              aria-describedby="pattern-problem"
            />
          </label>
          <Button type="submit" icon="add" busy={busy}>
            Add
          </Button>
        </form>
      )}
      <p id="pattern-problem" class="field-problem" role="alert">
        {problem?.text}
      </p>
    </section>
  )
}
