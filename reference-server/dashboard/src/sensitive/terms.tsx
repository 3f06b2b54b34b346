import type { SensitiveDataRules } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { failureInWords } from '../design/words.ts'
import type { Change } from './change.ts'
import { termsIn } from './words.ts'

const most = { terms: 200, letters: 60 }

/** What words mean here: terms of health beside those that are known, and those that mean something else. */
export function Terms({ rules, change }: { rules: SensitiveDataRules; change: Change }) {
  const { can } = useWorkspace()
  const [also, setAlso] = useState(rules.alsoHealth.join('\n'))
  const [never, setNever] = useState(rules.neverHealth.join('\n'))
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const writable = can('team:write')
  const isChanged =
    termsIn(also).join('\n') !== rules.alsoHealth.join('\n') ||
    termsIn(never).join('\n') !== rules.neverHealth.join('\n')
  const save = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const [alsoHealth, neverHealth] = [termsIn(also), termsIn(never)]
    const long = [...alsoHealth, ...neverHealth].find((term) => term.length > most.letters)
    if (long) return setProblem(`A term has at most ${most.letters} letters: ${long.slice(0, 20)}… is longer.`)
    if (Math.max(alsoHealth.length, neverHealth.length) > most.terms)
      return setProblem(`There may be at most ${most.terms} terms in each list.`)
    const both = alsoHealth.find((term) => neverHealth.some((other) => other.toLowerCase() === term.toLowerCase()))
    if (both) return setProblem(`${both} stands in both lists. Take it out of one.`)
    setBusy(true)
    setProblem(null)
    try {
      await change({ alsoHealth, neverHealth }, 'The terms are saved.')
    } catch (error) {
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <section class="settings" aria-labelledby="terms-heading">
      <h2 id="terms-heading">Terms of health</h2>
      <p class="quiet">
        Conditions, treatments and remedies are known in several languages. A term counts where the sentence says it of
        somebody.
      </p>
      <form class="sensitive-terms" onSubmit={save} noValidate>
        <label class="field">
          <span>These as well</span>
          <textarea
            rows={3}
            value={also}
            disabled={!writable}
            placeholder="One a line"
            onInput={(event) => setAlso(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>Never these: here they mean something else</span>
          <textarea
            rows={3}
            value={never}
            disabled={!writable}
            placeholder="One a line"
            onInput={(event) => setNever(event.currentTarget.value)}
          />
        </label>
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        {writable && (
          <Button type="submit" kind={isChanged ? 'primary' : 'plain'} busy={busy}>
            Save terms
          </Button>
        )}
      </form>
    </section>
  )
}
