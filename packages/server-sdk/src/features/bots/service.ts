import {
  type Bot,
  BotInput,
  BotPatch,
  type Id,
  type ModelUse,
  type Page,
  type RetentionPeriod,
  type WidgetConfiguration,
} from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { type Access, newToken } from '../../access/index.ts'
import type { ChangeOf, DocumentOf } from '../../data-map/index.ts'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { isNone } from '../../retention/index.ts'
import { bots } from './declare.ts'

export type BotDocument = DocumentOf<typeof bots>

function presentBot({ knowledgeVersion: _version, ...document }: BotDocument): Bot {
  return { ...document, id: document.id as Id<'bot'>, createdAt: document.createdAt.toISOString() }
}

/** The bots of a team. */
export function botService(scope: TeamScope, access: Access) {
  const rows = scope.collection(bots)
  return {
    /** A new bot is private until somebody makes it public; only its name is needed. @throws SottoError `invalid_request` */
    async create(input: z.input<typeof BotInput>): Promise<Bot> {
      const settings = accepted(BotInput, input)
      return scope.transaction(async (running) => {
        const publishableKey = newToken('publishable')
        const document = await running.collection(bots).insert({
          ...settings,
          publishableKey,
          documents: 0,
          passages: 0,
          knowledgeVersion: 0,
          createdAt: scope.now(),
        })
        await access.issue(running, 'publishable', { botId: document.id }, publishableKey)
        return presentBot(document)
      })
    },

    /** @throws SottoError `not_found` */
    get: async (id: string): Promise<Bot> => presentBot(await rows.get(id)),

    async list({ limit = 25, cursor }: PageOptions = {}): Promise<Page<Bot>> {
      const page = await rows.page({}, { by: 'createdAt', order: -1, limit, cursor })
      return { data: (await rows.openAll(page.rows)).map(presentBot), nextCursor: page.nextCursor }
    },

    /** @throws SottoError `not_found`, `invalid_request` */
    async change(id: string, patch: z.input<typeof BotPatch>): Promise<Bot> {
      return presentBot(await rows.change(id, accepted(BotPatch, patch) as ChangeOf<typeof bots>))
    },
  }
}

export type BotService = ReturnType<typeof botService>

/**
 * The bot behind a publishable key, as far as a web page of this origin may use it.
 *
 * @param origin `null` where no browser is involved; a bot that names its origins is then refused too
 * @throws SottoError `not_found` for a private bot, `origin_not_allowed`
 */
export async function publicBot(scope: TeamScope, botId: string, origin: string | null): Promise<BotDocument> {
  const bot = await scope.collection(bots).get(botId)
  if (bot.visibility !== 'public') throw new SottoError('not_found', 'There is no such bot, or it is not yours to see.')
  if (bot.allowedOrigins.length > 0 && !(origin && bot.allowedOrigins.includes(origin.toLowerCase())))
    throw new SottoError(
      'origin_not_allowed',
      'This website is not on the list of websites that may show the bot. Add its origin in the settings of the bot.',
    )
  return bot
}

interface Endpoint {
  use: ModelUse
  provider: string
}

const uses: Readonly<Record<ModelUse, string>> = {
  answers: 'To word the answer',
  vectors: 'To find the passages that answer',
}

function leaving(endpoints: readonly Endpoint[]): WidgetConfiguration['keeps'] {
  if (endpoints.length === 0)
    return [{ what: 'Nothing goes to a model provider', why: 'Answers are made on this server', howLong: '–' }]
  return [...Map.groupBy(endpoints, ({ provider }) => provider)].map(([provider, used]) => ({
    what: `Your question, names and numbers replaced, goes to ${provider}`,
    why: used.map(({ use }) => uses[use]).join('. '),
    howLong: 'As its provider states',
  }))
}

function inWords(period: RetentionPeriod): string {
  const [unit, count] = Object.entries(period)[0] as [string, number]
  return `${count.toLocaleString('en')} ${count === 1 ? unit.slice(0, -1) : unit}`
}

/**
 * What the widget shows before the first message. The disclosure can be reworded, never removed.
 *
 * @param facts.kept how long conversations with the bot are kept
 * @param facts.endpoints where text leaves to, for answers and for vectors
 */
export function widgetConfiguration(
  bot: BotDocument,
  team: { name: string; slug: string },
  facts: { publicUrl: string; kept: RetentionPeriod; endpoints: readonly Endpoint[] },
): WidgetConfiguration {
  const period = isNone(facts.kept) ? null : inWords(facts.kept)
  const howLong = period ?? 'Until the conversation ends'
  return {
    botId: bot.id as Id<'bot'>,
    name: bot.name,
    teamName: team.name,
    greeting: bot.greeting,
    starters: bot.starters,
    colour: bot.colour,
    disclosure: {
      machine: 'A machine answers here.',
      reading: bot.disclosure ?? `${team.name} stores what you write, and its team can read it.`,
      keeping: `Kept ${period ? `for ${period}` : 'until the conversation ends'} · read by ${team.name}`,
    },
    keeps: [
      { what: 'What you write and the answers', why: 'To answer you, and so that the team can help', howLong },
      { what: 'The page on which you began', why: 'To understand the question', howLong },
      {
        what: 'Your IP address in the log of who saw what',
        why: 'To find misuse',
        howLong: 'As long as the conversation',
      },
      ...leaving(facts.endpoints),
    ],
    privacyUrl: `${facts.publicUrl}/privacy/${team.slug}`,
  }
}
