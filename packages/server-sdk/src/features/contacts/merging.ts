import type { Contact, ContactMerge, ContactMergePlan, Id } from '@sotto/contracts'
import type { ChangeOf, DocumentOf } from '../../data-map/index.ts'
import { isBeingErased } from '../../erasure/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contactMerges, contacts } from './declare.ts'
import { presentContact } from './present.ts'

type ContactDocument = DocumentOf<typeof contacts>

const undoLasts = 30 * 24 * 60 * 60 * 1000
/** Found by somebody: two contacts cannot have the same. */
const unique = ['email', 'phone', 'externalId'] as const
const other = ['name', 'company', 'timezone'] as const

const present = ({ id, contactId, otherId, mergedAt, undoneAt, endsAt }: Merge): ContactMerge => ({
  id: id as Id<'contactMerge'>,
  contactId: contactId as Id<'contact'>,
  otherId: otherId as Id<'contact'>,
  mergedAt: mergedAt.toISOString(),
  undoneAt: undoneAt?.toISOString() ?? null,
  undoUntil: endsAt.toISOString(),
})
type Merge = Pick<DocumentOf<typeof contactMerges>, 'id' | 'contactId' | 'otherId' | 'mergedAt' | 'undoneAt' | 'endsAt'>

/** Two contacts that are one person. */
export function contactMerging(scope: TeamScope) {
  return {
    /**
     * What a merge would join. Nothing changes.
     *
     * @throws SottoError `not_found`; `invalid_request` where both are the same already
     */
    async plan(keepId: string, otherId: string): Promise<ContactMergePlan> {
      const [keep, gone] = await two(scope, keepId, otherId)
      const fields = [...unique, ...other].filter((field) => gone[field] !== null && gone[field] !== keep[field])
      return {
        keep: presentContact(keep),
        other: presentContact(gone),
        moves: await scope.countSubject(contacts, gone.id),
        gets: fields.filter((field) => keep[field] === null),
        differs: fields.filter((field) => keep[field] !== null),
      }
    },

    /**
     * Makes one contact of two: whatever leads to the other leads to the one that is kept, which gets what it lacks. The
     * other is still found by its id, address, number and own id, and it is the kept one that is found. Both logs say so.
     *
     * @throws SottoError `not_found`; `invalid_request` where both are the same already, or there is too much to move;
     * `legal_hold` where something of one is held; `version_conflict` where one is being erased
     */
    async merge(keepId: string, otherId: string): Promise<ContactMerge> {
      return scope.transaction(async (running) => {
        const rows = running.collection(contacts)
        const [keep, gone] = await two(running, keepId, otherId)
        const moved = await running.moveSubject(contacts, { from: gone.id, to: keep.id }, 'contact.copy-forgotten')
        await refuseErased(running, [keep.id, gone.id])
        // Those who were part of the other one are part of this one.
        for (const { id } of await rows.find({ mergedInto: gone.id }, { limit: 1000 }))
          await rows.change(id, { mergedInto: keep.id }, { action: 'contact.merged' })
        const filled = await fill(running, keep, gone)
        const now = running.now()
        const merge = await running.collection(contactMerges).insert({
          contactId: keep.id,
          otherId: gone.id,
          mergedAt: now,
          undoneAt: null,
          endsAt: new Date(now.getTime() + undoLasts),
          moved,
          filled,
        })
        await log(running, 'contact.merged', keep.id, { merge: merge.id, rows: moved.length })
        return present(merge)
      })
    },

    /**
     * Takes it back, within 30 days: what was moved leads to the other again, as far as it is there.
     *
     * @throws SottoError `not_found` where there is no such merge any more, as after an erasure; `version_conflict` where
     * its time is over, it was undone, or the person is being erased; `legal_hold`
     */
    async undo(contactId: string, mergeId: string): Promise<Contact> {
      return scope.transaction(async (running) => {
        const merges = running.collection(contactMerges)
        const row = await merges.findOne({ id: mergeId, contactId })
        if (!row)
          throw new SottoError(
            'not_found',
            'There is no such merge of this contact: its time is long over, or the person was erased since, both contacts with them.',
          )
        if (row.undoneAt || row.endsAt <= running.now())
          throw new SottoError('version_conflict', 'It was undone already, or the 30 days for it are over.')
        const { otherId, moved, filled } = await row.open()
        const rows = running.collection(contacts)
        const back = { from: contactId, to: otherId, only: moved, besides: contactMerges }
        await running.moveSubject(contacts, back, 'contact.copy-forgotten')
        await refuseErased(running, [contactId, otherId])
        if (!(await rows.findOne({ id: otherId, mergedInto: contactId })))
          throw new SottoError('version_conflict', 'The other contact has become part of somebody else, or is gone.')
        const keep = await rows.get(contactId)
        const taken = Object.entries(filled).filter(([field, value]) => keep[field as keyof ContactDocument] === value)
        const cleared = Object.fromEntries(taken.map(([field]) => [field, null]))
        if (taken.length > 0) await rows.change(contactId, cleared, { action: 'contact.unmerged' })
        const again = Object.fromEntries(taken.filter(([field]) => isUnique(field)))
        const result = await rows.change(otherId, { ...again, mergedInto: null }, { action: 'contact.unmerged' })
        await merges.increment(mergeId, {}, { undoneAt: running.now() })
        await log(running, 'contact.unmerged', contactId, { merge: mergeId, rows: moved.length })
        return presentContact(result)
      })
    },

    /** Merges of a contact, newest first. */
    async list(contactId: string): Promise<{ data: ContactMerge[] }> {
      const { id } = await requireContact(scope, contactId)
      const found = await scope.collection(contactMerges).find({ contactId: id }, { sort: { mergedAt: -1 } })
      return { data: found.map(present) }
    },
  }
}

