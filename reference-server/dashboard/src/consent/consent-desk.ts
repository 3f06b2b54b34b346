import { type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'
import type { ConsentDraft, ConsentPolicySummary } from '@sotto/contracts'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'
import { createPolicyEditor, type PolicyEditor } from './policy-editor.ts'
import { createRecordBook, type RecordBook } from './records/record-book.ts'

/** What the dashboard holds of consent: the policies, those that are being edited, and the ledger. */
export interface ConsentDesk {
  /** The newest first. */
  readonly policies: ReadonlySignal<Loaded<readonly ConsentPolicySummary[]>>
  readonly records: RecordBook
  read(): Promise<void>
  create(name: string, draft: ConsentDraft): Promise<string>
  /** The one editor of a policy: what is unsaved in it stays while places change. */
  editor(policyId: string): PolicyEditor
  close(): void
}

export function createConsentDesk(sotto: SottoClient): ConsentDesk {
  const policies = signal<Loaded<readonly ConsentPolicySummary[]>>(loading)
  const editors = new Map<string, PolicyEditor>()
  const records = createRecordBook(sotto)
  const read = async () => {
    try {
      const all: ConsentPolicySummary[] = []
      for await (const policy of sotto.consentPolicies.list({ limit: 100 })) all.push(policy)
      policies.value = { state: 'ready', value: all }
    } catch (error) {
      if (policies.value.state !== 'ready')
        policies.value = { state: 'failed', missing: false, problem: failureInWords(error) }
    }
  }
  return {
    policies,
    records,
    read,
    async create(name, draft) {
      const { id } = await sotto.consentPolicies.create({ name, draft })
      void read()
      return id
    },
    editor(policyId) {
      const editor = editors.get(policyId) ?? createPolicyEditor(sotto, policyId)
      editors.set(policyId, editor)
      return editor
    },
    close() {
      records.close()
      for (const editor of editors.values()) editor.close()
    },
  }
}
