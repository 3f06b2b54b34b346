import type { RetentionRule } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { IconButton } from '../design/button.tsx'
import { PeriodForm } from './period-form.tsx'
import { categoryNames, clockWords, endingWords, periodWords, sourceWords } from './words.ts'

/** How long each kind of data is kept, from when on, and what becomes of it. */
export function Periods({ rules }: { rules: readonly RetentionRule[] }) {
  const { can } = useWorkspace()
  const [changing, setChanging] = useState<RetentionRule | null>(null)
  return (
    <div class="retention-part">
      <table class="retention-table">
        <caption class="unseen">How long what is kept</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Kept</th>
            <th scope="col">Then</th>
            <th scope="col">
              <span class="unseen">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.category}>
              <th scope="row">{categoryNames[rule.category]}</th>
              <td>
                <strong>{periodWords(rule.keep)}</strong>
                <span class="quiet">{clockWords(rule)}</span>
              </td>
              <td>
                {endingWords(rule)}
                <span class={`retention-source ${rule.from}`}>{sourceWords[rule.from]}</span>
              </td>
              <td>
                {rule.from !== 'fixed' && can('retention:write') && (
                  <IconButton
                    icon="rename"
                    label={`Change the period of ${(categoryNames[rule.category] ?? '').toLowerCase()}`}
                    onClick={() => setChanging(rule)}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {changing && <PeriodForm rule={changing} onClose={() => setChanging(null)} />}
    </div>
  )
}
