import type { Bot } from '@sotto/client-sdk'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Icon } from '../design/icon.tsx'
import { failureInWords } from '../design/words.ts'
import { originOf } from './origin.ts'

/** Who may ask the bot. */
export function Access({ bot }: { bot: Bot }) {
  const { bots, can } = useWorkspace()
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const isPublic = bot.visibility === 'public'
  const writable = can('bots:write')

  const change = async (visibility: Bot['visibility']) => {
    await bots.change(bot.id, { visibility })
    announce(visibility === 'public' ? `${bot.name} is public.` : `${bot.name} is private.`)
  }
  const toggle = async () => {
    setProblem(null)
    if (!isPublic) return setAsking(true)
    try {
      await change('private')
    } catch (error) {
      setProblem(failureInWords(error))
    }
  }

  return (
    <div class="scroller sheet-page">
      <section class="settings" aria-labelledby="visibility-heading">
        <div class="setting">
          <div>
            <h2 id="visibility-heading">Public</h2>
            <p class="quiet" id="visibility-note">
              {isPublic
                ? `Visitors can ask ${bot.name} on ${bot.allowedOrigins.length === 0 ? 'any website that has its script tag' : 'the websites below'}, without signing in. Switched off, it answers nobody outside the team.`
                : `Only your team sees ${bot.name}. While it is private, its script tag shows nothing and nobody outside can ask it.`}
            </p>
          </div>
          <button
            type="button"
            class="switch"
            role="switch"
            aria-checked={isPublic}
            aria-labelledby="visibility-heading"
            aria-describedby="visibility-note"
            disabled={!writable}
            onClick={toggle}
          >
            <span />
          </button>
        </div>
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
      </section>
      <Origins bot={bot} writable={writable} />
      {asking && (
        <Confirmation
          title={`Make ${bot.name} public?`}
          act="Make it public"
          kind="primary"
          onConfirm={() => change('public')}
          onClose={() => setAsking(false)}
        >
          <p>
            Anybody who opens a page with its script tag can ask, and gets answers from all{' '}
            {bot.documents === 1 ? 'of its one document' : `of its ${bot.documents} documents`}.{' '}
            {bot.allowedOrigins.length === 0
              ? 'No website is on its list, so any website may show it.'
              : `It works on ${bot.allowedOrigins.join(', ')} only.`}
          </p>
        </Confirmation>
      )}
    </div>
  )
}

function Origins({ bot, writable }: { bot: Bot; writable: boolean }) {
  const { bots } = useWorkspace()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)

  const save = async (allowedOrigins: string[], said: string) => {
    setBusy(true)
    setProblem(null)
    try {
      await bots.change(bot.id, { allowedOrigins })
      announce(said)
      return true
    } catch (error) {
      setProblem(failureInWords(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  const add = async (event: Event) => {
    event.preventDefault()
    if (!field.current || busy) return
    const origin = originOf(field.current.value)
    if (!origin) {
      setProblem('Write the address of a website, such as https://www.example.com')
      field.current.focus()
      return
    }
    const known = bot.allowedOrigins.includes(origin)
    if (known || (await save([...bot.allowedOrigins, origin], `${origin} may show ${bot.name}.`)))
      field.current.value = ''
    field.current.focus()
  }

  return (
    <section class="settings" aria-labelledby="origins-heading">
      <h2 id="origins-heading">Websites</h2>
      <p class="quiet">
        {bot.allowedOrigins.length === 0
          ? 'Any website may show it. Name yours, and it works nowhere else.'
          : 'It works on these, and nowhere else.'}
      </p>
      {bot.allowedOrigins.length > 0 && (
        <ul class="origins">
          {bot.allowedOrigins.map((origin) => (
            <li key={origin}>
              <Icon name="public" />
              <span>{origin}</span>
              {writable && (
                <IconButton
                  icon="close"
                  label={`Take ${origin} off the list`}
                  onClick={() =>
                    void save(
                      bot.allowedOrigins.filter((other) => other !== origin),
                      `${origin} is off the list.`,
                    )
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {writable && (
        <form class="origin-form" onSubmit={add} noValidate>
          <input
            ref={field}
            class="input"
            type="url"
            inputMode="url"
            placeholder="https://www.example.com"
            aria-label="Address of a website"
            aria-invalid={problem !== null}
            aria-describedby="origin-problem"
            autocomplete="off"
          />
          <Button type="submit" icon="add" busy={busy}>
            Add
          </Button>
        </form>
      )}
      <p id="origin-problem" class="field-problem" role="alert">
        {problem}
      </p>
    </section>
  )
}
