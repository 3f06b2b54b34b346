import type { AccessException, ApiKey } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Empty } from '../design/notice.tsx'
import { fullTime, now } from '../design/time.ts'
import { AskDialog } from './ask-dialog.tsx'
import { Row } from './row.tsx'
import { exceptionStanding, givenWords, withinWords } from './words.ts'

const isOpen = ({ state }: AccessException) => state === 'asked' || state === 'active'

/** More than roles and keys allow, for a time: what waits, what counts, and what is over. */
export function Exceptions({ exceptions, keys }: { exceptions: readonly AccessException[]; keys: readonly ApiKey[] }) {
  const { can } = useWorkspace()
  const [asking, setAsking] = useState(false)
  const groups = [
    { title: 'To decide', some: exceptions.filter(({ state }) => state === 'asked') },
    { title: 'Active', some: exceptions.filter(({ state }) => state === 'active') },
  ].filter(({ some }) => some.length > 0)
  const over = exceptions.filter((exception) => !isOpen(exception))
  return (
    <section class="access-part" aria-labelledby="exceptions-heading">
      <div class="access-title">
        <h2 id="exceptions-heading">Exceptions</h2>
        {can('exceptions:write') && (
          <Button icon="add" onClick={() => setAsking(true)}>
            Ask for access
          </Button>
        )}
      </div>
      {exceptions.length === 0 && (
        <Empty icon="key" title="Nobody has more than their role">
          <p>Ask for more for a time, such as while somebody is away. It counts once another person has approved it.</p>
        </Empty>
      )}
      {groups.map(({ title, some }) => (
        <section key={title} aria-label={`Exceptions: ${title}`}>
          <h3>
            {title} <span class="access-count quiet">{some.length}</span>
          </h3>
          <ul>
            {some.map((exception) => (
              <ExceptionRow key={exception.id} exception={exception} keys={keys} />
            ))}
          </ul>
        </section>
      ))}
      {over.length > 0 && (
        <details class="access-past">
          <summary>Over ({over.length})</summary>
          <ul>
            {over.map((exception) => (
              <ExceptionRow key={exception.id} exception={exception} keys={keys} />
            ))}
          </ul>
        </details>
      )}
      {asking && <AskDialog keys={keys} onClose={() => setAsking(false)} />}
    </section>
  )
}

function ExceptionRow({ exception, keys }: { exception: AccessException; keys: readonly ApiKey[] }) {
  const { access, bots, can, members, session } = useWorkspace()
  const [asked, setAsked] = useState<'approve' | 'refuse' | 'withdraw' | null>(null)
  const nameOf = (id: string) => members.value.get(id)?.name ?? 'A former member'
  const name = exception.apiKeyId
    ? `Key ${keys.find(({ id }) => id === exception.apiKeyId)?.name ?? exception.apiKeyId.slice(-8)}`
    : nameOf(exception.memberId)
  const shelf = bots.bots.value
  const names = new Map(shelf.state === 'ready' ? shelf.value.map((bot) => [bot.id as string, bot.name]) : [])
  const isMine = [exception.memberId, exception.asked.memberId].includes(session.member.id)
  const isAsked = exception.state === 'asked'
  const what = [givenWords(exception), withinWords(exception, names)].filter(Boolean).join(', ')
  const text = `${what} · “${exception.reason}”${
    exception.asked.memberId === exception.memberId ? '' : ` · asked by ${nameOf(exception.asked.memberId)}`
  }`
  const close = () => setAsked(null)
  return (
    <>
      <Row
        icon={exception.apiKeyId ? 'key' : 'person'}
        name={name}
        text={text}
        standing={exceptionStanding(exception, now.value)}
      >
        {isAsked && can('exceptions:approve') && !isMine && (
          <>
            <Button onClick={() => setAsked('approve')} aria-label={`Approve for ${name}`}>
              Approve…
            </Button>
            <Button kind="quiet" onClick={() => setAsked('refuse')} aria-label={`Refuse for ${name}`}>
              Refuse…
            </Button>
          </>
        )}
        {isOpen(exception) && (isMine || (!isAsked && can('exceptions:approve'))) && (
          <Button
            kind="quiet"
            onClick={() => setAsked('withdraw')}
            aria-label={`${isAsked ? 'Take back' : 'End now'}: ${name}`}
          >
            {isAsked ? 'Take back…' : 'End now…'}
          </Button>
        )}
      </Row>
      {asked === 'approve' && (
        <Confirmation
          title={`Give this to ${name}?`}
          act="Approve"
          kind="primary"
          onConfirm={() => access.approve(exception.id).then(() => announce('It counts from now on.'))}
          onClose={close}
        >
          <p>
            {what}, until {fullTime(exception.until)}. It ends by itself.
          </p>
        </Confirmation>
      )}
      {asked === 'refuse' && (
        <Confirmation
          title="Refuse it?"
          act="Refuse"
          onConfirm={() => access.refuse(exception.id).then(() => announce('It is refused.'))}
          onClose={close}
        >
          <p>Nothing changes for {name}. Whoever asked is told.</p>
        </Confirmation>
      )}
      {asked === 'withdraw' && (
        <Confirmation
          title={isAsked ? 'Take it back?' : 'End it now?'}
          act={isAsked ? 'Take back' : 'End now'}
          onConfirm={() => access.withdraw(exception.id).then(() => announce('It does not count any more.'))}
          onClose={close}
        >
          <p>{isAsked ? 'Nobody has to decide about it any more.' : 'It does not count from the next request on.'}</p>
        </Confirmation>
      )}
    </>
  )
}
