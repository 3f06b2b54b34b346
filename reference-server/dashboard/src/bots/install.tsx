import type { Bot } from '@sotto/client-sdk'
import { linkTo } from '../app/paths.ts'
import { Icon } from '../design/icon.tsx'
import { InstallTag } from './install-tag-view.tsx'

/** How a website gets the bot. */
export const Install = ({ bot }: { bot: Bot }) => {
  const access = linkTo({ name: 'bot', botId: bot.id, tab: 'access' })
  return (
    <div class="scroller sheet-page">
      <section class="settings" aria-labelledby="install-heading">
        <h2 id="install-heading">Put it on your site</h2>
        <p class="quiet">Paste this once, anywhere in the page. It stores nothing until a visitor writes.</p>
        <InstallTag publishableKey={bot.publishableKey} />
        {bot.visibility === 'private' ? (
          <p class="note wait">
            <Icon name="private" />
            <span>
              {bot.name} is private, so the tag shows nothing yet. <a href={access}>Make it public</a> when it is ready.
            </span>
          </p>
        ) : (
          <p class="note">
            <Icon name="public" />
            <span>
              {bot.allowedOrigins.length === 0
                ? 'Any website may show it.'
                : `Only ${bot.allowedOrigins.join(', ')} may show it.`}{' '}
              <a href={access}>Change that</a>
            </span>
          </p>
        )}
      </section>
    </div>
  )
}
