import { ContractEndInput } from '@sotto/contracts'
import { auditStore } from '../audit/index.ts'
import { requireServable } from '../backup/index.ts'
import { type ContractEndService, contractEndService } from '../features/contract-end/index.ts'
import { type Command, type Doing, MisunderstoodError, operatorOf } from './command.ts'
import { teamsOf } from './retention.ts'
import { minuteOf } from './words.ts'

type Ending = Pick<ContractEndService, 'get' | 'ask' | 'confirm' | 'cancel'>

/** Works on the end of one team, in the operator's name: an owner confirms it. */
async function onOneTeam(doing: Doing, work: (end: Ending, team: { name: string }) => Promise<void>): Promise<number> {
  const { team: wanted } = doing.values
  if (!wanted) throw new MisunderstoodError('which team? Give --team with its id or its short name')
  const operator = await operatorOf(doing, { writes: true })
  try {
    await requireServable(operator.core.database, auditStore(operator.core.database))
    await operator.core.teamKeys.start()
    const [team] = await teamsOf(operator, wanted, 'sotto contract-end')
    if (!team) throw new MisunderstoodError('--team names no team: give its id or its short name')
    const dependencies = { kick() {}, publicUrl: () => doing.publicUrl }
    await work(contractEndService(team.scope, dependencies, null), team)
    return 0
  } finally {
    await operator.close()
  }
}

type Stands = Awaited<ReturnType<Ending['get']>>

function inWords(name: string, end: Stands): string {
  if (!end || end.state === 'cancelled') return `${name} stays: nobody wants its end.`
  const at = end.deleteAt ? minuteOf(new Date(end.deleteAt)) : ''
  if (end.state === 'asked')
    return `${name}: its end was asked for. ${
      end.needs === 'owner'
        ? 'Another owner has to confirm it in the dashboard.'
        : 'Its owner has got a code by mail, and confirms with it in the dashboard (or `npx sotto contract-end confirm --code CODE`).'
    } Then everything is deleted after ${end.graceDays} days.`
  if (end.state === 'waiting')
    return `${name}: everything is deleted on ${at}. Until then \`npx sotto contract-end cancel\` takes it back.`
  if (end.state === 'held')
    return `${name}: a legal hold keeps ${end.held} of its things. Its end goes on when the hold has been released.`
  if (end.state === 'ending') return `${name}: everything is being deleted.`
  return `${name} has ended. The certificate is at the link that its owners got by mail.`
}

export const contractEndStatus: Command = {
  name: 'contract-end status',
  synopsis: '--team TEAM [--json]',
  about: 'whether a team is about to end, and when everything that it has is deleted',
  takes: ['team', 'json', 'keyring'],
  run: (doing) =>
    onOneTeam(doing, async (end, { name }) => {
      const stands = await end.get()
      doing.say(doing.values.json ? JSON.stringify({ end: stands }) : inWords(name, stands))
    }),
}

export const contractEndAsk: Command = {
  name: 'contract-end ask',
  synopsis: '--team SHORT-NAME [--grace-days 7 to 30]',
  about: `asks for the end of a team, named by its short name. An owner confirms it; until the days of grace (14) are over
everything can be downloaded in the dashboard, then it is deleted. Mails go out when a server runs`,
  takes: ['team', 'grace-days', 'keyring'],
  run: (doing) =>
    onOneTeam(doing, async (end, { name }) => {
      const given = doing.values['grace-days']
      const days = ContractEndInput.shape.graceDays.safeParse(given === undefined ? undefined : Number(given))
      if (!days.success) throw new MisunderstoodError('--grace-days is a number from 7 to 30')
      doing.say(inWords(name, await end.ask({ slug: doing.values.team ?? '', graceDays: days.data })))
    }),
}

export const contractEndConfirm: Command = {
  name: 'contract-end confirm',
  synopsis: '--team TEAM --code CODE',
  about: 'confirms the end of a team that has one owner, with the code of the mail that they got',
  takes: ['team', 'code', 'keyring'],
  run: (doing) =>
    onOneTeam(doing, async (end, { name }) => {
      const { code } = doing.values
      if (!code) throw new MisunderstoodError('which code? Give --code with that of the mail')
      doing.say(inWords(name, await end.confirm({ code })))
    }),
}

export const contractEndCancel: Command = {
  name: 'contract-end cancel',
  synopsis: '--team TEAM',
  about: 'takes the end of a team back, as long as nothing was deleted',
  takes: ['team', 'keyring'],
  run: (doing) =>
    onOneTeam(doing, async (end, { name }) => {
      doing.say(inWords(name, await end.cancel()))
    }),
}
