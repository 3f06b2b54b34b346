import type { Hold } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'

/** What people and bots that holds name are called, as far as whoever looks may know it. */
export function useNames(holds: readonly Hold[]): ReadonlyMap<string, string> {
  const { sotto, bots, can } = useWorkspace()
  const [people, setPeople] = useState<ReadonlyMap<string, string>>(new Map())
  const ids = [...new Set(holds.flatMap(({ scope }) => scope.contactId ?? []))].slice(0, 50)
  const key = ids.join()
  useEffect(() => {
    if (!can('contacts:read') || ids.length === 0) return
    let left = false
    void Promise.all(ids.map((id) => sotto.contacts.get(id).catch(() => null))).then((found) => {
      if (left) return
      setPeople(
        new Map(
          found.flatMap((contact) => (contact ? [[contact.id, contact.name ?? contact.email ?? 'Somebody']] : [])),
        ),
      )
    })
    return () => {
      left = true
    }
  }, [key])
  const shelf = bots.bots.value
  const known = shelf.state === 'ready' ? shelf.value.map(({ id, name }) => [id, name] as const) : []
  return new Map([...people, ...known])
}
