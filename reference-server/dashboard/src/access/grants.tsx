import type { AccessGrant } from '@sotto/contracts'
import { useWorkspace } from '../app/workspace.ts'
import { now } from '../design/time.ts'
import { Row } from './row.tsx'
import { grantWords, kindNames, kinds } from './words.ts'

/** Everything that anybody has. */
export function Grants({ grants }: { grants: readonly AccessGrant[] }) {
  const { members } = useWorkspace()
  const ownerOf = (grant: AccessGrant) => (grant.memberId && members.value.get(grant.memberId)?.name) ?? null
  return (
    <section class="access-part" aria-labelledby="grants-heading">
      <h2 id="grants-heading">Who has what</h2>
      {kinds.map((kind) => {
        const some = grants.filter((grant) => grant.kind === kind)
        if (some.length === 0) return null
        return (
          <section key={kind} aria-label={`All: ${kindNames[kind].title}`}>
            <h3>
              {kindNames[kind].title} <span class="access-count quiet">{some.length}</span>
            </h3>
            <ul>
              {some.map((grant) => (
                <Row
                  key={grant.subjectId}
                  icon={kindNames[kind].icon}
                  name={grant.name ?? 'Without a name'}
                  text={grantWords(grant, now.value, ownerOf(grant))}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </section>
  )
}
