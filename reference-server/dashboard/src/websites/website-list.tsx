import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { announce } from '../design/announcer.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { failureInWords } from '../design/words.ts'
import { originOf } from './origin.ts'
import './websites.css'

/** As many as the server takes in one list. */
const mostOrigins = 50

/** The websites that may show something: which they are, and for whoever may change them, a field for one more. */
export function WebsiteList({
  id,
  origins,
  added,
  save,
  readOnly,
}: {
  /** Tells the list from others of the page. */
  id: string
  origins: readonly string[]
  /** What is said when an origin was added. */
  added: (origin: string) => string
  save: (origins: string[]) => Promise<void>
  /** `false`, or what stands there instead of the field for who may not change the list. */
  readOnly: false | ComponentChildren
}) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const writable = readOnly === false

  const change = async (changed: string[], said: string) => {
    if (busy) return false
    setBusy(true)
    setProblem(null)
    try {
      await save(changed)
      announce(said)
      return true
    } catch (error) {
      setProblem(failureInWords(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  const refuse = (text: string) => {
    setProblem(text)
    field.current?.focus()
  }
  const add = async (event: Event) => {
    event.preventDefault()
    if (!field.current || busy) return
    const origin = originOf(field.current.value)
    if (!origin) return refuse('Write the address of a website, such as https://www.example.com')
    if (origins.includes(origin)) return refuse(`${origin} is on the list already.`)
    if (origins.length >= mostOrigins) return refuse(`There are ${mostOrigins} already. Take one off the list first.`)
    if (await change([...origins, origin], added(origin))) field.current.value = ''
    field.current?.focus()
  }
  const remove = async (origin: string) => {
    const rest = origins.filter((other) => other !== origin)
    await change(rest, `${origin} is off the list.`)
    field.current?.focus()
  }

  return (
    <>
      {origins.length > 0 && (
        <ul class="websites">
          {origins.map((origin) => (
            <li key={origin}>
              <Icon name="public" />
              <span>{origin}</span>
              {writable && (
                <IconButton icon="close" label={`Take ${origin} off the list`} onClick={() => void remove(origin)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {writable ? (
        <form class="website-form" onSubmit={add} noValidate>
          <input
            ref={field}
            class="input"
            type="url"
            inputMode="url"
            placeholder="https://www.example.com"
            aria-label="Address of a website"
            aria-invalid={problem !== null}
            aria-describedby={`${id}-problem`}
            autocomplete="off"
          />
          <Button type="submit" icon="add" busy={busy}>
            Add
          </Button>
        </form>
      ) : (
        readOnly
      )}
      <p id={`${id}-problem`} class="field-problem" role="alert">
        {problem}
      </p>
    </>
  )
}
