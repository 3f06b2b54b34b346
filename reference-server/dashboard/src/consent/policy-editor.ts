import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import { type SottoClient, SottoError } from '@sotto/client-sdk'
import type { ConsentDraft, ConsentPolicyDetail, Id } from '@sotto/contracts'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { failureInWords } from '../design/words.ts'
import { languagesOf, ownLanguage } from './languages.ts'
import { type Path, put } from './policy-fields.ts'
import { type Problem, problemsOf } from './problems.ts'

/**
 * - `saved`: the server has what is shown
 * - `waiting`: it will be told in a moment
 * - `failed`: it could not be told; what was written is here, and in this browser
 * - `conflict`: somebody else has changed the policy since
 */
export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'

export interface PolicyEditor {
  readonly policyId: string
  readonly state: ReadonlySignal<'loading' | 'ready' | 'failed'>
  /** The policy as the server last gave it. */
  readonly policy: ReadonlySignal<ConsentPolicyDetail | null>
  /** What is being written: a draft, right or not. */
  readonly working: ReadonlySignal<object>
  readonly problems: ReadonlySignal<readonly Problem[]>
  readonly saving: ReadonlySignal<Saving>
  /** Why it could not be read or saved. */
  readonly problem: ReadonlySignal<string | null>
  /** The language whose texts are shown. */
  readonly language: ReadonlySignal<string>
  readonly languages: ReadonlySignal<readonly string[]>
  /** Categories and services that are unfolded, by their place. */
  readonly unfolded: ReadonlySignal<ReadonlySet<string>>
  /** Whether problems are shown in fields that nobody has touched, too. */
  readonly attempted: ReadonlySignal<boolean>
  read(): Promise<void>
  set(path: Path, value: unknown): void
  replace(draft: object): void
  speak(language: string): void
  addLanguage(language: string): void
  unfold(key: string, open: boolean): void
  attempt(): void
  /** Brings what is written to the server as the draft, where it is right. @returns whether the draft is what is shown */
  settle(): Promise<boolean>
  rename(name: string): Promise<void>
  publish(): Promise<number>
  /** Ends a conflict: with what the server has, or with what is here. */
  resolve(keep: 'theirs' | 'mine'): Promise<void>
  close(): void
}

const pause = 700
const keptKey = (policyId: string) => `sotto.consent-policy.${policyId}`

interface Kept {
  changedAt: string
  working: object
}

