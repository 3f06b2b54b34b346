import { useEffect } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Failed } from '../design/notice.tsx'
import { Exceptions } from './exceptions.tsx'
import { Grants } from './grants.tsx'
import { Review } from './review.tsx'
import './access.css'

/** Who may do what: what waits to be confirmed, what was asked for beyond roles, and everything that there is. */
export function AccessPage() {
  const { access } = useWorkspace()
  useTitle('Access')
  useEffect(() => void access.read(), [access])
  const loaded = access.state.value
  return (
    <section class="access-page" aria-labelledby="access-heading">
      <header class="head">
        <h1 id="access-heading" class="head-title">
          Access
        </h1>
      </header>
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'loading' && <p class="access-parts quiet">Reading who has what…</p>}
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void access.read()} />}
        {loaded.state === 'ready' && (
          <div class="access-parts">
            {loaded.value.managed && <Review managed={loaded.value.managed} />}
            <Exceptions exceptions={loaded.value.exceptions} keys={loaded.value.managed?.keys ?? []} />
            {loaded.value.managed && <Grants grants={loaded.value.managed.grants} />}
          </div>
        )}
      </div>
    </section>
  )
}
