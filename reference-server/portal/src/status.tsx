import type { PersonsRequest } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { type Trouble, troubleIn } from './calls.ts'
import { Progress } from './progress.tsx'
import { useSpeaking } from './spoken.ts'
import type { Choice } from './words/index.ts'

interface StatusProps {
  token: string
  /** What is known already. */
  known: PersonsRequest | null
  onAgain: () => void
}

/** How a request stands, by its private link, and what the person can do about it. */
export function Status({ token, known, onAgain }: StatusProps) {
  const { words, calls, problem: inWords } = useSpeaking()
  const [request, setRequest] = useState(known)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [isEnded, setIsEnded] = useState(false)
  const read = async () => {
    setTrouble(null)
    try {
      setRequest(await calls.status(token))
    } catch (error) {
      setTrouble(troubleIn(error))
    }
  }
  useEffect(() => {
    if (!known) void read()
  }, [token])
  const change = async (action: 'cancel' | 'appeal' | 'end-link', reason?: string) => {
    setTrouble(null)
    try {
      const after = await calls.change(token, action, reason)
      if (action === 'end-link') setIsEnded(true)
      else setRequest(after)
    } catch (error) {
      const why = troubleIn(error)
      // What runs by now, or has ended, is shown as it stands.
      if (why === 'ended') await read()
      else setTrouble(why)
    }
  }
  if (isEnded || (!request && trouble === 'unknown'))
    return (
      <section>
        <h1 tabIndex={-1}>{isEnded ? words.linkEnded : words.unknownLink}</h1>
        <p>
          <button type="button" onClick={onAgain}>
            {words.startAgain}
          </button>
        </p>
      </section>
    )
  if (!request)
    return trouble ? (
      <div role="alert">
        <p>{inWords(trouble)}</p>
        <button type="button" onClick={() => void read()}>
          {words.tryAgain}
        </button>
      </div>
    ) : (
      <p class="quiet" role="status">
        {words.loading}
      </p>
    )
  return (
    <section>
      <Facts request={request} />
      <p class="problem" role="alert">
        {trouble && inWords(trouble)}
      </p>
      {request.endedAt === null && <Progress request={request} />}
      {request.decision && <Decided decision={request.decision} />}
      <div class="cards">
        {request.hasCertificate && <CertificateCard token={token} reference={request.reference} />}
        {(request.kind === 'access' || request.kind === 'portability') && request.status === 'fulfilled' && (
          <div class="card">
            <h2>{words.file}</h2>
            <p>{words.fileText}</p>
          </div>
        )}
        {request.canCancel && <CancelCard onCancel={() => change('cancel')} />}
        {request.canAppeal && <AppealCard onAppeal={(reason) => change('appeal', reason)} />}
        <LinkCard token={token} onEnd={() => change('end-link')} />
      </div>
    </section>
  )
}

function Facts({ request }: { request: PersonsRequest }) {
  const { words, say, day } = useSpeaking()
  const { kind, status, dueAt, endedAt, extension, reference } = request
  const isLate = endedAt === null && Date.parse(dueAt) < Date.now()
  const name = kind === 'appeal' ? words.appeal : words.choices[kind as Choice].name
  const tone = status === 'fulfilled' ? 'good' : endedAt ? 'quiet' : 'wait'
  return (
    <>
      <p class="facts">
        <span class={`badge ${tone}`}>{words.status[status]}</span>
        <span class="quiet">
          {words.reference} <code>{reference}</code>
        </span>
      </p>
      <h1 tabIndex={-1}>
        {endedAt ? name : say(kind === 'erasure' ? words.erasedBy : words.answerBy, { due: day(dueAt) })}
      </h1>
      {!endedAt && (
        <p class="lead">
          <strong>{name}.</strong> {request.canCancel && words.nothingYet}
        </p>
      )}
      {endedAt && <p class="lead">{day(endedAt)}</p>}
      {request.foundNothing && <p>{say(words.foundNothing)}</p>}
      {isLate && <p class="bad">{words.late}</p>}
      {extension && !endedAt && <p>{say(words.extended, { reason: extension.reason ?? '' })}</p>}
    </>
  )
}

function Decided({ decision }: { decision: NonNullable<PersonsRequest['decision']> }) {
  const { words } = useSpeaking()
  return (
    <section class="decided">
      <h2>{words.decision}</h2>
      {decision.reason && <p class="said">{decision.reason}</p>}
      {decision.complainTo.length > 0 && (
        <p class="quiet">
          {words.complain}{' '}
          {decision.complainTo.map(({ name, url }, index) => (
            <span key={url}>
              {index > 0 && ', '}
              <a href={url} rel="noreferrer noopener">
                {name}
              </a>
            </span>
          ))}
        </p>
      )}
    </section>
  )
}

function CancelCard({ onCancel }: { onCancel: () => Promise<void> }) {
  const { words } = useSpeaking()
  const [isAsked, setIsAsked] = useState(false)
  return (
    <div class="card">
      <h2>{words.cancelHeading}</h2>
      <p>{words.cancelText}</p>
      {isAsked ? (
        <p class="actions">
          <button type="button" class="bad" ref={(button) => button?.focus()} onClick={() => void onCancel()}>
            {words.cancelSure}
          </button>
          <button type="button" onClick={() => setIsAsked(false)}>
            {words.keep}
          </button>
        </p>
      ) : (
        <button type="button" onClick={() => setIsAsked(true)}>
          {words.cancel}
        </button>
      )}
    </div>
  )
}

function AppealCard({ onAppeal }: { onAppeal: (reason: string) => Promise<void> }) {
  const { words } = useSpeaking()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const reason = String(new FormData(form).get('reason') ?? '').trim()
    if (reason) void onAppeal(reason)
    else form.querySelector<HTMLElement>('textarea')?.focus()
  }
  return (
    <form class="card" onSubmit={send}>
      <h2>{words.appealHeading}</h2>
      <p>{words.appealText}</p>
      <label>
        <span>{words.appealReason}</span>
        <textarea name="reason" rows={3} maxLength={4000} required />
      </label>
      <button type="submit">{words.appeal}</button>
    </form>
  )
}

function CertificateCard({ token, reference }: { token: string; reference: string }) {
  const { words, calls } = useSpeaking()
  return (
    <div class="card">
      <h2>{words.certificateHeading}</h2>
      <p>{words.certificateText}</p>
      <p class="actions">
        <a class="button" href={calls.certificate(token, 'pdf')} download={`certificate-${reference}.pdf`}>
          PDF
        </a>
        <a class="button" href={calls.certificate(token, 'json')} download={`certificate-${reference}.json`}>
          JSON
        </a>
      </p>
      <p class="quiet">
        {words.checkText}: <code>npx sotto-verify certificate certificate-{reference}.json</code>
      </p>
    </div>
  )
}

function LinkCard({ token, onEnd }: { token: string; onEnd: () => Promise<void> }) {
  const { words, calls } = useSpeaking()
  const [isCopied, setIsCopied] = useState(false)
  const address = new URL(calls.privateLink(token), location.href).href
  const copy = async () => {
    await navigator.clipboard.writeText(address).then(
      () => setIsCopied(true),
      () => {},
    )
  }
  return (
    <div class="card">
      <h2>{words.linkHeading}</h2>
      <p>{words.linkText}</p>
      <p class="actions">
        <button type="button" onClick={() => void copy()}>
          {isCopied ? words.copied : words.copy}
        </button>
        <button type="button" class="plain" onClick={() => void onEnd()}>
          {words.endLink}
        </button>
      </p>
    </div>
  )
}
