import type { ConsentDifference, ConsentPolicy, Id } from '@sotto/contracts'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../../app/loaded.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { failureInWords } from '../../design/words.ts'
import { useEditor } from '../policy-editor.ts'

export interface Version {
  version: number
  publishedAt: string
  policy: ConsentPolicy
}

/** Everything that was published, the newest first. */
export function useVersions(): { versions: Loaded<readonly Version[]>; read: () => void } {
  const { sotto } = useWorkspace()
  const { editor } = useEditor()
  const id = editor.policyId as Id<'consentPolicy'>
  const published = editor.policy.value?.published
  const [versions, setVersions] = useState<Loaded<readonly Version[]>>(loading)
  const read = useCallback(async () => {
    try {
      const all: Version[] = []
      for await (const version of sotto.consentPolicies.versions(id, { limit: 100 })) all.push(version)
      setVersions({ state: 'ready', value: all })
    } catch (error) {
      setVersions({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }, [sotto, id])
  useEffect(() => void read(), [read, published])
  return { versions, read: () => void read() }
}

export interface Compared {
  difference: ConsentDifference
  before: object | null
  after: object
}

/**
 * What differs between two versions; `null` stands for the draft, which is brought to the server first.
 *
 * @param from `null`: the version that is live
 */
export function useDifference(
  versions: readonly Version[] | null,
  from: number | null,
  to: number | null,
): { compared: Loaded<Compared>; read: () => void } {
  const { sotto } = useWorkspace()
  const { editor, writable } = useEditor()
  const id = editor.policyId as Id<'consentPolicy'>
  const [compared, setCompared] = useState<Loaded<Compared>>(loading)
  const isWritten = editor.policy.value?.unfinished !== null
  const read = useCallback(async () => {
    if (!versions) return
    setCompared(loading)
    try {
      if (to === null && writable) await editor.settle()
      const query = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }
      const difference = await sotto.consentPolicies.compare(id, query)
      const policyOf = (number: number) => versions.find(({ version }) => version === number)?.policy ?? null
      const before = from === null ? (versions[0]?.policy ?? null) : policyOf(from)
      const after = to === null ? (editor.policy.value?.draft ?? {}) : (policyOf(to) ?? {})
      setCompared({ state: 'ready', value: { difference, before, after } })
    } catch (error) {
      setCompared({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }, [sotto, editor, id, versions, from, to, writable])
  useEffect(() => void read(), [read, isWritten])
  return { compared, read: () => void read() }
}
