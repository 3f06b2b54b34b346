import { PortalRequest, type PrivacyKind } from '@sotto/contracts'
import { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { isSottoError, SottoError } from '../../errors.ts'
import { enqueue, type JobHandler } from '../../jobs/index.ts'
import { normalise } from '../../keys/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import { below, type TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { actAtOnce } from './at-once.ts'
import { codeLasts, mostTries, newCode, newPending, pendingId } from './codes.ts'
import { privacyIntakes, privacyRequestPeople } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { needsCode } from './kinds.ts'
import { portalUrl } from './letters.ts'
import { advance, contactOf, goOn, type Known, note, type Opening, open, read } from './store.ts'
import { filled, spoken } from './words/index.ts'

export const intakeKind = 'privacy.intake'

/** How many mails with a code an address gets in an hour at most, and how many letters about what needs none. */
const mailsAnHour = 3

/**
 * What is kept of an asking until it is confirmed: a request to be made, or one that waits for this. Beside it lies the
 * token of the asking, so that the mail can lead to its code.
 */
type Asked = { opening: Omit<Opening, 'receivedAt' | 'changes'> & { changes: unknown } } | { requestId: string }

const Kept = z.union([z.object({ requestId: z.string() }), z.object({ opening: z.record(z.string(), z.unknown()) })])

export interface Pending {
  pending: string
  needsCode: boolean
  expiresAt: string
}

/**
 * The next of the few mails that an address gets in an hour; `null` when it had all of them. What needs no code has mails
 * of its own: whoever opts out is still sent the code for what they ask next.
 */
async function nextTurn(scope: TeamScope, email: string, withCode: boolean): Promise<string | null> {
  const rows = scope.collection(privacyIntakes)
  const hour = scope.now().toISOString().slice(0, 13)
  for (let number = 1; number <= mailsAnHour; number++) {
    const turn = `${email} ${hour} ${withCode ? 'code' : 'letter'} ${number}`
    if (!(await rows.findOne({ turn }))) return turn
  }
  return null
}

/**
 * Takes down what somebody asks for an address. A job writes the mail: nobody is looked for here, so the answer has the
 * same words, size and time whoever is known. An address that had its mails gets the same answer, and no mail.
 */
export async function ask(
  scope: TeamScope,
  email: string,
  asked: Asked,
  { kind, marketing }: { kind: PrivacyKind; marketing: boolean },
  dependencies: PrivacyDependencies,
  action = 'privacy-request.asked',
): Promise<Pending> {
  // Where the code goes is what is looked up: letters that look like others lead nowhere else.
  const address = normalise.email(email)
  const receivedAt = scope.now()
  const expiresAt = new Date(receivedAt.getTime() + codeLasts)
  const { pending, id } = newPending()
  const withCode = needsCode(kind, marketing)
  let isOurs = true
  const write = () =>
    scope.transaction(async (running) => {
      isOurs = running !== scope
      const turn = await nextTurn(running, address, withCode)
      await running.collection(privacyIntakes).insert(
        {
          state: 'waiting',
          attempts: 0,
          code: null,
          requestId: null,
          receivedAt,
          expiresAt,
          email: address,
          turn,
          asked: JSON.stringify({ ...asked, pending }),
        },
        { id, action, details: { kind } },
      )
      await enqueue(running, intakeKind, { intake: id }, dependencies.kick)
    })
  // Somebody else took the same turn of the address: this one takes the next.
  for (let left = mailsAnHour; ; left--)
    try {
      await write()
      break
    } catch (error) {
      if (!isOurs || left === 0 || !isSottoError(error) || error.code !== 'rate_limited') throw error
    }
  return { pending, needsCode: withCode, expiresAt: expiresAt.toISOString() }
}

/** What a person asks for in the portal. */
export async function askInPortal(
  scope: TeamScope,
  given: z.input<typeof PortalRequest>,
  dependencies: PrivacyDependencies,
): Promise<Pending> {
  const { kind, email, reason, regime, language, changes, marketing, purposes, agent } = accepted(PortalRequest, given)
  const opening = {
    kind,
    contactId: null,
    email: normalise.email(email),
    phone: null,
    reason: reason ?? null,
    channel: agent ? ('agent' as const) : ('portal' as const),
    regime,
    language,
    changes: changes ?? null,
    marketing: kind === 'objection' && marketing,
    purposes,
    appealOf: null,
    verification: needsCode(kind, marketing) ? ('code' as const) : ('none' as const),
    agent: agent ?? null,
  }
  return ask(scope, email, { opening }, opening, dependencies)
}

/** When an asking is forgotten: its code has expired, and the hour whose mails it counts among is over. */
const forgottenAt = ({ receivedAt, expiresAt }: { receivedAt: Date; expiresAt: Date }): Date => {
  const hour = 60 * 60 * 1000
  return new Date(Math.max(expiresAt.getTime(), (Math.floor(receivedAt.getTime() / hour) + 1) * hour))
}

/** Mails the code, does what needs none, and forgets the asking once it neither opens anything nor counts. */
export function intakeHandler(dependencies: PrivacyDependencies): JobHandler {
  const forget = async (scope: TeamScope, id: string) => {
    const row = await scope.collection(privacyIntakes).findOne({ id })
    if (row?.unit) await scope.forget(row.unit, { action: 'privacy-request.asking-forgotten', target: id })
  }
  return {
    concurrency: 4,
    attempts: 10,
    async run({ job, scope, guard }) {
      const id = String(job.payload.intake)
      const row = await scope.collection(privacyIntakes).findOne({ id })
      if (!row) return undefined
      await dependencies.prepare(scope.teamId)
      if (forgottenAt(row) <= scope.now())
        return scope.transaction(async (running) => {
          await guard(running)
          await forget(running, id)
          return undefined
        })
      if (row.state === 'waiting' && row.expiresAt > scope.now())
        await scope.transaction(async (running) => {
          await guard(running)
          await begin(running, id, dependencies)
        })
      return forgottenAt(row)
    },
    failed: ({ scope, job }) => forget(scope, String(job.payload.intake)),
  }
}

async function begin(running: TeamScope, id: string, dependencies: PrivacyDependencies): Promise<void> {
  const rows = running.collection(privacyIntakes)
  const intake = await rows.get(id)
  const asked = JSON.parse(intake.asked) as Asked & { pending?: string }
  const opening = 'opening' in asked ? asked.opening : null
  if (opening && opening.verification === 'none') {
    await rows.increment(id, {}, { state: 'used' }, { state: 'waiting' })
    // Somebody who is not known here has nothing that could be withdrawn, and leaves nothing.
    if (!(await contactOf(running, opening))) return
    const { known, isNew } = await openFrom(running, opening, intake.receivedAt, dependencies)
    // Beyond the mails of an hour nobody is written to. What they asked for is done all the same.
    if (intake.turn === null && isNew) await actAtOnce(running, known, dependencies)
    return
  }
  const code = newCode()
  const known = 'requestId' in asked ? await read(running, asked.requestId) : null
  const hash = await dependencies.codes.hash(running.teamId, id, code)
  await rows.increment(id, {}, { state: 'mailed', code: hash }, { state: 'waiting' })
  if (intake.turn === null) return
  const kind = opening?.kind ?? known?.facts.kind ?? 'access'
  const { words } = spoken([opening?.language ?? known?.facts.language ?? 'en'])
  const team = (await running.collection(teams).get(running.teamId)).name
  const agent = opening?.agent ?? known?.person?.agent ?? null
  // Leads to the field for the code, on any device, and where staff has asked in somebody's name.
  const link = `${await portalUrl(running, dependencies)}${asked.pending ? `?kind=${kind}&pending=${asked.pending}` : ''}`
  const names = { team, code, what: words.kinds[kind], agent: agent?.name ?? '', link }
  const lines = [agent ? words.code.agent : words.code.asked, words.code.code, words.code.page, words.code.ignore]
  await enqueueMail(
    running,
    {
      to: intake.email,
      subject: filled(words.code.subject, names)
        .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
        .slice(0, 200),
      text: `${lines.map((line) => filled(line, names)).join('\n\n')}\n`,
      kind: 'one-time-code',
      sender: team.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 100),
      until: intake.expiresAt,
    },
    dependencies.kick,
  )
}

