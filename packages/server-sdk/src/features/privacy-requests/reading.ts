import type { Page, PrivacyKind, PrivacyRequest, PrivacyRequestDetail, PrivacyStatus } from '@sotto/contracts'
import { below, type FilterOf, oneOf } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { certificateOf } from './certificate.ts'
import { privacyRequestPeople, privacyRequests } from './declare.ts'
import type { Desk } from './desk.ts'
import { detailOf } from './detail.ts'
import { completed, type OpenedRequest } from './opening.ts'
import { type Known, note, type Person, read } from './store.ts'

export interface PrivacyQuery {
  status?: PrivacyStatus | undefined
  kind?: PrivacyKind | undefined
  contactId?: string | undefined
  late?: 'true' | undefined
}

export const reading = (desk: Desk) => {
  const { scope, dependencies, present } = desk
  const rows = scope.collection(privacyRequests)
  return {
    /** One that was opened before. @throws SottoError `not_found` */
    async get(id: string): Promise<PrivacyRequestDetail & Pick<OpenedRequest, 'completed'>> {
      const known = await read(scope, id)
      await note(scope, known, 'read')
      const detail = await detailOf(scope, known, dependencies)
      return { ...detail, completed: ({ signal } = {}) => completed(desk, id, signal) }
    },

    /** Those that are open or late by their end, others the newest first. @throws SottoError `invalid_cursor` */
    async list(query: PrivacyQuery & PageOptions = {}): Promise<Page<PrivacyRequest>> {
      const { limit: most = 25, cursor, status, kind, contactId, late } = query
      const people = scope.collection(privacyRequestPeople)
      const of = contactId ? await people.find({ contactId }, { limit: 1000 }) : null
      const filter: FilterOf<typeof privacyRequests> = {
        ...(status ? { status } : {}),
        ...(kind ? { kind } : {}),
        ...(of ? { id: oneOf(of.map(({ requestId }) => requestId)) } : {}),
        ...(late ? { dueAt: below(scope.now()), endedAt: null } : {}),
      }
      const byUrgency = late !== undefined || status === 'open' || status === 'in_progress'
      const page = await rows.page(filter, {
        by: byUrgency ? 'dueAt' : 'receivedAt',
        order: byUrgency ? 1 : -1,
        limit: most,
        cursor,
      })
      const ids = page.rows.map(({ id }) => id)
      const closed = ids.length > 0 ? await people.find({ requestId: oneOf(ids) }, { limit: ids.length }) : []
      const units = new Map(closed.map(({ requestId, unit }) => [requestId, unit]))
      const opened = new Map((await people.openRemaining(closed)).map((one) => [one.requestId, one]))
      const known = page.rows.map(({ open: _open, unit: _unit, ...facts }): Known => {
        const person = opened.get(facts.id)
        return { facts, person: person ? ({ ...person, unit: units.get(facts.id) ?? null } as Person) : null }
      })
      await scope.transaction(async (running) => {
        for (const one of known) await note(running, one, 'read')
      })
      return { data: known.map(present), nextCursor: page.nextCursor }
    },

    /** The certificate of an erasure. @throws SottoError `not_found` */
    certificate: async (id: string, format: 'json' | 'pdf'): Promise<string | Uint8Array> =>
      certificateOf(scope, await read(scope, id), format, dependencies),
  }
}
