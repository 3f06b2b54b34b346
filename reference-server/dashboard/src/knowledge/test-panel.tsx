import type { Bot, SearchHit, SearchResult } from '@sotto/client-sdk'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { positionOf } from '../conversation/sources.tsx'
import { announce } from '../design/announcer.tsx'
import { Icon } from '../design/icon.tsx'
import { count, failureInWords } from '../design/words.ts'
import { excerptOf } from './excerpt.ts'

const most = 8

/** Asks the bot's documents, and shows why they are found: nothing of it is stored or shown to visitors. */
export function TestPanel({ bot }: { bot: Bot }) {
  const { sotto } = useWorkspace()
  const [result, setResult] = useState<SearchResult | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const asking = useRef<AbortController | null>(null)

  const ask = async (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const query = String(new FormData(event.currentTarget).get('question') ?? '').trim()
    if (!query) return
    asking.current?.abort()
    asking.current = new AbortController()
    const { signal } = asking.current
    setBusy(true)
    setProblem(null)
    try {
      const found = await sotto.search(bot.id, { query, limit: most }, { signal })
      setResult(found)
      announce(count(found.data.length, 'source found', 'sources found'))
    } catch (error) {
      if (signal.aborted) return
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }

  return (
    <aside class="test-panel" aria-labelledby="test-heading">
      <div class="head">
        <h2 id="test-heading" class="head-title">
          Test
        </h2>
      </div>
      <div class="scroller">
        <form class="test-form" onSubmit={ask}>
          <input
            name="question"
            type="text"
            maxLength={1000}
            placeholder="Ask as a visitor would"
            aria-label="Question"
            autocomplete="off"
            enterkeyhint="search"
          />
          <button
            type="submit"
            class="button primary round"
            aria-label="Search the documents"
            aria-disabled={busy || undefined}
          >
            {busy ? <span class="spinner" /> : <Icon name="send" />}
          </button>
        </form>
        {problem && (
          <p class="field-problem" role="alert">
            <Icon name="trouble" /> {problem}
          </p>
        )}
        {result ? (
          <Ranked result={result} botName={bot.name} />
        ) : (
          <p class="quiet test-hint">
            See which passages {bot.name} would answer from, and how sure it is. Nothing of it is kept.
          </p>
        )}
      </div>
      {result && (
        <dl class="test-foot">
          <dt>Found in</dt>
          <dd>{Math.max(1, Math.round(result.milliseconds)).toLocaleString('en-GB')} ms</dd>
        </dl>
      )}
    </aside>
  )
}

function Ranked({ result: { data, threshold }, botName }: { result: SearchResult; botName: string }) {
  const enough = data.filter(({ score }) => score >= threshold)
  const line = `Below ${threshold.toFixed(2)} ${botName} says that it doesn’t know`
  return (
    <section aria-labelledby="ranked-heading">
      <div class="section-head">
        <h3 id="ranked-heading">Ranked sources</h3>
        <p class="legend" aria-hidden="true">
          <span class="legend-words">words</span>
          <span class="legend-meaning">meaning</span>
        </p>
      </div>
      {data.length === 0 && <p class="quiet">Nothing in the documents has to do with it.</p>}
      <ol class="hits">
        {enough.map((hit, index) => (
          <Hit key={hit.chunkId} hit={hit} rank={index + 1} enough />
        ))}
      </ol>
      {data.length > 0 && (
        <p class="threshold">
          <span>{line}</span>
        </p>
      )}
      <ol class="hits" start={enough.length + 1}>
        {data.slice(enough.length).map((hit, index) => (
          <Hit key={hit.chunkId} hit={hit} rank={enough.length + index + 1} enough={false} />
        ))}
      </ol>
    </section>
  )
}

function Hit({ hit, rank, enough }: { hit: SearchHit; rank: number; enough: boolean }) {
  const { before, best, after } = excerptOf(hit)
  const percent = (share: number) => `${Math.round(Math.max(0, Math.min(1, share)) * 100)}%`
  return (
    <li class={enough ? 'hit' : 'hit below'}>
      <p class="hit-head">
        <span class="chip" aria-hidden="true">
          {rank}
        </span>
        <strong>{hit.documentTitle}</strong>
        <span class="quiet">{positionOf(hit.position)}</span>
        <span
          class="bar"
          role="img"
          aria-label={`${hit.words.toFixed(2)} from words, ${hit.meaning.toFixed(2)} from meaning`}
        >
          <span class="bar-words" style={{ width: percent(hit.words) }} />
          <span class="bar-meaning" style={{ width: percent(hit.meaning) }} />
        </span>
        <span class="figure">{hit.score.toFixed(2)}</span>
      </p>
      <p class="hit-text" dir="auto">
        {before}
        {best && <mark>{best}</mark>}
        {after}
      </p>
    </li>
  )
}
