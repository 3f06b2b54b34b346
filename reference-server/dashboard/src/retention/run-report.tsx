import type { RetentionRun, RetentionWithheld } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { count } from '../design/words.ts'
import { categoryNames, collectionWords } from './words.ts'

const columns = ['deleted', 'anonymised', 'withheld', 'failed'] as const
const heads = { deleted: 'deleted', anonymised: 'anonymous', withheld: 'stayed', failed: 'failed' } as const

/** What a run did by kind of data, and what was due and stayed. */
export function RunReport({ run }: { run: RetentionRun }) {
  if (run.totals.due === 0) return <p class="retention-nothing quiet">Nothing {run.dryRun ? 'is' : 'was'} due.</p>
  return (
    <div class="retention-report">
      <table class="retention-table numbers">
        <caption class="unseen">{run.dryRun ? 'What a run would do' : 'What the run did'}, in rows</caption>
        <thead>
          <tr>
            <th scope="col">Rows</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {heads[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {run.tallies.map((tally) => (
            <tr key={`${tally.category}/${tally.collection}`}>
              <th scope="row">
                {collectionWords(tally.collection)}{' '}
                {categoryNames[tally.category]?.toLowerCase() !== collectionWords(tally.collection) && (
                  <span class="quiet">with {categoryNames[tally.category]?.toLowerCase()}</span>
                )}
              </th>
              {columns.map((name) => (
                <td key={name}>{tally[name] === 0 ? '–' : tally[name].toLocaleString('en-GB')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">
        {count(run.units.forgotten, 'key')} {run.dryRun ? 'would be' : run.units.forgotten === 1 ? 'was' : 'were'}{' '}
        destroyed.
      </p>
      {run.totals.withheld + run.totals.failed > 0 && <Stayed run={run} />}
    </div>
  )
}

const whys = {
  'legal-hold': 'Legal hold',
  'legal-obligation': 'Kept by law',
  restriction: 'Restricted by the person',
  failed: 'Failed',
} as const

function Stayed({ run }: { run: RetentionRun }) {
  const { retention } = useWorkspace()
  const [rows, setRows] = useState<readonly RetentionWithheld[]>([])
  useEffect(() => {
    retention.withheld(run.id).then(setRows, () => setRows([]))
  }, [retention, run.id])
  const groups = Map.groupBy(rows, ({ collection, why, ground, until }) => [why, ground, collection, until].join('\n'))
  return (
    <ul class="retention-stayed">
      {[...groups.values()].map((group) => {
        const [{ why, ground, collection, until }] = group as [RetentionWithheld]
        return (
          <li key={`${why}${ground}${collection}${until}`}>
            {whys[why]} ({ground}): {group.length.toLocaleString('en-GB')} of {collectionWords(collection)}
            {until && `, until ${until.slice(0, 10)}`}
          </li>
        )
      })}
    </ul>
  )
}
