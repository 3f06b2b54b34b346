import {
  type ApiKey,
  longestException,
  mayBeExcepted,
  type Permission,
  permissionNames,
  type Role,
  roleHolds,
  roles,
} from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { permissionWords } from './words.ts'

const inHours = (hours: number) => {
  const time = new Date(Date.now() + hours * 3_600_000)
  // What such a field takes is the time of where its reader is.
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** Asks for more than a role or key allows, for a time. */
export function AskDialog({ keys, onClose }: { keys: readonly ApiKey[]; onClose: () => void }) {
  const { access, bots, members, session } = useWorkspace()
  const form = useRef<HTMLFormElement>(null)
  const [receiver, setReceiver] = useState<string>(session.member.id)
  const [what, setWhat] = useState<'permissions' | 'role'>('permissions')
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set())
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const key = keys.find(({ id }) => id === receiver)
  const own: Role = members.value.get(receiver)?.role ?? session.role
  const holds = (permission: Permission) => (key ? key.scopes.includes(permission) : roleHolds(own, permission))
  const open = permissionNames.filter((permission) => mayBeExcepted(permission) && !holds(permission))
  const higher = key ? [] : roles.slice(roles.indexOf(own) + 1)
  const shelf = bots.bots.value
  const byRole = what === 'role' && higher.length > 0

  const toggle = (permission: Permission) => {
    const next = new Set(chosen)
    if (!next.delete(permission)) next.add(permission)
    setChosen(next)
    setProblem(null)
  }
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    const permissions = open.filter((permission) => chosen.has(permission))
    if (!byRole && permissions.length === 0) {
      setProblem('Choose what is asked for.')
      return
    }
    const botId = text('bot') as `bot_${string}`
    const shared = {
      reason: text('reason'),
      until: new Date(text('until')).toISOString(),
      ...(botId && !byRole ? { within: { botId } } : {}),
    }
    setBusy(true)
    setProblem(null)
    try {
      if (key) await access.askForKey(key.id, { ...shared, permissions })
      else
        await access.askForMember(receiver as `mem_${string}`, {
          ...shared,
          ...(byRole ? { role: text('role') as 'admin' } : { permissions }),
        })
      announce('It waits for another person.')
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="Ask for access" onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={send}>
        <div class="access-pair">
          <label class="field">
            <span>For</span>
            <select
              class="input"
              value={receiver}
              onChange={({ currentTarget }) => {
                setReceiver(currentTarget.value)
                setChosen(new Set())
              }}
            >
              {[...members.value.values()].map(({ id, name, role }) => (
                <option key={id} value={id}>
                  {id === session.member.id ? 'You' : (name ?? 'Somebody')} ({role})
                </option>
              ))}
              {keys.map(({ id, name }) => (
                <option key={id} value={id}>
                  Key {name}
                </option>
              ))}
            </select>
          </label>
          {higher.length > 0 && (
            <label class="field">
              <span>What</span>
              <select
                class="input"
                value={what}
                onChange={({ currentTarget }) => setWhat(currentTarget.value as typeof what)}
              >
                <option value="permissions">Some permissions</option>
                <option value="role">All that a role holds</option>
              </select>
            </label>
          )}
        </div>
        {byRole ? (
          <label class="field">
            <span>Role</span>
            <select name="role" class="input">
              {higher.map((role) => (
                <option key={role} value={role}>
                  {role}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <fieldset class="access-choices">
            <legend>Permissions</legend>
            {open.length === 0 && <p class="quiet">Everything that can be given is held already.</p>}
            {open.map((permission) => (
              <label key={permission} class="access-choice">
                <input type="checkbox" checked={chosen.has(permission)} onChange={() => toggle(permission)} />
                <span class="access-first">{permissionWords(permission)}</span>
              </label>
            ))}
          </fieldset>
        )}
        {!byRole && shelf.state === 'ready' && shelf.value.length > 0 && (
          <label class="field">
            <span>Only for</span>
            <select name="bot" class="input">
              <option value="">Everything</option>
              {shelf.value.map(({ id, name }) => (
                <option key={id} value={id}>
                  The bot {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="field">
          <span>Until (at most {longestException} days)</span>
          <input name="until" type="datetime-local" required min={inHours(0)} defaultValue={inHours(24)} />
        </label>
        <label class="field">
          <span>Why, for whoever decides</span>
          <textarea name="reason" rows={2} maxLength={2000} required />
        </label>
        <p class="quiet">Who decides about access does so by their role: that is never given for a time.</p>
        <p class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Ask
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
