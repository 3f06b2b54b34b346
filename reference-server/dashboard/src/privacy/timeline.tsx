import type { PrivacyRequestDetail } from '@sotto/contracts'
import { fullTime, now, shortDay } from '../design/time.ts'
import { count } from '../design/words.ts'
import { groundNames, verificationNames } from './words.ts'

const day = 86_400_000

interface Mark {
  name: string
  note: string
  at: number
  kind: 'asked' | 'today' | 'itself' | 'due'
}

/** The time there is, as a line, and below it what happened on it. */
export function Timeline({ request }: { request: PrivacyRequestDetail }) {
  const { receivedAt, dueAt, runsByItselfAt, endedAt } = request
  const [from, to] = [Date.parse(receivedAt), Date.parse(dueAt)]
  const today = Date.parse(endedAt ?? now.value.toISOString())
  const end = Math.max(to, today)
  const place = (at: number) => (end > from ? Math.min(100, Math.max(0, ((at - from) / (end - from)) * 100)) : 100)
  const isLate = today > to
  const marks: Mark[] = [
    { name: 'Asked', note: shortDay(receivedAt, now.value), at: 0, kind: 'asked' },
    {
      name: endedAt ? 'Ended' : 'Today',
      note: endedAt
        ? shortDay(endedAt, now.value)
        : `day ${Math.max(0, Math.floor((today - from) / day))} of ${Math.round((to - from) / day)}`,
      at: place(today),
      kind: 'today',
    },
    ...(runsByItselfAt && !endedAt
      ? [
          {
            name: 'Runs by itself',
            note: shortDay(runsByItselfAt, now.value),
            at: place(Date.parse(runsByItselfAt)),
            kind: 'itself' as const,
          },
        ]
      : []),
    { name: isLate ? 'Was due' : 'Due', note: shortDay(dueAt, now.value), at: place(to), kind: 'due' },
  ]
  return (
    <section class={isLate ? 'timeline late' : 'timeline'} aria-label="Time">
      <div class="timeline-line" aria-hidden="true">
        <span class="timeline-gone" style={{ width: `${place(today)}%` }} />
        {marks.map(({ name, at, kind }) => (
          <span key={name} class={`timeline-dot ${kind}`} style={{ insetInlineStart: `${at}%` }} />
        ))}
      </div>
      <ol class="timeline-marks" style={{ gridTemplateColumns: columnsOf(marks) }}>
        {marks.map(({ name, note, kind }) => (
          <li key={name} class={kind}>
            <strong>{name}</strong> <span class="quiet">{note}</span>
          </li>
        ))}
      </ol>
      <ol class="timeline-events">
        {eventsOf(request).map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at} title={fullTime(at)} class="quiet">
              {shortDay(at, now.value)}
            </time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** As wide as the time to the next mark, and never narrower than the words. */
const columnsOf = (marks: readonly Mark[]) =>
  marks
    .map(({ at }, index) => {
      const next = marks[index + 1]
      return next ? `minmax(max-content, ${Math.max(0, next.at - at)}fr)` : 'max-content'
    })
    .join(' ')

/** What happened beyond that it was asked, the oldest first. */
function eventsOf(request: PrivacyRequestDetail): { at: string; text: string }[] {
  const { acknowledgedAt, acknowledgeBy, verification, extension, escalatedAt, releasedAt, endedAt } = request
  const { decision, joined } = request
  const events: { at: string; text: string }[] = []
  const add = (at: string | null, text: string) => at && events.push({ at, text })
  add(acknowledgedAt, 'Its arrival was confirmed to the person')
  if (!acknowledgedAt) add(acknowledgeBy, 'Until then its arrival has to be confirmed')
  if (verification && verification !== 'none') add(request.receivedAt, `Identity: ${verificationNames[verification]}`)
  if (extension) add(extension.at, `More time was taken: ${extension.reason ?? 'the reason was forgotten'}`)
  add(escalatedAt, 'The owners were told that nobody looks at it')
  add(releasedAt, releasedInWords(request))
  if (decision?.ground) add(endedAt, `Refused: ${groundNames[decision.ground]}`)
  if (joined > 0) add(request.receivedAt, `Asked again ${count(joined, 'time')} while it was open`)
  return events.sort((one, other) => one.at.localeCompare(other.at))
}

function releasedInWords({ status, kind, releasedBy, contactId, erasureId, exportId }: PrivacyRequestDetail): string {
  if (releasedBy !== 'system') return 'Released'
  // What was erased has no contact any more: an erasure that found somebody is known by what it began.
  const found = kind === 'erasure' ? erasureId : (exportId ?? contactId)
  if (status === 'fulfilled' && found === null) return 'Nobody is known under this address, and the person was told so'
  return kind === 'erasure' ? 'Ran by itself, because nobody decided' : 'Done at once: nobody has to decide'
}
