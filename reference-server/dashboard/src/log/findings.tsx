import type { AuditReport } from '@sotto/client-sdk'
import { linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Icon } from '../design/icon.tsx'
import { count } from '../design/words.ts'
import { gapsInWords, reasonInWords, rowInWords } from './report-words.ts'
import { lastEntry, placeInWords } from './words.ts'

/** What the last check found wrong, in plain words; and what it says of restores. */
export function Findings() {
  const { report } = useWorkspace().verification.state.value
  if (!report) return null
  return (
    <>
      {!report.ok && <Wrong report={report} />}
      {report.restores.length > 0 && <Restores report={report} />}
    </>
  )
}

function Wrong({ report: { size, firstBad, badRows, gaps } }: { report: AuditReport }) {
  const last = lastEntry(size)
  return (
    <div class="log-wrong" role="alert">
      <Icon name="altered" size={20} />
      <div>
        <h2>Something was changed behind the log’s back</h2>
        <ul>
          {firstBad && (
            <li>
              {firstBad.index === null ? 'The log: ' : `From entry ${placeInWords(firstBad.index)} on: `}
              {reasonInWords(firstBad.reason)}
              {firstBad.id && (
                <>
                  {' '}
                  <a href={linkTo({ name: 'log', entryId: firstBad.id })}>Show the entry</a>
                </>
              )}
              {last && firstBad.index !== null && ` Up to entry ${last} it is as it was written.`}
            </li>
          )}
          {badRows.first.map((row) => (
            <li key={`${row.collection} ${row.id} ${row.unit}`}>{rowInWords(row)}</li>
          ))}
          {badRows.total > badRows.first.length && (
            <li>And {count(badRows.total - badRows.first.length, 'more row')} of this kind.</li>
          )}
          {gaps.map((gap) => (
            <li key={gap.writer}>{gapsInWords(gap)}</li>
          ))}
        </ul>
        <p>
          Keep the newest checkpoint and an export before anything else is done. They show to others, without this
          server, what is wrong.
        </p>
      </div>
    </div>
  )
}

const Restores = ({ report: { restores } }: { report: AuditReport }) => {
  const after = restores.at(-1)?.after
  const last = after && lastEntry(after.size)
  return (
    <p class="log-restored quiet">
      <Icon name="reopen" />{' '}
      <span>
        This log was begun anew {restores.length === 1 ? 'once' : `${restores.length} times`}, after a backup was
        restored.
        {last && ` What was signed before the last time reached to entry ${last}.`}
      </span>
    </p>
  )
}
