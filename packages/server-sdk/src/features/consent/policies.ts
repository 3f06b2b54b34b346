import {
  type ConsentCookieRow,
  type ConsentDeliveryHealth,
  type ConsentDifference,
  ConsentDraft,
  ConsentPolicy,
  type ConsentPolicyDetail,
  type ConsentPolicySummary,
  type ConsentScanDifference,
  type Id,
  line,
  type Page,
} from '@sotto/contracts'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { accepted } from '../../accepted.ts'
import type { DocumentOf, PlainOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { compareScan, cookieTable } from './cookie-table.ts'
import { consentPolicies, consentPolicyVersions, consentUnfinished } from './declare.ts'
import { deliveryHealth } from './delivery-health.ts'
import { differences } from './differences.ts'

type PolicyDocument = DocumentOf<typeof consentPolicies>

const PolicyName = line(100)
const longestUnfinished = 500_000

/** A draft is checked as the policy that it would be. @throws SottoError `invalid_request` */
function checkedDraft(given: unknown): string {
  const draft = accepted(z.strictObject({ draft: ConsentDraft }), { draft: given }).draft
  accepted(z.object({ draft: ConsentPolicy }), { draft: { ...draft, version: 1 } })
  try {
    return canonicalize(draft) as string
  } catch {
    throw new SottoError('invalid_request', undefined, {
      errors: [{ field: 'body.draft', message: 'must not hold half a character (a surrogate without its pair)' }],
    })
  }
}

const policyOf = (id: string, version: number, draft: string): ConsentPolicy => ({
  ...(JSON.parse(draft) as ConsentDraft),
  id,
  version,
})

/** What was published, as it would be edited. */
function draftOf(published: string): string {
  const { id: _id, version: _version, asks: _asks, ...draft } = JSON.parse(published) as ConsentPolicy
  return canonicalize(draft) as string
}

const latest = (one: Date, other: Date | undefined) => (other && other > one ? other : one)

/** @throws SottoError `invalid_request` where it is longer than anything that could become a policy */
function unfinishedText(unfinished: Record<string, unknown>): string {
  const text = JSON.stringify(unfinished)
  if (text.length <= longestUnfinished) return text
  const message = `must have at most ${longestUnfinished.toLocaleString('en')} characters as JSON`
  throw new SottoError('invalid_request', undefined, { errors: [{ field: 'body.unfinished', message }] })
}

export interface PolicyChange {
  name?: string | undefined
  draft?: ConsentDraft | undefined
  /** `null`: what was being written is thrown away. */
  unfinished?: Record<string, unknown> | null | undefined
  changedAt?: string | undefined
}

/** The consent policies of a team: edited as drafts, published as versions that never change. */
export function consentPolicyService(scope: TeamScope) {
  const rows = scope.collection(consentPolicies)
  const versions = scope.collection(consentPolicyVersions)

  async function versionOf(
    running: TeamScope,
    id: string,
    number: number,
  ): Promise<PlainOf<typeof consentPolicyVersions>> {
    const row = await running.collection(consentPolicyVersions).findOne({ id: `${id}.${number}` })
    if (!row) throw notFound('version of this policy')
    return row
  }

  async function present(document: PolicyDocument): Promise<ConsentPolicyDetail> {
    const { draft, published, createdAt, changedAt, id, name } = document
    const [newest, writing] = await Promise.all([
      published > 0 ? versionOf(scope, id, published) : null,
      scope.collection(consentUnfinished).findOne({ id }),
    ])
    return {
      id: id as Id<'consentPolicy'>,
      name,
      published: published || null,
      isChanged: newest === null || draftOf(newest.policy) !== draft,
      createdAt: createdAt.toISOString(),
      changedAt: latest(changedAt, writing?.changedAt).toISOString(),
      draft: JSON.parse(draft) as ConsentDraft,
      unfinished: writing ? (JSON.parse(writing.text) as Record<string, unknown>) : null,
    }
  }

  const service = {
    /** @throws SottoError `invalid_request`, with each field of the draft that is wrong */
    async create({ name, draft }: { name: string; draft: ConsentDraft }): Promise<ConsentPolicyDetail> {
      const now = scope.now()
      const values = { ...accepted(z.object({ name: PolicyName }), { name }), draft: checkedDraft(draft) }
      return present(await rows.insert({ ...values, published: 0, createdAt: now, changedAt: now }))
    },

    /** @throws SottoError `not_found` */
    get: async (id: string): Promise<ConsentPolicyDetail> => present(await rows.get(id)),

    /** The newest first. @throws SottoError `invalid_cursor` */
    async list({ limit = 25, cursor }: PageOptions = {}): Promise<Page<ConsentPolicySummary>> {
      const page = await rows.page({}, { by: 'createdAt', order: -1, limit, cursor })
      const data = await Promise.all((await rows.openAll(page.rows)).map(present))
      return {
        data: data.map(({ draft: _draft, unfinished: _unfinished, ...summary }) => summary),
        nextCursor: page.nextCursor,
      }
    },

    /**
     * Changes the draft, or keeps what is being written of it. What was published stays.
     *
     * @param given.changedAt as it was read before
     * @throws SottoError `not_found`, `invalid_request`; `version_conflict` where it was changed after `changedAt`
     */
    async change(id: string, given: PolicyChange): Promise<ConsentPolicyDetail> {
      const name = given.name === undefined ? {} : accepted(z.object({ name: PolicyName }), { name: given.name })
      const draft = given.draft === undefined ? {} : { draft: checkedDraft(given.draft) }
      const text = given.unfinished ? unfinishedText(given.unfinished) : null
      const changed = await scope.transaction(async (running) => {
        const [own, writing] = [running.collection(consentPolicies), running.collection(consentUnfinished)]
        const before = await own.get(id)
        const unfinished = await writing.findOne({ id })
        const last = latest(before.changedAt, unfinished?.changedAt)
        if (given.changedAt !== undefined && new Date(given.changedAt).getTime() !== last.getTime())
          throw new SottoError('version_conflict')
        // Never the same instant twice: by it the next change tells what it has seen.
        const now = latest(running.now(), new Date(last.getTime() + 1))
        if (text !== null && unfinished) await writing.change(id, { text, changedAt: now })
        else if (text !== null) {
          await writing.insert({ text, changedAt: now }, { id })
          await running.log({
            action: 'consent-policy.changed',
            collection: consentPolicies.name,
            target: id,
            details: { unfinished: true },
          })
        } else if (unfinished && (given.unfinished === null || given.draft !== undefined)) await writing.delete({ id })
        const isDraft = given.draft !== undefined || given.name !== undefined || given.unfinished === null
        return isDraft ? own.change(id, { ...name, ...draft, changedAt: now }) : before
      })
      return present(changed)
    },

    /**
     * Publishes the draft as the next version. Two who publish at once publish two versions, or one of them is refused.
     *
     * @throws SottoError `not_found`, `consent_policy_unchanged`
     */
    async publish(id: string): Promise<ConsentPolicy> {
      return scope.transaction(async (running) => {
        const own = running.collection(consentPolicies)
        const { draft, published } = await own.get(id)
        if (published > 0 && draftOf((await versionOf(running, id, published)).policy) === draft)
          throw new SottoError('consent_policy_unchanged')
        const number = published + 1
        const policy = accepted(ConsentPolicy, policyOf(id, number, draft))
        await own.change(
          id,
          (current) => {
            if (current.published !== published) throw new SottoError('version_conflict')
            return { published: number }
          },
          { action: 'consent-policy.published', details: { version: number } },
        )
        const text = canonicalize(policy) as string
        await running
          .collection(consentPolicyVersions)
          .insert({ policyId: id, number, policy: text, publishedAt: running.now() }, { id: `${id}.${number}` })
        return policy
      })
    },

    /** The newest first. @throws SottoError `not_found`, `invalid_cursor` */
    async versions(
      id: string,
      { limit = 25, cursor }: PageOptions = {},
    ): Promise<Page<{ version: number; publishedAt: string; policy: ConsentPolicy }>> {
      if (!(await rows.findOne({ id }))) throw notFound('consent policy')
      const page = await versions.page({ policyId: id }, { by: 'number', order: -1, limit, cursor })
      return {
        data: page.rows.map(({ number, publishedAt, policy }) => ({
          version: number,
          publishedAt: publishedAt.toISOString(),
          policy: JSON.parse(policy) as ConsentPolicy,
        })),
        nextCursor: page.nextCursor,
      }
    },

    /** The newest published version. @throws SottoError `not_found` */
    async published(id: string): Promise<ConsentPolicy> {
      const row = await rows.findOne({ id })
      if (!row || row.published === 0) throw notFound('consent policy')
      return JSON.parse((await versionOf(scope, id, row.published)).policy) as ConsentPolicy
    },

    /**
     * What differs between two versions, and who is asked again.
     *
     * @param from default: the newest that was published; before the first, nothing
     * @param to default: the draft
     * @throws SottoError `not_found`
     */
    async compare(
      id: string,
      { from, to }: { from?: number | undefined; to?: number | undefined } = {},
    ): Promise<ConsentDifference> {
      const { draft, published } = await rows.get(id)
      const first = from ?? published
      const read = async (number: number) => JSON.parse((await versionOf(scope, id, number)).policy) as ConsentPolicy
      const before = first > 0 ? await read(first) : null
      return differences(before, to === undefined ? policyOf(id, published + 1, draft) : await read(to))
    },

    /** What the draft declares of cookies and storage. @throws SottoError `not_found` */
    async cookies(id: string, language?: string): Promise<ConsentCookieRow[]> {
      const { draft, published } = await rows.get(id)
      return cookieTable(policyOf(id, published + 1, draft), language)
    },

    /** Whether banners deliver, and by which version. @throws SottoError `not_found` */
    async delivery(id: string): Promise<ConsentDeliveryHealth> {
      if (!(await rows.findOne({ id }))) throw notFound('consent policy')
      return deliveryHealth(scope, id)
    },

    /** Holds what a scanner saw against the draft. @throws SottoError `not_found`, `invalid_request` */
    async compareScan(id: string, report: unknown): Promise<ConsentScanDifference[]> {
      const { draft, published } = await rows.get(id)
      return compareScan(policyOf(id, published + 1, draft), report)
    },
  }
  return service
}

export type ConsentPolicyService = ReturnType<typeof consentPolicyService>
