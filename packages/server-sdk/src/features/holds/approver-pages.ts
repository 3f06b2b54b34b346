import { isSottoError, notFound } from '../../errors.ts'
import type { PersonPage } from '../../http/page.ts'
import { dayIn } from '../../language/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { codeLasts, mostTries, newCode } from '../privacy-requests/index.ts'
import { teams } from '../team/index.ts'
import { writeToApprover } from './approver.ts'
import { approve, refuse } from './deciding.ts'
import { holds } from './declare.ts'
import type { HoldDependencies } from './dependencies.ts'
import { emailOf, type HoldDocument, holdOf, reasonsOf, waitsFor } from './store.ts'
import { scopeInWords } from './words.ts'

/** Codes that are mailed for one invitation at most. */
const mostCodes = 5
/** How long the page may lie open before the decision, in milliseconds. */
const passLasts = 30 * 60 * 1000

export interface ApproverForm {
  step: 'code' | 'open' | 'approve' | 'refuse'
  code: string
  pass: string
}

interface Visit {
  requestId: string | null
}

/** The page of somebody from outside who was asked to decide about one hold. It shows that hold, and nothing else. */
export interface ApproverPages {
  read(token: string, visit: Visit): Promise<PersonPage>
  send(token: string, form: ApproverForm, visit: Visit): Promise<PersonPage>
}

type Dependencies = Pick<HoldDependencies, 'system' | 'tokens' | 'codes' | 'kick'>

/** An invitation that is good at the moment. */
interface Invited {
  scope: TeamScope
  hold: HoldDocument
  team: string
  /** Whose address it is. */
  outside: { name: string; email: string }
}