const openFrom = (
  running: TeamScope,
  { changes, ...opening }: Extract<Asked, { opening: unknown }>['opening'],
  receivedAt: Date,
  { kick }: PrivacyDependencies,
) => open(running, { ...opening, changes: changes as Opening['changes'], receivedAt }, kick)

/**
 * Turns a code into the request. Each try counts before it is looked at; of several at once with the right code exactly
 * one has success.
 *
 * @throws SottoError `code_refused`, in the same words whatever is wrong
 */
export async function confirm(
  scope: TeamScope,
  { pending, code }: { pending: string; code: string },
  dependencies: PrivacyDependencies,
): Promise<Known> {
  const id = pendingId(pending)
  const rows = scope.collection(privacyIntakes)
  const refused = () =>
    new SottoError('code_refused', 'The code is wrong, was used before or has expired. Ask for a new one.')
  const ifGone = (error: unknown): never => {
    throw isSottoError(error) && error.code === 'not_found' ? refused() : error
  }
  await dependencies.prepare(scope.teamId)
  const row = await rows.findOne({ id })
  const isOver = !row || row.expiresAt <= scope.now()
  const tried = isOver
    ? null
    : await rows
        .increment(id, { attempts: 1 }, {}, { state: 'mailed', attempts: below(mostTries) })
        .catch((error: unknown) => {
          if (isSottoError(error) && error.code === 'not_found') return null
          throw error
        })
  const fits = await dependencies.codes.fits(scope.teamId, id, tried?.code ?? null, code)
  if (!tried || !fits) throw refused()
  const intake = await tried.open()
  const asked = Kept.parse(JSON.parse(intake.asked)) as Asked
  return scope.transaction(async (running) => {
    await running.collection(privacyIntakes).increment(id, {}, { state: 'used' }, { state: 'mailed' }).catch(ifGone)
    if ('opening' in asked) {
      const { known } = await openFrom(running, asked.opening, intake.receivedAt, dependencies)
      if (known.facts.joined > 0) await advance(running, known.facts.id, dependencies.kick)
      if (known.facts.kind === 'correction')
        await running.collection(privacyIntakes).increment(id, {}, { requestId: known.facts.id }, { state: 'used' })
      return read(running, known.facts.id)
    }
    return verify(running, await read(running, asked.requestId), 'code', dependencies)
  })
}

/** It was shown that the person is who they say, in the transaction of the scope. */
export async function verify(
  running: TeamScope,
  known: Known,
  how: 'code' | 'known-to-team' | 'agent-permission',
  { kick }: PrivacyDependencies,
): Promise<Known> {
  const { facts, person } = known
  if (facts.step === 'unverified') {
    await goOn(running, facts, {
      verification: how,
      verifiedAt: running.now(),
      step: 'preparing',
      status: 'in_progress',
    })
    const contactId = person && (await contactOf(running, person))
    if (person && contactId !== person.contactId)
      await running.collection(privacyRequestPeople).change(person.id, { contactId })
    await advance(running, facts.id, kick)
  }
  await note(running, known, how === 'code' ? 'opened' : 'verified', { how })
  return read(running, facts.id)
}
