import { type Contact, ContactInput, ContactPatch, type Page } from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import type { ChangeOf } from '../../data-map/index.ts'
import { endSuppression, isSuppressed, type SuppressedAddress } from '../../erasure/index.ts'
import { SottoError } from '../../errors.ts'
import { phone } from '../../keys/index.ts'
import type { FilterOf, TeamScope } from '../../mongo/index.ts'
import { type PageOptions, Results } from '../../results.ts'
import { contacts } from './declare.ts'
import { likenesses } from './likenesses.ts'
import { contactMerging } from './merging.ts'
import { presentContact } from './present.ts'

/** What contacts can be found by. A name is found by the beginning of one of its words. */
export interface ContactQuery {
  email?: string | undefined
  phone?: string | undefined
  externalId?: string | undefined
  name?: string | undefined
}

function filterOf(query: ContactQuery): FilterOf<typeof contacts> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as FilterOf<typeof contacts>
}

/** The contacts of a team. */
export function contactService(scope: TeamScope) {
  const rows = scope.collection(contacts)
  const { merge, undo, list: merges, plan } = contactMerging(scope)
  return {
    merge,
    planMerge: plan,
    likenesses: (id: string) => likenesses(scope, id),
    undoMerge: undo,
    merges,

    /**
     * Whoever asked to be forgotten is not made again by a list or another system (an import, or an API key), unless it
     * says that they came back.
     *
     * @param arrival `alone`: the person came by themselves; `list`: somebody brings them
     * @throws SottoError `contact_exists` when address, number or own id belongs to another contact,
     * `contact_suppressed`, `invalid_request`
     */
    async create(given: z.input<typeof ContactInput>, arrival?: 'alone' | 'list'): Promise<Contact> {
      const { phone: number, cameBack, ...rest } = accepted(ContactInput, given)
      const values = { ...rest, ...(number ? { phone: phone(number) } : {}) }
      const isBrought = arrival === 'list' || (arrival === undefined && scope.context.actor.kind === 'api-key')
      return scope.transaction(async (running) => {
        if (cameBack || arrival === 'alone') await endSuppression(running, values)
        else if (isBrought) await refuseSuppressed(running, values)
        const now = running.now()
        return presentContact(
          await running.collection(contacts).insert({ ...values, createdAt: now, lastActivityAt: now }),
        )
      })
    },

    /** @throws SottoError `not_found` */
    get: async (id: string): Promise<Contact> => presentContact(await rows.get(id)),

    /** All contacts that fit, at most 1,000, opened as they are read. */
    find(query: ContactQuery): Results<Contact> {
      return new Results(async () =>
        (await rows.openRemaining(await rows.find(filterOf(query), { limit: 1000 }))).map(presentContact),
      )
    },

    /** Newest first. @throws SottoError `invalid_cursor` */
    async list(query: ContactQuery & PageOptions = {}): Promise<Page<Contact>> {
      const { limit = 25, cursor, ...by } = query
      const page = await rows.page({ ...filterOf(by), mergedInto: null }, { by: 'createdAt', order: -1, limit, cursor })
      return { data: (await rows.openRemaining(page.rows)).map(presentContact), nextCursor: page.nextCursor }
    },

    /**
     * Fields that are left out stay; `null` clears one.
     *
     * @throws SottoError `not_found`, `contact_exists`, `contact_suppressed`, `invalid_request`
     */
    async change(id: string, given: z.input<typeof ContactPatch>): Promise<Contact> {
      const patch = accepted(ContactPatch, given)
      const change = patch.phone ? { ...patch, phone: phone(patch.phone) } : patch
      if (scope.context.actor.kind === 'api-key') await refuseSuppressed(scope, change)
      return presentContact(
        await rows.change(id, { ...change, lastActivityAt: scope.now() } as ChangeOf<typeof contacts>),
      )
    },
  }
}

async function refuseSuppressed(scope: TeamScope, address: SuppressedAddress): Promise<void> {
  if (await isSuppressed(scope, address))
    throw new SottoError(
      'contact_suppressed',
      'Somebody with this address asked to be forgotten. When they come back by themselves, say so with `cameBack`.',
    )
}

export type ContactService = ReturnType<typeof contactService>
