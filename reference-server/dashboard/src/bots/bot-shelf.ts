import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Bot, SottoClient } from '@sotto/client-sdk'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'

type BotChange = Partial<Pick<Bot, 'name' | 'visibility' | 'allowedOrigins'>>

export interface BotShelf {
  /** All bots of the team, the oldest first. */
  readonly bots: ReadonlySignal<Loaded<readonly Bot[]>>
  find(botId: string): Bot | null
  read(): Promise<void>
  /** Reads one bot again, such as after its documents have changed. */
  refresh(botId: string): Promise<void>
  create(name: string): Promise<Bot>
  change(botId: string, change: BotChange): Promise<void>
}

export function createBotShelf(sotto: SottoClient): BotShelf {
  const bots: Signal<Loaded<readonly Bot[]>> = signal(loading)
  const list = () => (bots.value.state === 'ready' ? bots.value.value : [])
  const put = (bot: Bot) => {
    const others = list().filter(({ id }) => id !== bot.id)
    bots.value = {
      state: 'ready',
      value: [...others, bot].sort((one, other) => one.createdAt.localeCompare(other.createdAt)),
    }
  }
  return {
    bots,
    find: (botId) => list().find(({ id }) => id === botId) ?? null,
    async read() {
      try {
        const all = []
        for await (const bot of sotto.bots.list({ limit: 100 })) all.push(bot)
        bots.value = { state: 'ready', value: all.reverse() }
      } catch (error) {
        if (bots.value.state !== 'ready')
          bots.value = { state: 'failed', missing: false, problem: failureInWords(error) }
      }
    },
    async refresh(botId) {
      put(await sotto.bots.get(botId))
    },
    async create(name) {
      const bot = await sotto.bots.create({ name })
      put(bot)
      return bot
    },
    async change(botId, change) {
      put(await sotto.bots.update(botId, change))
    },
  }
}
