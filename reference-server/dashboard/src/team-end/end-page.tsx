import type { ContractEnd } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Icon } from '../design/icon.tsx'
import { Failed } from '../design/notice.tsx'
import { fullTime } from '../design/time.ts'
import { count, failureInWords } from '../design/words.ts'
import { fetchFile } from '../log/download.ts'
import { AskForm, CodeForm } from './forms.tsx'
import '../bots/bots.css'
import './end.css'

/** The end of everything that the team has here: what will happen, when, and how it is taken back. */
export function EndPage() {
  const { sotto } = useWorkspace()
  const [end, setEnd] = useState<Loaded<ContractEnd | null>>(loading)
  useTitle('End of the contract')
  const read = async () => {
    setEnd(loading)
    try {
      setEnd({ state: 'ready', value: (await sotto.contractEnd.get()).end })
    } catch (error) {
      setEnd({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [])
  const changed = (value: ContractEnd, said: string) => {
    setEnd({ state: 'ready', value })
    announce(said)
  }
  return (
    <section class="end-page" aria-labelledby="end-heading">
      <header class="head">
        <h1 id="end-heading" class="head-title">
          End of the contract
        </h1>
      </header>
      <div class="scroller sheet-page" aria-busy={end.state === 'loading'}>
        {end.state === 'failed' && <Failed text={end.problem} onRetry={() => void read()} />}
        {end.state === 'ready' && (
          <>
            <Stands end={end.value} onChanged={changed} />
            <Everything />
            {!isOn(end.value) && <Ask onChanged={changed} />}
          </>
        )}
      </div>
    </section>
  )
}

const isOn = (end: ContractEnd | null): end is ContractEnd => end !== null && end.state !== 'cancelled'

interface Changing {
  onChanged: (end: ContractEnd, said: string) => void
}

/** Where it stands, and what somebody can do about it. */
function Stands({ end, onChanged }: { end: ContractEnd | null } & Changing) {
  const { session, members, sotto } = useWorkspace()
  const [asking, setAsking] = useState(false)
  if (!isOn(end))
    return (
      <section class="settings" aria-labelledby="stands-heading">
        <h2 id="stands-heading">Nothing is planned</h2>
        <p class="quiet">{session.team.name} stays as it is.</p>
      </section>
    )
  const nameOf = (id: string | null) => (id ? (members.value.get(id)?.name ?? 'a member') : 'the operator')
  const takeBack = end.state === 'asked' || end.state === 'waiting' || end.state === 'held'
  return (
    <section class="settings" aria-labelledby="stands-heading">
      <h2 id="stands-heading">{headings[end.state]}</h2>
      <p class="note wait" role="status">
        <Icon name={end.state === 'held' ? 'held' : 'trouble'} />
        <span>
          {end.state === 'asked' &&
            `${nameOf(end.askedBy)} asked on ${fullTime(end.askedAt)} that everything be deleted, ${count(end.graceDays, 'day')} after it was confirmed. ${
              end.needs === 'owner' ? 'Another owner has to confirm it.' : 'It needs the code that was mailed to you.'
            }`}
          {end.state === 'waiting' &&
            end.deleteAt &&
            `Everything is deleted on ${fullTime(end.deleteAt)}. Until then all works as before. Download what you want to keep.`}
          {end.state === 'held' &&
            `A legal hold keeps ${count(end.held, 'thing')}. Nothing is deleted until it has been released; then it goes on by itself.`}
          {end.state === 'ending' && 'It is being deleted now. This cannot be stopped any more.'}
          {end.state === 'ended' && 'Everything was deleted. The certificate is at the link in the mail.'}
        </span>
      </p>
      {end.state === 'asked' && end.needs === 'code' && <CodeForm end={end} onChanged={onChanged} />}
      <div class="end-actions">
        {end.state === 'asked' && end.needs === 'owner' && end.askedBy !== session.member.id && (
          <Button kind="bad" onClick={() => setAsking(true)}>
            Confirm the end
          </Button>
        )}
        {takeBack && <TakeBack onChanged={onChanged} />}
      </div>
      {asking && (
        <Confirmation
          title={`Delete everything of ${session.team.name}?`}
          act="Confirm the end"
          onConfirm={async () => onChanged(await sotto.contractEnd.confirm({}), 'The end is confirmed.')}
          onClose={() => setAsking(false)}
        >
          <p>
            {count(end.graceDays, 'day')} from now everything is deleted, and every owner gets a mail with the link to
            the certificate. Until then any owner can take it back.
          </p>
        </Confirmation>
      )}
    </section>
  )
}

const headings: Readonly<Record<ContractEnd['state'], string>> = {
  asked: 'The end was asked for',
  waiting: 'The end is confirmed',
  held: 'The end waits',
  ending: 'Everything is being deleted',
  ended: 'The contract has ended',
  cancelled: 'Nothing is planned',
}

function TakeBack({ onChanged }: Changing) {
  const { sotto } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const cancel = async () => {
    setBusy(true)
    setProblem(null)
    try {
      onChanged(await sotto.contractEnd.cancel(), 'It was taken back. Everything stays.')
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <>
      <Button busy={busy} onClick={cancel}>
        Take it back
      </Button>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

/** The export: before the end, and whenever somebody wants it. */
const Everything = () => (
  <section class="settings" aria-labelledby="export-heading">
    <h2 id="export-heading">Take everything with you</h2>
    <p class="quiet">
      All that the team has here, opened, as a signed ZIP with a file for each kind of data. It may take minutes; that
      it was taken stands in the log. Afterwards there is nobody who could give it to you.
    </p>
    <div class="end-actions">
      <Button icon="download" onClick={() => fetchFile('/v1/team/export')}>
        Download everything
      </Button>
    </div>
  </section>
)

const steps = [
  'Another owner confirms it, or you do with a code from your mail where you are the only one.',
  'Until the date, everything works as before, everything can be downloaded, and any owner can take it back.',
  'Then people, conversations, tickets, appointments, documents, settings, members and keys are deleted. Nobody can bring them back, backups neither: their keys are destroyed.',
  'What a legal hold keeps stays, and everything with it, until the hold has been released.',
  'A signed certificate says what was deleted. The link to it comes by mail.',
]

function Ask({ onChanged }: Changing) {
  return (
    <section class="settings" aria-labelledby="ask-heading">
      <h2 id="ask-heading">Delete everything</h2>
      <ol class="end-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <AskForm onChanged={onChanged} />
    </section>
  )
}
