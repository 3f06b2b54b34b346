import type { ConsentCheck } from '@sotto/contracts'
import type { TeamScope } from '../../mongo/index.ts'
import { decide, purposesIn } from './decide.ts'
import { consentSubjects } from './declare.ts'
import { browserSubject, linesOf, subjectsOf } from './ledger.ts'
import { requireContact } from './person.ts'
import { publishedPolicies, sensitive, sharing, soldOrShared } from './published.ts'

/** What may be done, by what people said. */
export function consentChecks(scope: TeamScope) {
  async function checkAll(subjectIds: readonly string[], purposes?: readonly string[]): Promise<ConsentCheck[]> {
    const [lines, policies] = await Promise.all([linesOf(scope, subjectIds), publishedPolicies(scope)])
    const now = scope.now()
    return Promise.all((purposes ?? purposesIn(lines)).map((purpose) => decide(purpose, lines, policies, now)))
  }

  const checks = {
    /**
     * Whether something may be done with what is known of a person. Every place that acts on a purpose asks this first.
     * What somebody restricted is used for nothing, whatever they had agreed to.
     *
     * @throws SottoError `not_found`
     */
    async allows(contactId: string, purpose: string): Promise<boolean> {
      return (await checks.check(contactId, purpose)).allowed && (await scope.mayUse(contactId, 'answering'))
    },

    /**
     * The purposes of the published policies that an opt-out (`sold`) or a limit (`sensitive`) ends. Where no policy marks
     * one, it is the name under which such uses are known everywhere.
     */
    async endedBy(kind: 'sold' | 'sensitive'): Promise<string[]> {
      const policies = [...(await publishedPolicies(scope)).current.values()]
      const named = policies.flatMap(({ policy }) => (kind === 'sold' ? soldOrShared(policy) : sensitive(policy)))
      // Whatever a policy calls it, giving data to others is known as this.
      if (kind === 'sold') return [...new Set([sharing, ...named])]
      return named.length > 0 ? [...new Set(named)] : ['sensitive-data']
    },

    /** As `allows`, with the reason. @throws SottoError `not_found` */
    async check(contactId: string, purpose: string): Promise<ConsentCheck> {
      await requireContact(scope, contactId)
      const [check] = await checkAll(await subjectsOf(scope, contactId), [purpose])
      return check as ConsentCheck
    },

    /** As `check`, for a browser; for that of a known person, all that this person said. */
    async checkVisitor(visitor: string, purpose: string): Promise<ConsentCheck> {
      const id = browserSubject(scope.teamId, visitor)
      const owner = (await scope.collection(consentSubjects).findOne({ id }))?.contactId
      const [check] = await checkAll(owner ? await subjectsOf(scope, owner) : [id], [purpose])
      return check as ConsentCheck
    },

    /** What a person allows, for every purpose that anything was said of. @throws SottoError `not_found` */
    async state(contactId: string): Promise<ConsentCheck[]> {
      await requireContact(scope, contactId)
      return checkAll(await subjectsOf(scope, contactId))
    },
  }
  return checks
}
