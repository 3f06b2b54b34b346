import { type HoldCategory, type HoldInput, holdCategories } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { go } from '../app/place.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { categoryNames } from './words.ts'

const targets = [
  ['person', 'A person'],
  ['conversation', 'A conversation'],
  ['bot', 'A bot'],
  ['team', 'Everything of the team'],
] as const
type Target = (typeof targets)[number][0]

const isContactId = (text: string): text is `con_${string}` => text.startsWith('con_')
const isConversationId = (text: string): text is `cnv_${string}` => text.startsWith('cnv_')
/** The id in an address of the dashboard, or the id itself. */
const idIn = (text: string) => text.split(/[/?#]/).findLast((part) => /^[a-z]{3}_/.test(part)) ?? text

/** Proposes a hold: it holds once another person approves it. */
export function ProposeDialog({ onClose }: { onClose: () => void }) {
  const { holds, bots, sotto } = useWorkspace()
  const [target, setTarget] = useState<Target>('person')
  const [categories, setCategories] = useState<ReadonlySet<HoldCategory>>(new Set())
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const shelf = bots.bots.value

  async function scopeOf(text: (name: string) => string): Promise<HoldInput['scope'] | string> {
    const day = (name: string) => (text(name) ? { [name]: new Date(`${text(name)}T00:00:00Z`).toISOString() } : {})
    const rest = { categories: [...categories], ...day('from'), ...day('until') }
    if (target === 'team') return { ...rest, team: true }
    if (target === 'bot') return { ...rest, botId: text('bot') as `bot_${string}` }
    const named = idIn(text('named'))
    if (target === 'conversation')
      return isConversationId(named) ? { ...rest, conversationId: named } : 'Paste the address of the conversation.'
    if (isContactId(named)) return { ...rest, contactId: named }
    if (!named) return 'Write the address of the person.'
    const [contact] = (await sotto.contacts.list({ email: named, limit: 1 }).page()).data
    return contact ? { ...rest, contactId: contact.id } : 'Nobody is known by this address.'
  }

  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    setBusy(true)
    setProblem(null)
    try {
      const scope = await scopeOf(text)
      if (typeof scope === 'string') {
        setProblem(scope)
        form.current.querySelector<HTMLElement>('[name=named]')?.focus()
        return
      }
      const hold = await holds.propose({
        reason: text('reason'),
        matter: text('matter'),
        scope,
        expiresAt: text('ends') ? new Date(`${text('ends')}T12:00:00Z`).toISOString() : null,
      })
      announce('It waits for another person.')
      onClose()
      go({ name: 'holds', holdId: hold.id })
    } catch (error) {
      setProblem(failureInWords(error))
    } finally {
      setBusy(false)
    }
  }
  const toggle = (category: HoldCategory) => {
    const next = new Set(categories)
    if (!next.delete(category)) next.add(category)
    setCategories(next)
  }
  return (
    <Dialog title="Propose a hold" onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={send}>
        <label class="field">
          <span>Reason</span>
          <select name="reason" class="input">
            {holds.reasons.value.map(({ code, label }) => (
              <option key={code} value={code}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>What it is about, for those who decide</span>
          <textarea name="matter" rows={3} maxLength={4000} required />
        </label>
        <div class="hold-pair">
          <label class="field">
            <span>What is held</span>
            <select
              name="target"
              class="input"
              value={target}
              onChange={({ currentTarget }) => setTarget(currentTarget.value as Target)}
            >
              {targets.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          {target === 'bot' && (
            <label class="field">
              <span>Which bot</span>
              <select name="bot" class="input" required>
                {shelf.state === 'ready' &&
                  shelf.value.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
              </select>
            </label>
          )}
          {(target === 'person' || target === 'conversation') && (
            <label class="field">
              <span>{target === 'person' ? 'Their e-mail address' : 'Address of the conversation'}</span>
              <input name="named" maxLength={500} autocomplete="off" aria-describedby="hold-problem" />
            </label>
          )}
        </div>
        <fieldset class="pane-choices">
          <legend>Only these (none chosen: all)</legend>
          {holdCategories.map((category) => (
            <label key={category} class="pane-choice">
              <input type="checkbox" checked={categories.has(category)} onChange={() => toggle(category)} />
              <span>{categoryNames[category]}</span>
            </label>
          ))}
        </fieldset>
        <div class="hold-pair">
          <label class="field">
            <span>Only from</span>
            <input name="from" type="date" />
          </label>
          <label class="field">
            <span>Only before</span>
            <input name="until" type="date" />
          </label>
        </div>
        <label class="field">
          <span>Ends by itself (you can leave it empty)</span>
          <input name="ends" type="date" />
        </label>
        <p class="quiet">You are its owner, and are reminded to look at it again in 90 days.</p>
        <p id="hold-problem" class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Propose it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
