import type { ConsentDifference } from '@sotto/contracts'
import { Icon } from '../../design/icon.tsx'
import { count } from '../../design/words.ts'
import { changesInWords, whoIsAsked } from './change-words.ts'

interface ChangeListProps {
  difference: ConsentDifference
  before: object | null
  after: object
}

/** Everything that differs, each with its words before and after, and whether people are asked again for it. */
export function ChangeList({ difference, before, after }: ChangeListProps) {
  const changes = changesInWords(difference.changes, before, after)
  return (
    <ul class="consent-changes" aria-label={count(changes.length, 'change')}>
      {changes.map(({ key, title, kind, asksAgain, rows }) => (
        <li key={key} data-kind={kind}>
          <p class="consent-change-head">
            <Icon name={kind === 'added' ? 'add' : kind === 'removed' ? 'close' : 'rename'} size={14} />
            <strong>{title}</strong>
            <span class={asksAgain ? 'consent-asks' : 'quiet'}>{asksAgain ? 'asks again' : 'asks nobody'}</span>
          </p>
          {rows.length > 0 && (
            <table class="consent-words">
              <thead>
                <tr>
                  <th scope="col">
                    <span class="unseen">What</span>
                  </th>
                  {kind !== 'added' && <th scope="col">Before</th>}
                  {kind !== 'removed' && <th scope="col">After</th>}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ what, before, after }) => (
                  <tr key={what}>
                    <th scope="row">{what}</th>
                    {kind !== 'added' && (
                      <td data-when="Before">
                        {before === null ? <span class="quiet">nothing</span> : <del>{before}</del>}
                      </td>
                    )}
                    {kind !== 'removed' && (
                      <td data-when="After">
                        {after === null ? <span class="quiet">nothing</span> : <ins>{after}</ins>}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Whether the change disturbs anybody. */
export function Asked({ difference, isFirst }: { difference: ConsentDifference; isFirst: boolean }) {
  const { title, text } = whoIsAsked(difference, isFirst)
  const asks = isFirst || difference.asksAgain
  return (
    <div class={asks ? 'consent-who asks' : 'consent-who'}>
      <Icon name={asks ? 'people' : 'done'} />
      <p>
        <strong>{title}.</strong> {text}
      </p>
    </div>
  )
}
