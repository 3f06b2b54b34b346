import type { AccessReview, AccessReviewLine } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { fullTime, longDay, now, shortDay } from '../design/time.ts'
import { count, failureInWords } from '../design/words.ts'
import type { Managed } from './access-desk.ts'
import { ReviewRhythm } from './review-rhythm.tsx'
import { Row } from './row.tsx'
import { grantWords, kindNames, kinds, lineStanding, removalWords, reviewWords } from './words.ts'

/** The review that runs, with a decision for each line; else when the next one begins, and what became of others. */
export function Review({ managed }: { managed: Managed }) {
  const { access, can } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [changing, setChanging] = useState(false)
  const [newest] = managed.reviews
  const running = newest && newest.state !== 'completed' ? newest : null
  const past = managed.reviews.filter(({ state }) => state === 'completed')
  const { everyMonths, days, nextAt } = managed.settings
  const start = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await access.startReview()
      announce('The review has begun.')
    } catch (error) {
      setFailure(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <section class="access-part" aria-labelledby="review-heading">
      <h2 id="review-heading">Review</h2>
      {running ? (
        <Running review={running} lines={managed.lines} />
      ) : (
        <>
          <p>
            The next review begins <time dateTime={nextAt}>{longDay(nextAt, now.value)}</time>. Each{' '}
            {everyMonths === 1 ? 'month' : `${everyMonths} months`} managers confirm within {count(days, 'day')} who may
            still do what; what nobody confirms ends by itself.
          </p>
          {can('access:write') && (
            <div class="access-buttons">
              <Button busy={busy} onClick={start}>
                Review now
              </Button>
              <Button kind="quiet" onClick={() => setChanging(true)}>
                Change how often
              </Button>
            </div>
          )}
        </>
      )}
      {failure && (
        <p class="field-problem" role="alert">
          {failure}
        </p>
      )}
      {past.length > 0 && <Past reviews={past} />}
      {changing && <ReviewRhythm settings={managed.settings} onClose={() => setChanging(false)} />}
    </section>
  )
}

function Running({ review, lines }: { review: AccessReview; lines: readonly AccessReviewLine[] }) {
  const done = lines.filter(({ outcome }) => outcome !== 'open').length
  if (review.state === 'preparing') return <p class="quiet">Writing down who has what…</p>
  return (
    <>
      <p>
        {count(lines.length - done, 'line')} to decide until{' '}
        <time dateTime={review.endsAt} title={fullTime(review.endsAt)}>
          {longDay(review.endsAt, now.value)}
        </time>
        . What nobody confirms by then is taken away by itself; the last owner stays.
      </p>
      <div class="access-progress">
        <progress aria-label="Lines that are decided" max={lines.length} value={done} />
        <span class="quiet">
          {done} of {lines.length}
        </span>
      </div>
      {kinds.map((kind) => {
        const some = lines.filter((line) => line.kind === kind)
        if (some.length === 0) return null
        return (
          <section key={kind} aria-label={`Review: ${kindNames[kind].title}`}>
            <h3>
              {kindNames[kind].title} <span class="access-count quiet">{some.length}</span>
            </h3>
            <ul>
              {some.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function Line({ line }: { line: AccessReviewLine }) {
  const { access, can, members } = useWorkspace()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const name = line.name ?? 'No longer there'
  const owner = (line.memberId && members.value.get(line.memberId)?.name) ?? null
  const isOpen = line.outcome === 'open'
  const keep = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await access.decide(line, 'keep')
      announce(`${name} is kept.`)
    } catch (error) {
      setFailure(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <>
      <Row
        icon={kindNames[line.kind].icon}
        name={name}
        text={grantWords(line, now.value, owner)}
        standing={isOpen ? null : lineStanding(line)}
      >
        {isOpen && can('access:write') && (
          <>
            <Button busy={busy} onClick={keep} aria-label={`Keep ${name}`}>
              Keep
            </Button>
            <Button kind="quiet" onClick={() => setAsking(true)} aria-label={`Remove ${name}`}>
              Remove…
            </Button>
          </>
        )}
      </Row>
      {failure && (
        <li class="field-problem" role="alert">
          {failure}
        </li>
      )}
      {asking && (
        <Confirmation
          title={`Remove ${name}?`}
          act="Remove"
          onConfirm={() => access.decide(line, 'remove').then(() => announce(`${name} is removed.`))}
          onClose={() => setAsking(false)}
        >
          <p>{removalWords[line.kind]}</p>
        </Confirmation>
      )}
    </>
  )
}

const Past = ({ reviews }: { reviews: readonly AccessReview[] }) => (
  <details class="access-past">
    <summary>Earlier reviews</summary>
    <ul>
      {reviews.map((review) => (
        <li key={review.id}>
          <span>{reviewWords(review)}</span>
          <time class="quiet" dateTime={review.startedAt} title={fullTime(review.startedAt)}>
            {shortDay(review.startedAt, now.value)}
          </time>
        </li>
      ))}
    </ul>
  </details>
)
