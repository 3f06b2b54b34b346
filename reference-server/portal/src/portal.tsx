import type { CurrentFields, PersonsRequest, PrivacyPortal } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { AskForm } from './ask-form.tsx'
import { type PortalCalls, type Trouble, troubleIn } from './calls.ts'
import { Choices } from './choices.tsx'
import { CodeForm } from './code-form.tsx'
import { CorrectionForm } from './correction-form.tsx'
import { SpeakingContext, useSpeaking } from './spoken.ts'
import { Status } from './status.tsx'
import { type Choice, filled, type SpokenPortal } from './words/index.ts'

/** Where somebody is in the portal. */
type Stage =
  | { name: 'choose' }
  | { name: 'ask'; choice: Choice }
  | { name: 'code'; choice: Choice; email: string; pending: string }
  | { name: 'correct'; pending: string; current: CurrentFields; token: string }
  | { name: 'done'; email: string }
  | { name: 'status'; token: string; request: PersonsRequest | null }

interface PortalProps {
  calls: PortalCalls
  /** In which language it speaks. */
  spoken: SpokenPortal
  /** Of a private link. */
  token: string | null
  /** Of an asking whose code is awaited. */
  pending: string | null
  chosen: Choice | null
  /** Called when a private link exists, so that a page of its own can show it in its address. */
  onLink: (token: string) => void
  /** Called when somebody went on or back, so that a page of its own leads there again when it is loaded anew. */
  onStep: (step: { kind: Choice | null; pending: string | null }) => void
}

/** Asking a team for something about one's data, from choosing to the answer. */
export function Portal({
  calls,
  spoken: { language, direction, words },
  token,
  pending,
  chosen,
  onLink,
  onStep,
}: PortalProps) {
  const [offered, setOffered] = useState<PrivacyPortal | null>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [stage, setStage] = useState<Stage>(() => {
    if (token) return { name: 'status', token, request: null }
    if (pending) return { name: 'code', choice: chosen ?? 'access', email: '', pending }
    return chosen ? { name: 'ask', choice: chosen } : { name: 'choose' }
  })
  const root = useRef<HTMLDivElement>(null)
  const shown = useRef(false)

  const read = async () => {
    setTrouble(null)
    try {
      setOffered(await calls.read())
    } catch (error) {
      setTrouble(troubleIn(error))
    }
  }
  useEffect(() => void read(), [calls])
  // Who moves on hears where they are; who just came is left where they were.
  useEffect(() => {
    if (shown.current) root.current?.querySelector<HTMLElement>('h1, h2')?.focus()
    shown.current = offered !== null
  }, [stage.name, offered !== null])

  if (!offered)
    return (
      <div class="portal" lang={language} dir={direction} aria-busy={trouble === null}>
        {trouble === null ? (
          <p class="quiet" role="status">
            {words.loading}
          </p>
        ) : (
          <div role="alert">
            <p>{trouble === 'unknown' ? words.unknownTeam : trouble === 'limited' ? words.limited : words.failed}</p>
            <button type="button" onClick={() => void read()}>
              {words.tryAgain}
            </button>
          </div>
        )}
      </div>
    )
  const team = offered.team.name
  const again = () => {
    setStage({ name: 'choose' })
    onStep({ kind: null, pending: null })
  }
  const ask = (choice: Choice) => {
    setStage({ name: 'ask', choice })
    onStep({ kind: choice, pending: null })
  }
  return (
    <SpeakingContext.Provider value={{ team, language, words, calls }}>
      <div class="portal" lang={language} dir={direction} ref={root}>
        {stage.name === 'choose' && (
          <Choices kinds={offered.kinds} title={filled(words.title, { team })} onChoose={ask} />
        )}
        {stage.name === 'ask' && (
          <AskForm
            key={stage.choice}
            choice={stage.choice}
            portal={offered}
            onBack={again}
            onAsked={({ email, pending, needsCode }) => {
              setStage(needsCode ? { name: 'code', choice: stage.choice, email, pending } : { name: 'done', email })
              onStep(needsCode ? { kind: stage.choice, pending } : { kind: null, pending: null })
            }}
          />
        )}
        {stage.name === 'code' && (
          <CodeForm
            email={stage.email}
            pending={stage.pending}
            onAgain={() => ask(stage.choice)}
            onConfirmed={({ request, token, current }) => {
              onLink(token)
              if (current) setStage({ name: 'correct', pending: stage.pending, current, token })
              else setStage({ name: 'status', token, request })
            }}
          />
        )}
        {stage.name === 'correct' && (
          <CorrectionForm
            portal={offered}
            pending={stage.pending}
            current={stage.current}
            onTold={(request) => setStage({ name: 'status', token: stage.token, request })}
          />
        )}
        {stage.name === 'done' && <Done email={stage.email} onAgain={again} />}
        {stage.name === 'status' && <Status token={stage.token} known={stage.request} onAgain={again} />}
      </div>
    </SpeakingContext.Provider>
  )
}

function Done({ email, onAgain }: { email: string; onAgain: () => void }) {
  const { words, say } = useSpeaking()
  return (
    <section>
      <h1 tabIndex={-1}>{words.doneHeading}</h1>
      <p>{say(words.doneText, { email })}</p>
      <p>
        <button type="button" onClick={onAgain}>
          {words.startAgain}
        </button>
      </p>
    </section>
  )
}