export function approverPages(dependencies: Dependencies): ApproverPages {
  const { system, tokens, codes, kick } = dependencies

  async function invitation(token: string, { requestId }: Visit, kind: 'link' | 'pass' = 'link') {
    const said = await tokens.read(token, async (teamId) => (await system.findById(teams, teamId)) !== null)
    const [as, id = '', invitedAt = '', until] = said?.words ?? []
    if (!said || as !== kind || (until && Number(until) <= system.now().getTime())) return null
    // Somebody from outside acts: no member, and no address of the network is kept.
    const context = { actor: { kind: 'visitor', id: null }, ip: null, requestId } as const
    const scope = system.team(said.teamId, context)
    const hold = await holdOf(scope, id).catch(ifNotFound)
    const outside = hold && (waitsFor(hold) === 'release' ? hold.releaseApprover : hold.approver)
    if (!hold || !outside || !waitsFor(hold) || String(hold.invitedAt?.getTime()) !== invitedAt) return null
    return { scope, hold, outside, team: (await system.findById(teams, said.teamId))?.name ?? '' }
  }

  const base = { language: 'en', direction: 'ltr', status: 200 } as const
  const unknown: PersonPage = {
    ...base,
    status: 404,
    from: null,
    heading: 'This link does not work',
    lines: ['It is not complete, was used already, or somebody else has decided in the meantime.'],
  }

  const doorPage = ({ team, outside }: Invited, problem?: string): PersonPage => ({
    ...base,
    status: problem ? 400 : 200,
    from: team,
    heading: 'Somebody asks you to decide',
    lines: [
      ...(problem ? [problem] : []),
      `To see what it is about, have a code sent to ${masked(outside.email)}. It is good for 15 minutes.`,
    ],
    forms: [{ hidden: { step: 'code' }, fields: [], button: 'Send me the code' }],
  })

  const codePage = ({ team }: Invited, problem?: string): PersonPage => ({
    ...base,
    status: problem ? 400 : 200,
    from: team,
    heading: 'Look into your mail',
    lines: [problem ?? 'The code is on its way. Enter it here within 15 minutes.'],
    forms: [
      {
        hidden: { step: 'open' },
        fields: [{ name: 'code', label: 'Code', type: 'code', isNeeded: true }],
        button: 'Show what it is about',
      },
    ],
  })

  async function factsPage(invited: Invited): Promise<PersonPage> {
    const { scope, hold, team } = invited
    const waiting = waitsFor(hold)
    const label = (await reasonsOf(scope)).find(({ code }) => code === hold.reason)?.label ?? hold.reason
    const by = waiting === 'release' ? hold.releaseBy : hold.proposedBy
    const email = by ? await emailOf(scope, by) : null
    const until = new Date(scope.now().getTime() + passLasts)
    const words = ['pass', hold.id, String(hold.invitedAt?.getTime()), String(until.getTime())]
    const pass = await tokens.seal(scope.teamId, words)
    const decide = (step: 'approve' | 'refuse', button: string) => ({ hidden: { step, pass }, fields: [], button })
    return {
      ...base,
      from: team,
      heading: waiting === 'release' ? 'Release a legal hold?' : 'Place a legal hold?',
      lines: [
        waiting === 'release'
          ? 'If you approve, what was kept can be deleted again, and erasures that people asked for go on at once.'
          : 'If you approve, this cannot be deleted until two people release it, also where a person asks for it.',
        `Reason: ${label}`,
        `What: ${scopeInWords(hold)}`,
        `Why: ${waiting === 'release' ? hold.because : hold.matter}`,
        ...(email ? [`Proposed by: ${email}`] : []),
        ...(hold.expiresAt ? [`Ends by itself: ${dayIn(hold.expiresAt)}`] : []),
      ],
      forms: [decide('approve', 'Approve'), decide('refuse', 'Refuse')],
    }
  }

  const donePage = ({ team }: Invited, heading: string, line: string): PersonPage => ({
    ...base,
    from: team,
    heading,
    lines: [line, 'You can close this page. The link does not work any more.'],
  })

  async function sendCode(invited: Invited): Promise<PersonPage> {
    const { scope, hold, outside, team } = invited
    if (hold.codes >= mostCodes)
      return doorPage(invited, 'No more codes are sent for this invitation. Ask whoever invited you for a new one.')
    const code = newCode()
    const hash = await codes.hash(scope.teamId, hold.id, code)
    await scope.transaction(async (running) => {
      const rows = running.collection(holds)
      const codeUntil = new Date(running.now().getTime() + codeLasts)
      await rows.change(hold.id, { code: hash, codeUntil }, { action: 'hold.asked' })
      await rows.increment(hold.id, { codes: 1 }, { tries: 0 })
      const lines = [
        `To see what you are asked to decide, enter this code: ${code}`,
        'It is good for 15 minutes. If it was not you who asked for it, do nothing.',
      ]
      await writeToApprover(
        running,
        { to: outside.email, team },
        { subject: `your code is ${code}`, lines, until: codeUntil },
        kick,
      )
    })
    return codePage(invited)
  }

  async function openWith(invited: Invited, typed: string): Promise<PersonPage> {
    const { scope, hold } = invited
    const isOver = !hold.codeUntil || hold.codeUntil <= scope.now()
    // Counted before it is looked at: of many tries at once none is free.
    const { tries } = await scope.collection(holds).increment(hold.id, { tries: 1 })
    const fits = await codes.fits(scope.teamId, hold.id, hold.code, typed)
    if (isOver || tries > mostTries || !fits)
      return isOver || tries >= mostTries
        ? doorPage(invited, 'The code is not good any more. Have a new one sent.')
        : codePage(invited, 'The code is wrong. Try again.')
    await scope.transaction(async (running) => {
      const row = await holdOf(running, hold.id)
      if (row.code !== hold.code) throw notFound('code')
      const set = { code: null, codeUntil: null }
      await running.collection(holds).change(hold.id, set, { action: 'hold.read', details: { by: 'approver' } })
    })
    return factsPage(invited)
  }

  async function decide(invited: Invited, pass: string, visit: Visit, isApproved: boolean): Promise<PersonPage> {
    const passed = await invitation(pass, visit, 'pass')
    if (passed?.hold.id !== invited.hold.id)
      return doorPage(invited, 'The page lay open for too long. Have a new code sent.')
    const { scope, hold, outside } = invited
    const wasRelease = waitsFor(hold) === 'release'
    try {
      if (isApproved) {
        const decider = { memberId: null, email: outside.email, browser: null, since: null, outside }
        await approve(scope, hold.id, decider, kick)
      } else await refuse(scope, hold.id, null)
    } catch (error) {
      if (isSottoError(error) && error.code === 'hold_too_late')
        return donePage(invited, 'It was too late', 'What should have been kept was being erased already.')
      if (isSottoError(error) && error.code === 'hold_settled') return unknown
      throw error
    }
    if (!isApproved) return donePage(invited, 'You have refused it', 'Whoever asked you sees that.')
    return wasRelease
      ? donePage(invited, 'You have released it', 'What was kept can be deleted again.')
      : donePage(invited, 'You have approved it', 'It cannot be deleted from now on.')
  }

  return {
    async read(token, visit) {
      const invited = await invitation(token, visit)
      return invited ? doorPage(invited) : unknown
    },
    async send(token, { step, code, pass }, visit) {
      const invited = await invitation(token, visit)
      if (!invited) return unknown
      if (step === 'code') return sendCode(invited)
      if (step === 'open') return openWith(invited, code)
      return decide(invited, pass, visit, step === 'approve')
    },
  }
}

/** Enough of an address to know one's own by. */
const masked = (email: string) => email.replace(/^(.).*(@.*)$/, '$1…$2')

function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
