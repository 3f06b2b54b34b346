import type { PrivacyRequestDetail } from '@sotto/contracts'
import { useWorkspace } from '../app/workspace.ts'
import { CopyButton } from '../design/copy-button.tsx'
import { Icon } from '../design/icon.tsx'
import { fullTime, now, shortDay } from '../design/time.ts'
import { count } from '../design/words.ts'
import { collectionName, fieldName } from './words.ts'

type Plan = NonNullable<PrivacyRequestDetail['plan']>
type Planned = Plan['collections'][number]

const becomes = ({ deleted, anonymised }: Planned) =>
  deleted > 0 && anonymised > 0
    ? `${deleted.toLocaleString('en-GB')} deleted, ${anonymised.toLocaleString('en-GB')} made anonymous`
    : anonymised > 0
      ? 'Made anonymous'
      : deleted > 0
        ? 'Deleted'
        : 'Stays for now'

const staying = ({ kept }: Planned) =>
  kept.length === 0 ? 'Nothing' : kept.map(({ field, as }) => fieldName(field, as)).join(', ')

/** What an erasure would do: what goes, what stays and why, and where others mention the person. */
export function ErasurePlan({ plan }: { plan: Plan }) {
  const { can } = useWorkspace()
  const rows = plan.collections.filter(({ deleted, anonymised, withheld }) => deleted + anonymised + withheld > 0)
  return (
    <>
      <section aria-labelledby="plan-heading">
        <div class="request-section-head">
          <h3 id="plan-heading">What will be forgotten</h3>
          <span class="quiet">Plan of {fullTime(plan.createdAt)}</span>
        </div>
        {rows.length === 0 ? (
          <p class="request-nothing quiet">Nothing is kept about this person.</p>
        ) : (
          <table class="plan">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col" class="plan-rows">
                  Rows
                </th>
                <th scope="col">What happens</th>
                <th scope="col">What stays for statistics</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.collection} title={row.purpose}>
                  <th scope="row">{collectionName(row.collection)}</th>
                  <td class="plan-rows">{(row.deleted + row.anonymised).toLocaleString('en-GB')}</td>
                  <td>
                    <span class="plan-becomes">
                      <Icon name={row.anonymised > 0 ? 'person' : 'remove'} /> <span>{becomes(row)}</span>
                    </span>
                  </td>
                  <td class="quiet">
                    {staying(row)}
                    {row.withheld > 0 && (
                      <span class="plan-withheld">{row.withheld.toLocaleString('en-GB')} withheld</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {plan.withheld.length > 0 && <Withheld withheld={plan.withheld} />}
      {plan.mentions && plan.mentions.total > 0 && (
        <section aria-labelledby="mentions-heading">
          <div class="request-section-head">
            <h3 id="mentions-heading">Mentions by others</h3>
            <span class="quiet">They stay unless somebody removes them where they stand.</span>
          </div>
          <ul class="mentions">
            {plan.mentions.first.map(({ collection, id, of }) => (
              <li key={`${collection} ${id}`}>
                <span>
                  {collectionName(collection)} <span class="quiet">{saysOf(of)}</span>
                </span>
                {can('privacy:write') && <CopyButton text={id} label="Copy id" />}
              </li>
            ))}
          </ul>
          {plan.mentions.total > plan.mentions.first.length && (
            <p class="quiet">
              {count(plan.mentions.total - plan.mentions.first.length, 'more mention')} are not shown.
            </p>
          )}
        </section>
      )}
    </>
  )
}

const saysOf = (of: readonly string[]) =>
  of.includes('unreadable')
    ? 'does not open: it was changed outside of Sotto, so nobody knows what it says'
    : `has their ${of.map(ofNames).join(' and ')}`

const ofNames = (what: string) =>
  ({ email: 'e-mail address', phone: 'telephone number', 'external-id': 'customer number', id: 'id' })[what] ?? what

/** What has to stay, why, and until when. */
export const Withheld = ({ withheld }: { withheld: Plan['withheld'] }) => (
  <section aria-labelledby="withheld-heading">
    <div class="request-section-head">
      <h3 id="withheld-heading">Withheld</h3>
      <span class="quiet">The person is told each reason and where to complain.</span>
    </div>
    <ul class="withheld">
      {withheld.map(({ collection, why, ground, until, count: rows }) => (
        <li key={`${collection} ${ground} ${until}`}>
          <Icon name={why === 'legal-hold' ? 'private' : 'receipt'} />
          <span>
            <strong>
              {collectionName(collection)}, {count(rows, 'row')}
            </strong>
            <span class="quiet">
              {why === 'legal-hold' ? 'Legal hold' : 'Legal obligation'}: {ground}
            </span>
          </span>
          <span class="withheld-until">
            <strong>{until ? shortDay(until, now.value) : 'Until released'}</strong>
            <span class="quiet">then forgotten too</span>
          </span>
        </li>
      ))}
    </ul>
  </section>
)
