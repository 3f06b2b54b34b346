import type { Bot } from '@sotto/client-sdk'
import { useEffect, useState } from 'preact/hooks'
import { type BotTab, botTabs, linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { BotAvatar } from '../design/avatar.tsx'
import { IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { Tabs } from '../design/tabs.tsx'
import { Knowledge } from '../knowledge/knowledge.tsx'
import { TestPanel } from '../knowledge/test-panel.tsx'
import { Access } from './access.tsx'
import { Visibility } from './bots-page.tsx'
import { Install } from './install.tsx'
import { NameDialog } from './name-dialog.tsx'
import './bots.css'

const tabNames: Record<BotTab, string> = { knowledge: 'Knowledge', test: 'Test', access: 'Access', install: 'Install' }

export function BotPage({ botId, tab }: { botId: string; tab: BotTab }) {
  const { bots } = useWorkspace()
  const bot = bots.find(botId)
  const shelf = bots.bots.value
  useTestBesideKnowledge(botId, tab)
  useTitle(bot ? `${tabNames[tab]} of ${bot.name}` : 'Bot')
  if (!bot) {
    if (shelf.state === 'loading') return <div class="bot-page" aria-busy="true" />
    if (shelf.state === 'failed') return <Failed text={shelf.problem} onRetry={bots.read} />
    return (
      <Empty icon="bots" title="There is no such bot">
        <a class="button plain" href={linkTo({ name: 'bots' })}>
          All bots
        </a>
      </Empty>
    )
  }
  return (
    <div class={`bot-page on-${tab}`}>
      <section class="bot-main" aria-label={bot.name}>
        <BotHead bot={bot} tab={tab} />
        {(tab === 'knowledge' || tab === 'test') && <Knowledge bot={bot} />}
        {tab === 'access' && <Access bot={bot} />}
        {tab === 'install' && <Install bot={bot} />}
      </section>
      {(tab === 'knowledge' || tab === 'test') && <TestPanel bot={bot} />}
    </div>
  )
}

const wide = matchMedia('(width >= 1180px)')

/** Where there is room for both, the test stands beside the documents and is no place of its own. */
function useTestBesideKnowledge(botId: string, tab: BotTab) {
  useEffect(() => {
    const move = () => {
      if (tab === 'test' && wide.matches) go({ name: 'bot', botId, tab: 'knowledge' }, { replace: true })
    }
    move()
    wide.addEventListener('change', move)
    return () => wide.removeEventListener('change', move)
  }, [botId, tab])
}

function BotHead({ bot, tab }: { bot: Bot; tab: BotTab }) {
  const { can } = useWorkspace()
  const [renaming, setRenaming] = useState(false)
  return (
    <header class="head bot-head">
      <a class="icon-button narrow" href={linkTo({ name: 'bots' })} aria-label="Back to all bots">
        <Icon name="back" size={20} />
      </a>
      <BotAvatar size={20} />
      <h1 class="bot-name">{bot.name}</h1>
      {can('bots:write') && <IconButton icon="rename" label={`Rename ${bot.name}`} onClick={() => setRenaming(true)} />}
      <Visibility bot={bot} />
      <Tabs label={`Parts of ${bot.name}`}>
        {botTabs.map((each) => (
          <a
            key={each}
            class={each === 'test' ? 'tab narrow-tab' : 'tab'}
            href={linkTo({ name: 'bot', botId: bot.id, tab: each })}
            aria-current={tab === each ? 'page' : undefined}
          >
            {tabNames[each]}
          </a>
        ))}
      </Tabs>
      {renaming && <NameDialog bot={bot} onClose={() => setRenaming(false)} />}
    </header>
  )
}
