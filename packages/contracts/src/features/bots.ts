import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { line, prose, webOrigin } from '../text.ts'

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #00707a')

const settings = {
  name: line(80),
  greeting: prose(400),
  starters: z.array(line(120)).max(4),
  instructions: prose(4000).nullable(),
  colour: colour.nullable(),
  visibility: z.enum(['private', 'public']),
  allowedOrigins: z.array(webOrigin).max(50).meta({
    description: 'Websites that may show the bot; empty: any website',
  }),
  disclosure: prose(300).nullable().meta({
    description: 'Own words for "a machine answers, and who stores and reads what is written"; never empty',
  }),
}

/** A chat assistant of a team, with what its widget shows. */
export const Bot = z
  .object({
    id: id('bot'),
    ...settings,
    publishableKey: z.string(),
    documents: z.int(),
    passages: z.int(),
    createdAt: z.string(),
  })
  .meta({ id: 'Bot' })
export type Bot = z.infer<typeof Bot>

/** New bots are private until somebody says otherwise. */
export const BotInput = z
  .strictObject({
    name: settings.name,
    greeting: settings.greeting.default('Hello! What would you like to know?'),
    starters: settings.starters.default([]),
    instructions: settings.instructions.default(null),
    colour: settings.colour.default(null),
    visibility: settings.visibility.default('private'),
    allowedOrigins: settings.allowedOrigins.default([]),
    disclosure: settings.disclosure.default(null),
  })
  .meta({ id: 'BotInput' })
/** Fields that are left out stay as they are. */
export const BotPatch = z.strictObject(settings).partial().meta({ id: 'BotPatch' })

/** All that the widget needs to know before the first message. */
export const WidgetConfiguration = z
  .object({
    botId: id('bot'),
    name: z.string(),
    teamName: z.string(),
    greeting: z.string(),
    starters: z.array(z.string()),
    colour: z.string().nullable(),
    disclosure: z.object({
      machine: z.string().meta({ description: 'That a machine answers' }),
      reading: z.string().meta({ description: 'Who stores and reads what is written' }),
      keeping: z.string().meta({ description: 'How long it is kept' }),
    }),
    /** Lines of "What we keep", in order. */
    keeps: z.array(z.object({ what: z.string(), why: z.string(), howLong: z.string() })),
    privacyUrl: z.string(),
  })
  .meta({ id: 'WidgetConfiguration' })
export type WidgetConfiguration = z.infer<typeof WidgetConfiguration>

/** Making and setting up bots, and what the widget asks of one. */
export const botEndpoints = {
  listBots: endpoint('GET /v1/bots', {
    summary: 'List the bots of the team',
    tag: 'Bots',
    allow: { permission: 'bots:read' },
    query: PageQuery,
    returns: { 200: page(Bot) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  createBot: endpoint('POST /v1/bots', {
    summary: 'Make a bot; it is private unless told otherwise',
    tag: 'Bots',
    allow: { permission: 'bots:write' },
    body: BotInput,
    returns: { 201: Bot },
    logs: 'bot.created',
  }),
  readBot: endpoint('GET /v1/bots/{botId}', {
    summary: 'Read a bot',
    tag: 'Bots',
    allow: { permission: 'bots:read' },
    returns: { 200: Bot },
    logs: null,
  }),
  changeBot: endpoint('PATCH /v1/bots/{botId}', {
    summary: 'Change a bot',
    tag: 'Bots',
    allow: { permission: 'bots:write' },
    body: BotPatch,
    returns: { 200: Bot },
    logs: 'bot.changed',
  }),
  readWidget: endpoint('GET /v1/widget', {
    summary: 'Read what the widget shows before the first message',
    tag: 'Bots',
    allow: { publishable: true },
    returns: { 200: WidgetConfiguration },
    errors: ['origin_not_allowed'],
    logs: null,
  }),
}
