import type { SensitiveDataRules } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Failed } from '../design/notice.tsx'
import { failureInWords } from '../design/words.ts'
import type { Change } from './change.ts'
import { Kinds } from './kinds.tsx'
import { Patterns } from './patterns.tsx'
import { Terms } from './terms.tsx'
import { TryOut } from './try-out.tsx'
import '../bots/bots.css'
import './sensitive.css'

/** What is done with sensitive data before anything is stored. */
export function SensitivePage() {
  const { sotto } = useWorkspace()
  const [rules, setRules] = useState<Loaded<SensitiveDataRules>>(loading)
  useTitle('Sensitive data')
  const read = async () => {
    setRules(loading)
    try {
      setRules({ state: 'ready', value: await sotto.sensitiveData.get() })
    } catch (error) {
      setRules({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [])
  const change: Change = async (patch, said) => {
    setRules({ state: 'ready', value: await sotto.sensitiveData.update(patch) })
    announce(said)
  }
  return (
    <section class="sensitive-page" aria-labelledby="sensitive-heading">
      <header class="head">
        <h1 id="sensitive-heading" class="head-title">
          Sensitive data
        </h1>
      </header>
      <div class="scroller sheet-page" aria-busy={rules.state === 'loading'}>
        {rules.state === 'failed' && <Failed text={rules.problem} onRetry={() => void read()} />}
        {rules.state === 'ready' && (
          <>
            <Kinds rules={rules.value} change={change} />
            <Patterns patterns={rules.value.patterns} change={change} />
            <Terms rules={rules.value} change={change} />
            <TryOut key={rules.value.changedAt} />
          </>
        )}
      </div>
    </section>
  )
}
