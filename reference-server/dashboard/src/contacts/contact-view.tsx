import type { Contact } from '@sotto/client-sdk'
import type { ContactLikeness, ContactMerge } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { PersonAvatar } from '../design/avatar.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { clockIn, now, shortDay } from '../design/time.ts'
import { failureInWords } from '../design/words.ts'
import { Restriction } from '../privacy/restriction.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { calledOf, knownBy, sameNames } from './words.ts'

interface Shown {
  contact: Contact
  likenesses: readonly ContactLikeness[]
  merges: readonly ContactMerge[]
}

/** One person: by what they are known, who is perhaps the same, and what was joined. */
export function ContactView({ id, onLeave }: { id: string; onLeave: () => void }) {
  const { contacts } = useWorkspace()
  const [shown, setShown] = useState<Loaded<Shown>>(loading)
  const panel = useRef<HTMLElement>(null)
  const read = async () => {
    try {
      const contact = await contacts.get(id)
      // Who has become part of somebody is that somebody.
      if (contact.id !== id) return go({ name: 'contacts', contactId: contact.id }, { replace: true })
      const [likenesses, merges] = await Promise.all([contacts.likenesses(id), contacts.merges(id)])
      setShown({ state: 'ready', value: { contact, likenesses, merges } })
    } catch (error) {
      const missing = (error as { code?: string }).code === 'not_found'
      setShown({ state: 'failed', missing, problem: failureInWords(error) })
    }
  }
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
    void read()
  }, [id])
  const name = shown.state === 'ready' ? calledOf(shown.value.contact) : 'Contact'
  useTitle(name)
  return (
    <section class="contact" aria-label={name} ref={panel} tabIndex={-1} aria-busy={shown.state === 'loading'}>
      <header class="head contact-head">
        <IconButton class="narrow" icon="back" label="All contacts" onClick={onLeave} />
        <code class="contact-id wide">{id.slice(-8)}</code>
      </header>
      {shown.state === 'failed' &&
        (shown.missing ? (
          <Empty icon="person" title="Nobody is here">
            <p>They were erased, or the address was mistyped.</p>
          </Empty>
        ) : (
          <Failed text={shown.problem} onRetry={() => void read()} />
        ))}
      {shown.state === 'ready' && <OneContact {...shown.value} onChanged={read} />}
    </section>
  )
}

function OneContact({ contact, likenesses, merges, onChanged }: Shown & { onChanged: () => Promise<void> }) {
  const { can, contacts } = useWorkspace()
  const [joining, setJoining] = useState<{ other: Contact | null } | null>(null)
  const [parting, setParting] = useState<ContactMerge | null>(null)
  const writable = can('contacts:write')
  const facts: [string, string | null][] = [
    ['E-mail', contact.email],
    ['Phone', contact.phone],
    ['Company', contact.company],
    ['Your id', contact.externalId],
    ['Local time', contact.timezone ? clockIn(contact.timezone, now.value) : null],
    ['Since', shortDay(contact.createdAt, now.value)],
    ['Last active', shortDay(contact.lastActivityAt, now.value)],
  ]
  const joined = merges.filter(({ undoneAt }) => undoneAt === null)
  return (
    <div class="scroller">
      <div class="contact-body">
        <div class="contact-title">
          <PersonAvatar id={contact.id} name={contact.name ?? contact.email} size={44} />
          <h1 dir="auto">{calledOf(contact)}</h1>
        </div>
        <Restriction contactId={contact.id} />
        <dl class="contact-facts">
          {facts.map(([name, value]) =>
            value === null ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ),
          )}
        </dl>
        <section aria-labelledby="alike-heading">
          <div class="section-head">
            <h2 id="alike-heading">Perhaps the same person</h2>
          </div>
          {likenesses.length === 0 && <p class="quiet">Nobody has the same name or address.</p>}
          <ul class="contact-alike">
            {likenesses.map(({ contact: other, same }) => (
              <li key={other.id}>
                <PersonAvatar id={other.id} name={other.name ?? other.email} size={28} />
                <span>
                  <strong dir="auto">{calledOf(other)}</strong>
                  <span class="quiet">
                    {[knownBy(other), same.map((one) => sameNames[one]).join(' and ')].filter(Boolean).join(' · ')}
                  </span>
                </span>
                {writable && (
                  <Button aria-label={`Merge with ${calledOf(other)}…`} onClick={() => setJoining({ other })}>
                    Merge…
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {writable && (
            <Button kind="quiet" icon="people" onClick={() => setJoining({ other: null })}>
              Merge with somebody else…
            </Button>
          )}
        </section>
        {joined.length > 0 && (
          <section aria-labelledby="joined-heading">
            <h2 id="joined-heading">Joined with this contact</h2>
            <ul class="contact-alike">
              {joined.map((merge) => (
                <li key={merge.id}>
                  <span>
                    <strong>Joined on {shortDay(merge.mergedAt, now.value)}</strong>
                    <span class="quiet">
                      {Date.parse(merge.undoUntil) > now.value.getTime()
                        ? `Can be taken back until ${shortDay(merge.undoUntil, now.value)}`
                        : 'Can no longer be taken back'}
                    </span>
                  </span>
                  {writable && Date.parse(merge.undoUntil) > now.value.getTime() && (
                    <Button icon="retry" onClick={() => setParting(merge)}>
                      Make them two again
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {joining && (
        <MergeDialog
          keep={contact}
          other={joining.other}
          onClose={() => setJoining(null)}
          onMerged={async (keepId) => {
            setJoining(null)
            announce('They are one contact now.')
            if (keepId === contact.id) await onChanged()
            else go({ name: 'contacts', contactId: keepId })
          }}
        />
      )}
      {parting && (
        <Confirmation
          title="Make them two again?"
          act="Make them two"
          kind="primary"
          onConfirm={async () => {
            await contacts.undo(parting)
            announce('They are two contacts again.')
            await onChanged()
          }}
          onClose={() => setParting(null)}
        >
          <p>
            What was moved by the merge leads to the other contact again. What came since stays with {calledOf(contact)}
            .
          </p>
        </Confirmation>
      )}
    </div>
  )
}
