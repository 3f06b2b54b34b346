import type { Retention, RetentionPreset } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { place } from '../app/place.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { failureInWords } from '../design/words.ts'
import { presetNames, presets } from '../retention/words.ts'
import './set-up.css'

const key = 'sotto.set-up-later'

/** Kept in this browser, where it keeps anything. */
const later = {
  isKept(): boolean {
    try {
      return sessionStorage.getItem(key) !== null
    } catch {
      return false
    }
  },
  keep(): void {
    try {
      sessionStorage.setItem(key, 'yes')
    } catch {}
  },
}

/**
 * What a new team is asked before its data grows: how long it keeps what. Until somebody chooses, the published periods
 * hold. Who may choose is asked, in the inbox, and may put it off until they sign in again.
 */
export function SetUp() {
  const { sotto, can } = useWorkspace()
  const [retention, setRetention] = useState<Retention | null>(null)
  const [isPutOff, setIsPutOff] = useState(later.isKept)
  const [preset, setPreset] = useState<RetentionPreset>('published')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const asks = can('retention:write') && !isPutOff
  useEffect(() => {
    // Where it cannot be read nobody is asked; the page of retention says why.
    if (asks) sotto.retention.get().then(setRetention, () => {})
  }, [asks])
  if (!asks || !retention || retention.chosen || place.value.name !== 'inbox') return null
  const putOff = () => {
    later.keep()
    setIsPutOff(true)
  }
  const choose = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      setRetention(await sotto.retention.update({ preset }))
      announce(`Data is kept as ${presetNames[preset].name} says.`)
    } catch (error) {
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <section class="set-up" aria-labelledby="set-up-heading">
      <form onSubmit={choose}>
        <fieldset>
          <legend id="set-up-heading">How long should data be kept?</legend>
          {presets.map((one) => (
            <label key={one}>
              <input type="radio" name="set-up-preset" checked={preset === one} onChange={() => setPreset(one)} />
              <span>
                <strong>{presetNames[one].name}</strong> <span class="quiet">{presetNames[one].about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <div class="set-up-actions">
          <Button type="submit" kind="primary" busy={busy}>
            Choose {presetNames[preset].name}
          </Button>
          <Button kind="quiet" onClick={putOff}>
            Later
          </Button>
        </div>
      </form>
    </section>
  )
}
