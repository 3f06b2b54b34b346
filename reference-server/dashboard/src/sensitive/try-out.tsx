import type { SensitiveDataTried } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { count, failureInWords } from '../design/words.ts'
import { classNames, kindWords, piecesOf } from './words.ts'

/** What would be found in a text. Nothing of it is stored or logged. */
export function TryOut() {
  const { sotto } = useWorkspace()
  const [text, setText] = useState('')
  const [tried, setTried] = useState<{ text: string; result: SensitiveDataTried } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const look = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (text.trim() === '') return setProblem('Write something to look through.')
    setBusy(true)
    setProblem(null)
    try {
      setTried({ text, result: await sotto.sensitiveData.try({ text }) })
    } catch (error) {
      setTried(null)
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <section class="settings" aria-labelledby="try-heading">
      <h2 id="try-heading">Try it out</h2>
      <p class="quiet">
        See what would be found in a text. It is looked through on the server with the rules above; nothing of it is
        stored or logged.
      </p>
      <form class="sensitive-try" onSubmit={look} noValidate>
        <textarea
          class="input"
          rows={3}
          maxLength={4000}
          aria-label="Text to look through"
          placeholder="My card is 4111 1111 1111 1111"
          value={text}
          aria-invalid={problem !== null}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <Button type="submit" busy={busy}>
          Look through it
        </Button>
      </form>
      <div aria-live="polite">{tried && <Result {...tried} />}</div>
    </section>
  )
}

function Result({ text, result }: { text: string; result: SensitiveDataTried }) {
  if (result.found.length === 0) return <p class="quiet">Nothing was found: it would be stored as it is.</p>
  return (
    <dl class="sensitive-result">
      <dt>{count(result.found.length, 'finding')}</dt>
      <dd>
        {piecesOf(text, result.found).map(({ text: piece, found }, index) =>
          found ? (
            <mark key={index} title={`${classNames[found.class].name}: ${kindWords(found)}`}>
              {piece}
              <small>{kindWords(found)}</small>
            </mark>
          ) : (
            <span key={index}>{piece}</span>
          ),
        )}
      </dd>
      <dt>Would be stored</dt>
      <dd>{result.text.trim() === '' ? <em class="quiet">nothing</em> : result.text}</dd>
      {result.told && (
        <>
          <dt>The visitor would be told</dt>
          <dd>{result.told}</dd>
        </>
      )}
    </dl>
  )
}
