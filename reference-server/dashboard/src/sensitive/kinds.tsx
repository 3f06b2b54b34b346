import {
  type SensitiveAction,
  type SensitiveClass,
  type SensitiveDataRules,
  type SensitiveDataRulesPatch,
  sensitiveActions,
  sensitiveClasses,
} from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { failureInWords } from '../design/words.ts'
import type { Change } from './change.ts'
import { actionNames, classNames } from './words.ts'

/** Which kinds there are, what happens with each, and where it is looked for. */
export function Kinds({ rules, change }: { rules: SensitiveDataRules; change: Change }) {
  const { can } = useWorkspace()
  const [problem, setProblem] = useState<string | null>(null)
  /** A kind that waits for the purpose that people agree to. */
  const [waiting, setWaiting] = useState<SensitiveClass | null>(null)
  const writable = can('team:write')
  const save = async (patch: SensitiveDataRulesPatch, said: string) => {
    setProblem(null)
    try {
      await change(patch, said)
      // What was changed beside it leaves a kind that waits for its purpose as it stands.
      if (patch.purpose) setWaiting(null)
    } catch (error) {
      setProblem(failureInWords(error))
    }
  }
  const choose = (kind: SensitiveClass, action: SensitiveAction) => {
    if (action === 'consent' && !rules.purpose) return setWaiting(kind)
    if (waiting === kind) setWaiting(null)
    void save({ rules: { [kind]: action } }, `${classNames[kind].name}: ${actionNames[action].toLowerCase()}.`)
  }
  const asks = waiting !== null || Object.values(rules.rules).includes('consent')
  return (
    <section class="settings" aria-labelledby="kinds-heading">
      <h2 id="kinds-heading">What happens with it</h2>
      <p class="quiet">
        Before anything is stored. The log has the kind and how often it was found, never what it was. It counts for
        what is written from now on.
      </p>
      <ul class="sensitive-kinds">
        {sensitiveClasses.map((kind) => (
          <li key={kind}>
            <span>
              <strong id={`kind-${kind}`}>{classNames[kind].name}</strong>
              <span class="quiet">{classNames[kind].about}</span>
            </span>
            <select
              class="input"
              aria-labelledby={`kind-${kind}`}
              disabled={!writable}
              value={waiting === kind ? 'consent' : rules.rules[kind]}
              onChange={(event) => choose(kind, event.currentTarget.value as SensitiveAction)}
            >
              {sensitiveActions.map((action) => (
                <option key={action} value={action}>
                  {actionNames[action]}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
      {asks && <Purpose rules={rules} waiting={waiting} save={save} />}
      <Toggle
        name="What your team writes, too"
        on={rules.staff}
        disabled={!writable}
        onChange={(staff) => void save({ staff }, staff ? 'Replies are looked through.' : 'Replies stay as they are.')}
      />
      <Toggle
        name="Documents, before a bot learns them"
        on={rules.documents}
        disabled={!writable}
        onChange={(documents) =>
          void save({ documents }, documents ? 'Documents are looked through.' : 'Documents stay as they are.')
        }
      />
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {!writable && (
        <p class="note">
          <Icon name="private" /> <span>Owners of the team change this.</span>
        </p>
      )}
    </section>
  )
}

/** What people have to agree to, and which bots expect it. */
function Purpose(props: {
  rules: SensitiveDataRules
  waiting: SensitiveClass | null
  save: (patch: SensitiveDataRulesPatch, said: string) => Promise<void>
}) {
  const { rules, waiting, save } = props
  const { bots, can } = useWorkspace()
  const [purpose, setPurpose] = useState(rules.purpose ?? '')
  const [expecting, setExpecting] = useState<readonly string[]>(rules.bots)
  const [problem, setProblem] = useState<string | null>(null)
  const shelf = bots.bots.value
  const submit = (event: Event) => {
    event.preventDefault()
    const named = purpose.trim()
    if (named === '') return setProblem('Name the purpose, as it is called in a consent policy.')
    setProblem(null)
    const patch = { purpose: named, bots: expecting as SensitiveDataRules['bots'] }
    void save(waiting ? { ...patch, rules: { [waiting]: 'consent' } } : patch, 'It is kept where the person agreed.')
  }
  return (
    <form class="sensitive-purpose" onSubmit={submit} noValidate>
      <label class="field">
        <span>The purpose that people agree to</span>
        <input
          value={purpose}
          aria-invalid={problem !== null}
          placeholder="health-advice"
          disabled={!can('team:write')}
          onInput={(event) => setPurpose(event.currentTarget.value)}
        />
      </label>
      <p class="quiet">From the consent ledger. Whoever has not agreed to it is treated as if nothing were kept.</p>
      {shelf.state === 'ready' && shelf.value.length > 0 && (
        <fieldset>
          <legend>Bots that expect it; none chosen is all of them</legend>
          {shelf.value.map((bot) => (
            <label key={bot.id}>
              <input
                type="checkbox"
                checked={expecting.includes(bot.id)}
                disabled={!can('team:write')}
                onChange={(event) =>
                  setExpecting(
                    event.currentTarget.checked ? [...expecting, bot.id] : expecting.filter((id) => id !== bot.id),
                  )
                }
              />
              <span>{bot.name}</span>
            </label>
          ))}
        </fieldset>
      )}
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {can('team:write') && (
        <Button type="submit" kind="primary">
          Keep it where they agreed
        </Button>
      )}
    </form>
  )
}

function Toggle(props: { name: string; on: boolean; disabled: boolean; onChange: (on: boolean) => void }) {
  const { name, on, disabled, onChange } = props
  return (
    <div class="setting">
      <span>{name}</span>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={on}
        aria-label={name}
        disabled={disabled}
        onClick={() => onChange(!on)}
      >
        <span />
      </button>
    </div>
  )
}