export function createPolicyEditor(sotto: SottoClient, policyId: string): PolicyEditor {
  const id = policyId as Id<'consentPolicy'>
  const state = signal<'loading' | 'ready' | 'failed'>('loading')
  const policy = signal<ConsentPolicyDetail | null>(null)
  const working = signal<object>({})
  const saving = signal<Saving>('saved')
  const problem = signal<string | null>(null)
  const language = signal('en')
  const added = signal<readonly string[]>([])
  const unfolded = signal<ReadonlySet<string>>(new Set())
  const attempted = signal(false)
  const problems = computed(() => problemsOf(working.value))
  const languages = computed(() => [...new Set([...languagesOf(working.value), ...added.value])])
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: Promise<unknown> = Promise.resolve()
  let reading: Promise<void> | null = null

  /** One after the other: the server is told of each change in the order in which it was made. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }

  const keepHere = () => {
    try {
      const kept: Kept = { changedAt: policy.value?.changedAt ?? '', working: working.value }
      sessionStorage.setItem(keptKey(policyId), JSON.stringify(kept))
    } catch {
      // A browser that keeps nothing: the server is told in a moment.
    }
  }
  const forgetHere = () => {
    try {
      sessionStorage.removeItem(keptKey(policyId))
    } catch {
      // Nothing was kept either.
    }
  }
  const keptHere = (): Kept | null => {
    try {
      return JSON.parse(sessionStorage.getItem(keptKey(policyId)) ?? 'null') as Kept | null
    } catch {
      return null
    }
  }

  const take = (detail: ConsentPolicyDetail) => {
    const kept = keptHere()
    batch(() => {
      policy.value = detail
      working.value = kept?.working ?? detail.unfinished ?? detail.draft
      const isThere = !kept || JSON.stringify(kept.working) === JSON.stringify(detail.unfinished)
      saving.value = isThere ? 'saved' : kept.changedAt === detail.changedAt ? 'waiting' : 'conflict'
      state.value = 'ready'
      problem.value = null
      if (!languages.value.includes(language.value)) language.value = ownLanguage(working.value)
    })
    if (saving.value === 'waiting') schedule()
  }

  const schedule = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void save().catch(() => {}), pause)
  }

  /** Tells the server what is written; as the draft, where `draft` is set and it is right. */
  const save = (draft = false) =>
    inTurn(async () => {
      clearTimeout(timer)
      const known = policy.value
      const sent = working.value
      if (!known || saving.value === 'conflict') return
      const isRight = draft && problems.value.length === 0
      const isUnsaved = saving.value !== 'saved'
      if (!isUnsaved && !(isRight && known.unfinished !== null)) return
      saving.value = 'saving'
      const change = isRight ? { draft: sent as ConsentDraft } : { unfinished: sent as Record<string, unknown> }
      try {
        const detail = await sotto.consentPolicies.update(id, { ...change, changedAt: known.changedAt })
        batch(() => {
          // What was sent stays the same object, so that nobody's field is taken from under their hands.
          policy.value = isRight ? { ...detail, draft: sent as ConsentDraft } : detail
          problem.value = null
          if (working.value === sent) {
            saving.value = 'saved'
            forgetHere()
          } else {
            saving.value = 'waiting'
            keepHere()
            schedule()
          }
        })
      } catch (error) {
        batch(() => {
          const isConflict = error instanceof SottoError && error.code === 'version_conflict'
          saving.value = isConflict ? 'conflict' : 'failed'
          problem.value = failureInWords(error)
        })
        throw error
      }
    })

  const write = (next: object) => {
    if (next === working.value) return
    batch(() => {
      working.value = next
      if (saving.value !== 'conflict') saving.value = 'waiting'
    })
    keepHere()
    schedule()
  }

  const onHidden = () => {
    if (document.visibilityState === 'hidden' && saving.value === 'waiting') void save().catch(() => {})
  }
  document.addEventListener('visibilitychange', onHidden)

  const editor: PolicyEditor = {
    policyId,
    state,
    policy,
    working,
    problems,
    saving,
    problem,
    language,
    languages,
    unfolded,
    attempted,
    read() {
      reading ??= inTurn(async () => {
        if (state.value === 'ready' && saving.value !== 'saved') return
        try {
          take(await sotto.consentPolicies.get(id))
        } catch (error) {
          if (state.value === 'ready') return
          const missing = error instanceof SottoError && error.code === 'not_found'
          batch(() => {
            state.value = 'failed'
            problem.value = missing ? null : failureInWords(error)
          })
        }
      }).finally(() => {
        reading = null
      })
      return reading
    },
    set: (path, value) => write(put(working.value, path, value)),
    replace: write,
    speak: (chosen) => {
      language.value = chosen
    },
    addLanguage(chosen) {
      batch(() => {
        added.value = [...added.value, chosen]
        language.value = chosen
      })
    },
    unfold(key, open) {
      const next = new Set(unfolded.value)
      if (open) next.add(key)
      else next.delete(key)
      unfolded.value = next
    },
    attempt: () => {
      attempted.value = true
    },
    async settle() {
      await save(true).catch(() => {})
      return saving.value === 'saved' && policy.value?.unfinished === null
    },
    rename: (name) =>
      inTurn(async () => {
        const detail = await sotto.consentPolicies.update(id, { name })
        policy.value = policy.value ? { ...policy.value, name: detail.name, changedAt: detail.changedAt } : detail
      }),
    async publish() {
      await save(true)
      return inTurn(async () => {
        const { version } = await sotto.consentPolicies.publish(id)
        const detail = await sotto.consentPolicies.get(id)
        batch(() => {
          policy.value = detail
          if (saving.value === 'saved') working.value = detail.draft
          attempted.value = false
        })
        return version
      })
    },
    async resolve(keep) {
      await inTurn(async () => {
        const detail = await sotto.consentPolicies.get(id)
        if (keep === 'theirs') {
          forgetHere()
          take(detail)
          return
        }
        batch(() => {
          policy.value = detail
          saving.value = 'waiting'
          problem.value = null
        })
        keepHere()
      })
      if (keep === 'mine') await save().catch(() => {})
    },
    close() {
      document.removeEventListener('visibilitychange', onHidden)
      clearTimeout(timer)
      if (saving.value === 'waiting') void save().catch(() => {})
    },
  }
  return editor
}

export const EditorContext = createContext<{ editor: PolicyEditor; writable: boolean } | null>(null)

export function useEditor() {
  const found = useContext(EditorContext)
  if (!found) throw new TypeError('useEditor is for components below <PolicyPage>')
  return found
}

/** Shows a field: unfolds what it is in, speaks its language, and puts the focus into it. */
export function showField(editor: PolicyEditor, path: Path): void {
  const [list, index] = path
  const tag = path.at(-1)
  batch(() => {
    editor.attempt()
    if ((list === 'categories' || list === 'services') && typeof index === 'number')
      editor.unfold(`${list}.${index}`, true)
    if (typeof tag === 'string' && editor.languages.value.includes(tag)) editor.speak(tag)
  })
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const key = path.join('.')
      const field =
        document.getElementById(`field-${key}`) ??
        [...document.querySelectorAll<HTMLElement>('[id^="field-"]')].find(({ id }) => id.startsWith(`field-${key}`))
      field?.scrollIntoView({ block: 'center' })
      field?.focus({ preventScroll: true })
    }),
  )
}