async function two(scope: TeamScope, keepId: string, otherId: string): Promise<[ContactDocument, ContactDocument]> {
  const rows = scope.collection(contacts)
  const [keep, gone] = [await rows.get(keepId), await rows.get(otherId)]
  if (keep.id === gone.id)
    throw new SottoError('invalid_request', 'Both are the same contact already: name two different ones.')
  return [keep, gone]
}

async function requireContact(scope: TeamScope, id: string): Promise<{ id: string; unit: string | null }> {
  const row = await scope.collection(contacts).findOne({ id })
  if (!row) throw notFound('contact')
  return row
}

const isUnique = (field: string): boolean => (unique as readonly string[]).includes(field)

/** What the kept contact lacks comes from the other. What can belong to one alone changes hands. */
async function fill(running: TeamScope, keep: ContactDocument, gone: ContactDocument): Promise<Record<string, string>> {
  const rows = running.collection(contacts)
  const lacking = [...unique, ...other].flatMap((field): [string, string][] => {
    const value = gone[field]
    return keep[field] === null && value !== null ? [[field, value]] : []
  })
  const filled = Object.fromEntries(lacking)
  const given = Object.fromEntries(lacking.flatMap(([field]) => (isUnique(field) ? [[field, null]] : [])))
  await rows.change(gone.id, { ...given, mergedInto: keep.id }, { action: 'contact.merged' })
  const last = gone.lastActivityAt > keep.lastActivityAt ? { lastActivityAt: gone.lastActivityAt } : {}
  const change = { ...filled, ...last } as ChangeOf<typeof contacts>
  await rows.change(keep.id, change, { action: 'contact.merged' })
  return filled
}

async function refuseErased(running: TeamScope, ids: readonly string[]): Promise<void> {
  const people = ids.map((id) => ({ collection: contacts.name, id }))
  if (await isBeingErased(running, people))
    throw new SottoError('version_conflict', 'One of both is being erased. Nothing about them can change any more.')
}

async function log(running: TeamScope, action: string, id: string, details: Record<string, unknown>): Promise<void> {
  const row = await requireContact(running, id)
  await running.log({ action, collection: contacts.name, unit: row.unit, target: id, subject: id, details })
}
