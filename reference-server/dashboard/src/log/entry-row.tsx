import type { AuditEntry } from '@sotto/client-sdk'
import { linkTo } from '../app/paths.ts'
import { fullTime, now } from '../design/time.ts'
import { ActorAvatar, useActorName } from './actors.tsx'
import { factsOf } from './facts.ts'
import { capital, phraseOf } from './phrases.ts'
import { Forgotten, useThing } from './things.tsx'
import { placeInWords, timeInLog } from './words.ts'

/** One entry on one line; on two where there is little room. */
export function EntryRow({ entry, current }: { entry: AuditEntry; current: boolean }) {
  const nameOfActor = useActorName()
  const thingOf = useThing()
  const who = nameOfActor(entry.actor)
  const { did, what } = phraseOf(entry.action)
  const { name, forgotten } = thingOf(entry)
  return (
    <a
      class="log-row"
      href={linkTo({ name: 'log', entryId: entry.id })}
      data-entry={entry.id}
      aria-current={current || undefined}
    >
      <span class="log-place figure">{placeInWords(entry.index)}</span>
      <time class="log-time" dateTime={entry.at} title={fullTime(entry.at)}>
        {timeInLog(entry.at, now.value)}
      </time>
      <span class="log-who">
        <ActorAvatar actor={entry.actor} name={who} />
        <span>{who}</span>
      </span>
      <span class="log-did">{capital(did)}</span>
      <span class="log-thing">
        {forgotten ? <Forgotten /> : name && <strong>{name}</strong>} <span class="quiet">{factsOf(entry, what)}</span>
      </span>
      <code class="log-action">{entry.action}</code>
    </a>
  )
}
