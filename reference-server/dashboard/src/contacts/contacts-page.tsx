import type { Contact } from '@sotto/client-sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isForPage } from '../app/keys.ts'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { PersonAvatar } from '../design/avatar.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { now, shortTime } from '../design/time.ts'
import { failureInWords } from '../design/words.ts'
import { soughtIn } from './contact-desk.ts'
import { ContactView } from './contact-view.tsx'
import { calledOf, knownBy } from './words.ts'
import './contacts.css'

/** Who the team knows, and beside them whoever is open. */
export function ContactsPage({ contactId }: { contactId: string | null }) {
  const { contacts } = useWorkspace()
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => void contacts.read({}), [contacts])
  const leave = () => {
    go({ name: 'contacts', contactId: null })
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>(`[data-contact="${contactId}"]`)?.focus())
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'Escape' && contactId) leave()
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const rows = [...page.current.querySelectorAll<HTMLElement>('[data-contact]')]
      const at = Math.max(rows.indexOf(document.activeElement as HTMLElement), -1)
      rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [contactId])
  return (
    <div class={contactId ? 'contacts-page has-contact' : 'contacts-page'} ref={page}>
      <ContactList contactId={contactId} />
      {contactId ? <ContactView key={contactId} id={contactId} onLeave={leave} /> : <Unopened />}
    </div>
  )
}

function Unopened() {
  const { contacts } = useWorkspace()
  useTitle('Contacts')
  const loaded = contacts.contacts.value
  if (loaded.state !== 'ready' || loaded.value.length === 0) return <div class="contacts-unopened" />
  return (
    <div class="contacts-unopened">
      <Empty icon="people" title="Choose somebody">
        <p>Each shows by what they are known, and who is perhaps the same person.</p>
      </Empty>
    </div>
  )
}

function ContactList({ contactId }: { contactId: string | null }) {
  const { contacts } = useWorkspace()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const loaded = contacts.contacts.value
  const all = loaded.state === 'ready' ? loaded.value : []
  const seek = (event: Event) => {
    event.preventDefault()
    const sought = soughtIn(typed)
    setProblem(sought ? null : 'Write a whole address, a number with its country code, or two letters of a name.')
    if (sought) void contacts.read(sought)
  }
  const more = () => contacts.more().catch((error: unknown) => setProblem(failureInWords(error)))
  return (
    <section class="contacts-list" aria-labelledby="contacts-heading">
      <header class="head">
        <h1 id="contacts-heading" class="head-title">
          Contacts
        </h1>
      </header>
      <form class="contacts-search" onSubmit={seek} noValidate>
        <input
          class="input"
          type="search"
          value={typed}
          placeholder="Name, address or number"
          aria-label="Find by name, address or number"
          aria-invalid={problem !== null}
          aria-describedby="contacts-problem"
          autocomplete="off"
          maxLength={254}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value)
            if (currentTarget.value === '') void contacts.read({})
          }}
        />
        <p id="contacts-problem" class="field-problem" role="alert">
          {problem}
        </p>
      </form>
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void contacts.read()} />}
        {loaded.state === 'ready' &&
          all.length === 0 &&
          (typed.trim() ? (
            <Empty icon="search" title="Nobody is known by this">
              <p>Addresses and numbers are found whole, names by the beginning of one of their words.</p>
            </Empty>
          ) : (
            <Empty icon="people" title="Nobody yet">
              <p>Whoever says who they are in a chat, or is brought by your own software, stands here.</p>
            </Empty>
          ))}
        <ul>
          {all.map((contact) => (
            <ContactRow key={contact.id} contact={contact} isOpen={contact.id === contactId} />
          ))}
        </ul>
        {contacts.cursor.value !== null && (
          <button type="button" class="contacts-more" onClick={() => void more()}>
            Show more
          </button>
        )}
      </div>
    </section>
  )
}

const ContactRow = ({ contact, isOpen }: { contact: Contact; isOpen: boolean }) => (
  <li>
    <a
      class="contact-row"
      href={linkTo({ name: 'contacts', contactId: contact.id })}
      data-contact={contact.id}
      aria-current={isOpen ? 'true' : undefined}
    >
      <PersonAvatar id={contact.id} name={contact.name ?? contact.email} size={28} />
      <strong dir="auto">{calledOf(contact)}</strong>
      <time class="quiet" dateTime={contact.lastActivityAt}>
        {shortTime(contact.lastActivityAt, now.value)}
      </time>
      <span class="contact-known quiet" dir="auto">
        {knownBy(contact)}
      </span>
    </a>
  </li>
)
