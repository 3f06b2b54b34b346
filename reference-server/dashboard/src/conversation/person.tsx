import type { Conversation } from '@sotto/client-sdk'
import type { ComponentChildren } from 'preact'
import { PersonAvatar } from '../design/avatar.tsx'
import { clock, clockIn, fullTime, now, shortDay } from '../design/time.ts'
import { count } from '../design/words.ts'
import { nameOf, shownName } from '../inbox/groups.ts'

/** Who it is, as far as that is known, and how it is known; and the facts of the conversation. */
export function Person({ conversation, botName }: { conversation: Conversation; botName: string | null }) {
  const { contact, said, page, messageCount, createdAt, lastActivityAt, id } = conversation
  const unchecked = !contact && (said.name !== null || said.email !== null)
  return (
    <div class="person">
      <div class="person-head">
        <PersonAvatar id={contact?.id ?? id} name={nameOf(conversation)} size={44} />
        <div>
          <h3 dir="auto">{shownName(conversation)}</h3>
          <p class="quiet">
            {contact
              ? `Contact since ${shortDay(contact.createdAt, now.value)}`
              : unchecked
                ? 'As they say; nobody has checked it'
                : 'Has not said who they are'}
          </p>
        </div>
      </div>
      <Facts
        facts={[
          ['E-mail', contact?.email ?? said.email],
          ['Phone', contact?.phone ?? null],
          ['Company', contact?.company ?? null],
          ['Local time', contact?.timezone ? clockIn(contact.timezone, now.value) : null],
          ['Your id', contact?.externalId ?? null],
        ]}
      />
      <div class="person-section">
        <h4>Conversation</h4>
        <Facts
          facts={[
            ['Bot', botName],
            ['Page', page],
            ['Messages', count(messageCount, 'message')],
            ['Begun', <Instant at={createdAt} />],
            ['Last active', <Instant at={lastActivityAt} />],
          ]}
        />
      </div>
    </div>
  )
}

const Instant = ({ at }: { at: string }) => (
  <time dateTime={at} title={fullTime(at)}>
    {shortDay(at, now.value)}, {clock(at)}
  </time>
)

/** Only what is known. */
function Facts({ facts }: { facts: [name: string, value: ComponentChildren | null][] }) {
  const known = facts.filter(([, value]) => value !== null)
  if (known.length === 0) return null
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
