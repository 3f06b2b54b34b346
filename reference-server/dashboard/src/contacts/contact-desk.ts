import { type ReadonlySignal, signal } from '@preact/signals'
import type { Contact, SottoClient } from '@sotto/client-sdk'
import type { ContactLikeness, ContactMerge, ContactMergePlan } from '@sotto/contracts'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'

type Id = Contact['id']

/** By what somebody is looked for. */
export type Sought = { email: string } | { phone: string } | { name: string } | Record<string, never>

/** What somebody typed into the one field: an address, a number, or the beginning of a name; `null` where it is too short. */
export function soughtIn(typed: string): Sought | null {
  const text = typed.trim()
  if (!text) return {}
  if (text.includes('@')) return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { email: text } : null
  if (/^\+[\d\s()./-]+$/.test(text)) return text.replace(/\D/g, '').length >= 7 ? { phone: text } : null
  return [...text].length >= 2 ? { name: text } : null
}

export interface ContactDesk {
  /** Those who fit what is looked for, as far as they were read, the newest first. */
  readonly contacts: ReadonlySignal<Loaded<readonly Contact[]>>
  /** Where more begin; `null` when all are there. */
  readonly cursor: ReadonlySignal<string | null>
  /** @param sought who is looked for; without it, as before */
  read(sought?: Sought): Promise<void>
  more(): Promise<void>
  get(id: string): Promise<Contact>
  likenesses(id: string): Promise<readonly ContactLikeness[]>
  plan(keep: string, other: string): Promise<ContactMergePlan>
  merges(id: string): Promise<readonly ContactMerge[]>
  merge(keep: Id, other: Id): Promise<void>
  undo(merge: ContactMerge): Promise<void>
}

const pageSize = 50

/** The people of the team, and which of them are one. */
export function createContactDesk({ contacts: calls }: SottoClient): ContactDesk {
  const contacts = signal<Loaded<readonly Contact[]>>(loading)
  const cursor = signal<string | null>(null)
  let sought: Sought = {}
  let turn = 0
  const list = () => (contacts.value.state === 'ready' ? contacts.value.value : [])
  const id = (text: string) => text as Id

  async function read(next = sought) {
    turn += 1
    const mine = turn
    sought = next
    try {
      const page = await calls.list({ ...next, limit: pageSize }).page()
      if (mine !== turn) return
      cursor.value = page.nextCursor
      contacts.value = { state: 'ready', value: page.data }
    } catch (error) {
      if (mine === turn) contacts.value = { state: 'failed', missing: false, problem: failureInWords(error) }
    }
  }

  return {
    contacts,
    cursor,
    read,
    async more() {
      const [mine, after] = [turn, cursor.value]
      if (after === null) return
      const page = await calls.list({ ...sought, limit: pageSize }).page(after)
      if (mine !== turn || after !== cursor.value) return
      cursor.value = page.nextCursor
      contacts.value = { state: 'ready', value: [...list(), ...page.data] }
    },
    get: (contactId) => calls.get(id(contactId)),
    likenesses: async (contactId) => (await calls.likenesses(id(contactId))).data,
    plan: (keep, other) => calls.mergePlan(id(keep), { contactId: id(other) }),
    merges: async (contactId) => (await calls.merges(id(contactId))).data,
    async merge(keep, other) {
      await calls.merge(keep, { contactId: other })
      await read()
    },
    async undo({ contactId, id: mergeId }) {
      await calls.undoMerge(contactId, mergeId)
      await read()
    },
  }
}
