import { type SupportArea, type SupportAsk, supportAreas } from '@sotto/contracts'
import { auditStore } from '../audit/index.ts'
import { requireServable } from '../backup/index.ts'
import { isSottoError } from '../errors.ts'
import { type SupportDesk, type SupportStanding, supportDesk } from '../features/support/index.ts'
import type { Operator } from '../operator.ts'
import { type Command, type Doing, MisunderstoodError, operatorOf } from './command.ts'
import { teamsOf } from './retention.ts'
import { minuteOf } from './words.ts'

/** Does something at the desk of support; what it refuses is said with the fields that it is about. */
async function atDesk(doing: Doing, work: (desk: SupportDesk, operator: Operator) => Promise<number>): Promise<number> {
  const operator = await operatorOf(doing, { writes: true })
  try {
    await requireServable(operator.core.database, auditStore(operator.core.database))
    await operator.core.teamKeys.start()
    return await work(supportDesk(operator.work.system, { kick() {} }), operator)
  } catch (error) {
    if (!isSottoError(error) || error.errors.length === 0) throw error
    throw new MisunderstoodError(
      error.errors.map(({ field, message }) => `${field.replace('body.', '')} ${message}`).join('; '),
    )
  } finally {
    await operator.close()
  }
}

async function teamNamed(operator: Operator, wanted: string): Promise<string> {
  const [team] = await teamsOf(operator, wanted, 'sotto support')
  if (!team) throw new MisunderstoodError('--team names no team: give its id or its short name')
  return team.id
}

const needed = ({ values }: Doing, flag: 'team' | 'reference' | 'reason' | 'name' | 'email' | 'areas' | 'case') => {
  const value = values[flag]
  if (!value) throw new MisunderstoodError(`give --${flag}`)
  return value
}

function minutesOf({ values }: Doing): number | undefined {
  if (values.hours === undefined) return undefined
  const hours = Number(values.hours)
  if (!(hours > 0)) throw new MisunderstoodError('--hours is a number, such as 4 or 0.5')
  return Math.round(hours * 60)
}

function askedOf(doing: Doing): SupportAsk {
  const { bot, conversation, changes } = doing.values
  const minutes = minutesOf(doing)
  return {
    reference: needed(doing, 'reference'),
    reason: needed(doing, 'reason'),
    person: { name: needed(doing, 'name'), email: needed(doing, 'email') },
    areas: needed(doing, 'areas')
      .split(',')
      .map((area) => area.trim() as SupportArea),
    ...(bot ? { botId: bot as `bot_${string}` } : {}),
    ...(conversation ? { conversationId: conversation as `cnv_${string}` } : {}),
    changes: changes ?? false,
    ...(minutes === undefined ? {} : { minutes }),
  }
}

const codeLines = (code: string) => [
  `Code: ${code}`,
  'It is shown once and works once: at /dashboard/let-in, or POST /v1/support-session {"code": "…"} for a token.',
]

/** Asks a team to let somebody of support in. */
export const supportAsk: Command = {
  name: 'support ask',
  synopsis:
    '--team TEAM --reference TICKET --reason TEXT --name NAME --email ADDRESS --areas LIST [--bot ID] [--conversation ID] [--hours N] [--changes]',
  about: `asks a team to let one person look at something: the owners and admins are told who, what and why, and decide. Until
then the code that this prints opens nothing. --areas: ${supportAreas.join(', ')}.
--bot, --conversation: only that one. --hours: 0.25 to 72, default 4. --changes: also to change something, which an
owner has to allow apart from looking`,
  takes: [
    'team',
    'reference',
    'reason',
    'name',
    'email',
    'areas',
    'bot',
    'conversation',
    'hours',
    'changes',
    'keyring',
  ],
  run: async (doing) => {
    const input = askedOf(doing)
    const team = needed(doing, 'team')
    return atDesk(doing, async (desk, operator) => {
      const { standing, code } = await desk.ask(await teamNamed(operator, team), input)
      doing.say(`Asked as ${standing.id}. The team can decide until ${minuteOf(new Date(standing.asked.until))}.`)
      for (const line of codeLines(code)) doing.say(line)
      return 0
    })
  },
}

const state = (one: SupportStanding): string => {
  if (one.state === 'active' && one.granted) return `let in until ${minuteOf(new Date(one.granted.until))}`
  return one.state === 'asked' ? `waits for the team until ${minuteOf(new Date(one.asked.until))}` : one.state
}

const reach = ({ areas, botId, conversationId, changes }: NonNullable<SupportStanding['granted']>) =>
  [areas.join(', '), conversationId ?? botId, changes ? 'with changes' : ''].filter(Boolean).join('; ')

/** Shows how cases of support stand. */
export const supportStatus: Command = {
  name: 'support status',
  synopsis: '[--team TEAM] [--json]',
  about: 'which teams were asked to let support in, what they decided, and until when somebody is let in',
  takes: ['team', 'json', 'keyring'],
  run: (doing) =>
    atDesk(doing, async (desk, operator) => {
      const { team, json } = doing.values
      const all = await desk.list(team === undefined ? undefined : await teamNamed(operator, team))
      if (json) doing.say(JSON.stringify(all, null, 2))
      else if (all.length === 0) doing.say('No team was asked to let support in.')
      else
        for (const one of all)
          doing.say(
            `${one.id}  ${one.reference}  ${one.teamId}\n  ${state(one)}  (${reach(one.granted ?? { ...one.asked, from: '' })})`,
          )
      return 0
    }),
}

/** Makes a new code. */
export const supportCode: Command = {
  name: 'support code',
  synopsis: '--case CASE',
  about: 'makes a new code for a case; the one before, and whoever is signed in with it, ends',
  takes: ['case', 'keyring'],
  run: (doing) =>
    atDesk(doing, async (desk) => {
      const { standing, code } = await desk.code(needed(doing, 'case'))
      doing.say(`${standing.id}: ${state(standing)}.`)
      for (const line of codeLines(code)) doing.say(line)
      return 0
    }),
}

/** Takes a case back, or ends it. */
export const supportEnd: Command = {
  name: 'support end',
  synopsis: '--case CASE',
  about: 'takes back what the team was asked for, or ends at once what it approved',
  takes: ['case', 'keyring'],
  run: (doing) =>
    atDesk(doing, async (desk) => {
      const { id, state: now } = await desk.end(needed(doing, 'case'))
      doing.say(`${id}: ${now}.`)
      return 0
    }),
}
