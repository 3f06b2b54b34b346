import type { Bot } from '@sotto/client-sdk'
import { useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { BotAvatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { count } from '../design/words.ts'
import { NameDialog } from './name-dialog.tsx'
import './bots.css'

export function BotsPage() {
  const { bots, can } = useWorkspace()
  const [making, setMaking] = useState(false)
  useTitle('Bots')
  const shelf = bots.bots.value
  const add = can('bots:write') && (
    <Button icon="add" onClick={() => setMaking(true)}>
      New bot
    </Button>
  )
  return (
    <section class="bots-page" aria-labelledby="bots-heading">
      <header class="head">
        <h1 id="bots-heading" class="head-title">
          Bots
        </h1>
        {shelf.state === 'ready' && shelf.value.length > 0 && add}
      </header>
      <div class="scroller">
        {shelf.state === 'failed' && <Failed text={shelf.problem} onRetry={bots.read} />}
        {shelf.state === 'ready' && shelf.value.length === 0 && (
          <Empty icon="bots" title="No bot yet">
            <p>A bot answers visitors from the documents that you give it. A new one is private.</p>
            {add}
          </Empty>
        )}
        <ul class="bot-list" aria-busy={shelf.state === 'loading'}>
          {shelf.state === 'ready' && shelf.value.map((bot) => <BotRow key={bot.id} bot={bot} />)}
        </ul>
      </div>
      {making && <NameDialog onClose={() => setMaking(false)} />}
    </section>
  )
}

const BotRow = ({ bot }: { bot: Bot }) => (
  <li>
    <a class="bot-row" href={linkTo({ name: 'bot', botId: bot.id, tab: 'knowledge' })}>
      <BotAvatar size={40} />
      <span class="bot-row-text">
        <strong>{bot.name}</strong>
        <span class="quiet">
          {bot.documents === 0
            ? 'Knows nothing yet'
            : `${count(bot.documents, 'document')}, ${count(bot.passages, 'passage')}`}
        </span>
      </span>
      <Visibility bot={bot} />
    </a>
  </li>
)

export const Visibility = ({ bot: { visibility } }: { bot: Pick<Bot, 'visibility'> }) => (
  <span class="badge">
    <Icon name={visibility} size={14} />
    {visibility === 'public' ? 'Public' : 'Private'}
  </span>
)
