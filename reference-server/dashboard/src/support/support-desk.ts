import { type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'
import type { SupportApproval, SupportCase, SupportLook } from '@sotto/contracts'
import { type Loaded, loading } from '../app/loaded.ts'
import { now } from '../design/time.ts'
import { failureInWords } from '../design/words.ts'
import { isOpen } from './words.ts'

type Id = SupportCase['id']

export interface SupportDesk {
  /** Cases as far as they were read, the newest first. */
  readonly cases: ReadonlySignal<Loaded<readonly SupportCase[]>>
  /** Where more begin; `null` when all are there. */
  readonly cursor: ReadonlySignal<string | null>
  find(id: string): SupportCase | null
  read(): Promise<void>
  /** Asks what is open, and reads all anew where that is something else than what is shown. */
  look(): Promise<void>
  more(): Promise<void>
  approve(id: Id, approval: SupportApproval): Promise<void>
  refuse(id: Id): Promise<void>
  allowChanges(id: Id): Promise<void>
  end(id: Id): Promise<void>
  /** What they did and saw, the newest first. */
  looks(id: Id, cursor?: string): Promise<{ data: readonly SupportLook[]; nextCursor: string | null }>
}

const pageSize = 100

/** Whom of support the team lets in, and what they saw. */
export function createSupportDesk({ support: calls }: SottoClient): SupportDesk {
  const cases = signal<Loaded<readonly SupportCase[]>>(loading)
  const cursor = signal<string | null>(null)
  const list = () => (cases.value.state === 'ready' ? cases.value.value : [])
  const keep = (value: readonly SupportCase[]) => {
    // How much time is left is counted from the moment in which it was heard.
    now.value = new Date()
    cases.value = { state: 'ready', value }
  }
  const put = (one: SupportCase) => keep(list().map((known) => (known.id === one.id ? one : known)))

  async function read() {
    try {
      const page = await calls.list({ limit: pageSize }).page()
      cursor.value = page.nextCursor
      keep(page.data)
    } catch (error) {
      if (cases.value.state !== 'ready')
        cases.value = { state: 'failed', missing: false, problem: failureInWords(error) }
    }
  }
  const openOnes = (some: readonly SupportCase[]) =>
    some
      .filter((one) => isOpen(one, new Date()))
      .map(({ id, state, changes }) => `${id} ${state} ${changes !== null}`)
      .join()
  async function look() {
    if (cases.value.state !== 'ready') return read()
    try {
      const { data } = await calls.list({ standing: 'open', limit: pageSize }).page()
      if (openOnes(data) !== openOnes(list())) await read()
    } catch {
      // The next look tells whether it was a passing trouble; what is shown stays true as far as it goes.
    }
  }
  /** Where somebody else has decided meanwhile, that is shown. */
  const decide = async (work: Promise<SupportCase>) => {
    await work.then(put, async (error: unknown) => {
      await read()
      throw error
    })
  }

  return {
    cases,
    cursor,
    find: (id) => list().find((one) => one.id === id) ?? null,
    read,
    look,
    async more() {
      if (cursor.value === null) return
      const page = await calls.list({ limit: pageSize }).page(cursor.value)
      const known = new Set(list().map(({ id }) => id))
      cursor.value = page.nextCursor
      keep([...list(), ...page.data.filter(({ id }) => !known.has(id))])
    },
    approve: (id, approval) => decide(calls.approve(id, approval)),
    refuse: (id) => decide(calls.refuse(id)),
    allowChanges: (id) => decide(calls.allowChanges(id)),
    end: (id) => decide(calls.end(id)),
    looks: (id, from) => calls.looks(id, { limit: 50 }).page(from),
  }
}
