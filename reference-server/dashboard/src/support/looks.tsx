import type { SupportCase, SupportLook } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import type { Loaded } from '../app/loaded.ts'
import { linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Failed } from '../design/notice.tsx'
import { fullTime, now, shortTime } from '../design/time.ts'
import { failureInWords } from '../design/words.ts'
import { lookInWords } from './words.ts'

interface Seen {
  looks: readonly SupportLook[]
  cursor: string | null
}

/** All that somebody of support looked at, the newest first; while they are let in it can be read again. */
export function Looks({ one, isLetIn }: { one: SupportCase; isLetIn: boolean }) {
  const { support, can } = useWorkspace()
  const [seen, setSeen] = useState<Loaded<Seen>>({ state: 'loading' })
  const read = async (from?: string) => {
    try {
      const page = await support.looks(one.id, from)
      const before = from !== undefined && seen.state === 'ready' ? seen.value.looks : []
      setSeen({ state: 'ready', value: { looks: [...before, ...page.data], cursor: page.nextCursor } })
    } catch (error) {
      setSeen({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [one.id, one.state])
  const inLog = can('audit:read')
  return (
    <section aria-labelledby="case-looks" aria-busy={seen.state === 'loading'}>
      <header class="looks-head">
        <h2 id="case-looks">What they looked at</h2>
        {isLetIn && (
          <Button kind="quiet" icon="retry" onClick={() => void read()}>
            Read again
          </Button>
        )}
      </header>
      {seen.state === 'failed' && <Failed text={seen.problem} onRetry={() => void read()} />}
      {seen.state === 'ready' && seen.value.looks.length === 0 && (
        <p class="quiet">{isLetIn ? 'Nothing so far.' : 'Nothing: they never signed in.'}</p>
      )}
      {seen.state === 'ready' && seen.value.looks.length > 0 && (
        <ol class="looks">
          {seen.value.looks.map((look) => (
            <li key={look.id} class={look.operation ? 'look quiet' : 'look'}>
              <time dateTime={look.at} title={fullTime(look.at)}>
                {shortTime(look.at, now.value)}
              </time>
              <span class="look-what">
                {inLog ? (
                  <a href={linkTo({ name: 'log', entryId: look.id })}>{lookInWords(look)}</a>
                ) : (
                  lookInWords(look)
                )}
              </span>
              {look.forgotten ? (
                <span class="quiet">since forgotten</span>
              ) : (
                look.target && !look.operation && look.target.id !== one.id && <code>{look.target.id}</code>
              )}
            </li>
          ))}
        </ol>
      )}
      {seen.state === 'ready' && seen.value.cursor !== null && (
        <button
          type="button"
          class="pane-more"
          onClick={() => void read(seen.state === 'ready' ? (seen.value.cursor ?? undefined) : undefined)}
        >
          Show more
        </button>
      )}
    </section>
  )
}
