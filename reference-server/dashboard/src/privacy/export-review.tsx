import type { PrivacyRequestDetail } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { count, failureInWords } from '../design/words.ts'
import { fetchFile } from '../log/download.ts'
import { collectionName, fieldName } from './words.ts'

type File = NonNullable<PrivacyRequestDetail['export']>
type Redaction = File['redactions'][number]

const stateNames: Record<File['state'], string> = {
  collecting: 'Everything is being collected',
  review: 'Collected, to be looked at',
  packing: 'The file is being made',
  ready: 'The file waits for the person',
  downloaded: 'The person has the file',
  failed: 'The file could not be made',
}

interface ExportReviewProps {
  id: PrivacyRequestDetail['id']
  file: File
  mayDecide: boolean
  onProblem: (problem: string | null) => void
}

/** What the person will get, and each place in it where somebody else is named: kept or left out. */
export function ExportReview({ id, file, mayDecide, onProblem }: ExportReviewProps) {
  const { privacy, can } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const further = useFurther(id, file.redactions, onProblem)
  const { state, progress, kinds, bytes, counts } = file
  const redactions = [...file.redactions, ...further.places]
  const decide = async (numbers: number[] | 'undecided', decision: 'keep' | 'remove') => {
    setBusy(true)
    onProblem(null)
    try {
      await privacy.redact(id, numbers, decision)
      further.decided(numbers, decision)
      announce(decision === 'keep' ? 'Kept.' : 'Left out.')
    } catch (error) {
      onProblem(failureInWords(error))
    }
    setBusy(false)
  }
  const isDecidable = mayDecide && state === 'review'
  const isMoving = state === 'collecting' || state === 'packing'
  return (
    <section aria-labelledby="export-heading">
      <div class="request-section-head">
        <h3 id="export-heading">The copy</h3>
        <span class={state === 'failed' ? 'bad' : 'quiet'}>{stateNames[state]}</span>
      </div>
      {isMoving && (
        <p class="export-progress">
          <progress max={Math.max(1, progress.total)} value={progress.done} aria-label={stateNames[state]} />
          <span class="quiet">
            {progress.done.toLocaleString('en-GB')} of {count(progress.total, 'row')}
          </span>
        </p>
      )}
      <Kinds kinds={kinds} isMoving={isMoving} />
      {(state === 'ready' || state === 'downloaded') && can('privacy:release') && (
        <p class="certificate-files export-take">
          <Button icon="document" onClick={() => fetchFile(`/v1/privacy-requests/${id}/export`, `data-${id}.zip`)}>
            Download the file
          </Button>
          <span class="quiet">
            {bytes !== null && `${size(bytes)}. `}That you took it stands in the log; the person’s own link stays good.
          </span>
        </p>
      )}
      {counts.redactions > 0 && (
        <>
          <div class="request-section-head">
            <h3>Others who are named in it</h3>
            <span class="quiet">
              {(counts.redactions - counts.undecided).toLocaleString('en-GB')} of{' '}
              {counts.redactions.toLocaleString('en-GB')} decided
            </span>
          </div>
          {isDecidable && counts.undecided > 1 && (
            <p class="export-all">
              <Button busy={busy} onClick={() => void decide('undecided', 'remove')}>
                Leave out all that are undecided
              </Button>
              <Button busy={busy} onClick={() => void decide('undecided', 'keep')}>
                Keep them all
              </Button>
            </p>
          )}
          <ul class="redactions">
            {redactions.map((place) => (
              <RedactionRow
                key={place.number}
                place={place}
                isDecidable={isDecidable}
                onDecide={(decision) => void decide([place.number], decision)}
              />
            ))}
          </ul>
          {counts.redactions > redactions.length && (
            <p class="export-all">
              <span class="quiet">
                {redactions.length.toLocaleString('en-GB')} of {counts.redactions.toLocaleString('en-GB')} are shown.
              </span>
              <Button busy={further.busy} onClick={() => void further.more()}>
                Show more
              </Button>
            </p>
          )}
        </>
      )}
      {state === 'review' && counts.redactions === 0 && (
        <p class="request-nothing quiet">Nobody else is named in it.</p>
      )}
    </section>
  )
}

const size = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** What was collected, by kind of data. */
function Kinds({ kinds, isMoving }: { kinds: File['kinds']; isMoving: boolean }) {
  const found = kinds.filter(({ total }) => total > 0)
  if (found.length === 0) return null
  return (
    <ul class="export-kinds">
      {found.map(({ collection, done, total }) => (
        <li key={collection}>
          <span>{collectionName(collection)}</span>
          <span class="quiet">
            {isMoving && done < total ? `${done.toLocaleString('en-GB')} of ` : ''}
            {count(total, 'row')}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Places beyond those that come with the request. */
function useFurther(
  id: PrivacyRequestDetail['id'],
  first: readonly Redaction[],
  onProblem: (problem: string | null) => void,
) {
  const { privacy } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<{ places: Redaction[]; cursor: string | null }>({ places: [], cursor: null })
  return {
    busy,
    places: found.places,
    decided(numbers: number[] | 'undecided', decision: Redaction['decision']) {
      const isMeant = (place: Redaction) =>
        numbers === 'undecided' ? place.decision === null : numbers.includes(place.number)
      setFound(({ places, cursor }) => ({
        places: places.map((place) => (isMeant(place) ? { ...place, decision } : place)),
        cursor,
      }))
    },
    async more() {
      setBusy(true)
      onProblem(null)
      try {
        // The first page comes with the request, without the place where the next begins.
        const cursor = found.cursor ?? (await privacy.places(id, null)).nextCursor
        const page = await privacy.places(id, cursor)
        const known = new Set([...first, ...found.places].map(({ number }) => number))
        setFound({
          places: [...found.places, ...page.data.filter(({ number }) => !known.has(number))],
          cursor: page.nextCursor,
        })
      } catch (error) {
        onProblem(failureInWords(error))
      }
      setBusy(false)
    },
  }
}

interface RedactionRowProps {
  place: Redaction
  isDecidable: boolean
  onDecide: (decision: 'keep' | 'remove') => void
}

const decisions = [
  { decision: 'keep', label: 'Keep' },
  { decision: 'remove', label: 'Leave out' },
] as const

function RedactionRow({ place, isDecidable, onDecide }: RedactionRowProps) {
  const { text, context, collection, field, certainty, kind } = place
  const at = context.indexOf(text)
  const where = `${collectionName(collection)}, ${fieldName(field)}`
  return (
    <li>
      <q class="redaction-context">
        {at < 0 ? (
          context
        ) : (
          <>
            {context.slice(0, at)}
            <mark>{text}</mark>
            {context.slice(at + text.length)}
          </>
        )}
      </q>
      <span class="quiet redaction-where">
        {where}
        {certainty === 'possible' && (kind === 'name' ? ', perhaps a name' : ', perhaps an address')}
      </span>
      {isDecidable ? (
        <fieldset class="redaction-choice">
          <legend class="unseen">{`“${text}” in ${where}`}</legend>
          {decisions.map(({ decision, label }) => (
            <button
              key={decision}
              type="button"
              aria-pressed={place.decision === decision}
              onClick={() => place.decision !== decision && onDecide(decision)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      ) : (
        <span class="redaction-said">
          {place.decision === null ? 'Undecided' : place.decision === 'keep' ? 'Kept' : 'Left out'}
        </span>
      )}
    </li>
  )
}
