import type { Bot } from '@sotto/client-sdk'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { failureInWords } from '../design/words.ts'
import { WebsiteList } from '../websites/website-list.tsx'

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
  return (
    <section class="settings" aria-labelledby="origins-heading">
      <h2 id="origins-heading">Websites</h2>
      <p class="quiet">
        {bot.allowedOrigins.length === 0
          ? 'Any website may show it. Name yours, and it works nowhere else.'
          : 'It works on these, and nowhere else.'}
      </p>
      <WebsiteList
        id="origins"
        origins={bot.allowedOrigins}
        added={(origin) => `${origin} may show ${bot.name}.`}
        save={async (allowedOrigins) => void (await bots.change(bot.id, { allowedOrigins }))}
        readOnly={writable ? false : null}
      />
    </section>
  )
}
