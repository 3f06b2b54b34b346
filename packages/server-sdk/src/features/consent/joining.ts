import type { ConsentState } from '@sotto/contracts'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { type ConsentLine, decide } from './decide.ts'
import { consentSubjects } from './declare.ts'
import { append, beyondBrowsers, browserSubject, contactSubject, linesOf, subjectsOf } from './ledger.ts'
import { requireContact } from './person.ts'
import { publishedPolicies, sharing, soldOrShared } from './published.ts'

/**
 * Says whose a browser is, once and for good. What it chose before counts for this person from now on.
 *
 * @returns whether it was not so already
 * @throws SottoError `not_found` for a contact that is not the team's, `consent_joined` when it is somebody else's
 */
export async function join(running: TeamScope, visitor: string, given: string): Promise<boolean> {
  const contact = await requireContact(running, given)
  // Another one than was given, where that one has become part of it.
  const contactId = contact.id
  const subjects = running.collection(consentSubjects)
  const id = browserSubject(running.teamId, visitor)
  const known = await subjects.findOne({ id })
  if (known?.contactId === contactId) return false
  if (known?.contactId)
    throw new SottoError(
      'consent_joined',
      'This browser belongs to another contact already, and that does not change. Record what this person says for the contact itself.',
    )
  const now = running.now()
  if (known) await subjects.change(id, { contactId, lastAt: now })
  else await subjects.insert({ contactId, createdAt: now, lastAt: now }, { id })
  await running.log({ action: 'consent.joined', collection: contacts.name, unit: contact.unit, subject: contactId })
  // A signal that the browser sent before anybody knew whose it is binds the person now.
  for (const line of await linesOf(running, [id])) if (line.gpc) await bindSignal(running, contactId, line)
  return true
}

/**
 * Global Privacy Control is a person's, not a browser's: what the browser said of sale and sharing goes into the ledger
 * for the contact, in a line of its own, and takes back what was granted before elsewhere.
 */
export async function bindSignal(running: TeamScope, contactId: string, line: ConsentLine): Promise<void> {
  const policies = await publishedPolicies(running)
  const sold = [...policies.current.values()].flatMap(({ policy }) => soldOrShared(policy))
  const denied =
    line.source === 'gpc' ? Object.keys(line.choices).filter((name) => line.choices[name] === 'denied') : []
  const names = [...new Set([sharing, ...sold, ...denied])].sort()
  const subjectId = contactSubject(running.teamId, contactId)
  const lines = await linesOf(running, await subjectsOf(running, contactId))
  const bound = lines.filter((one) => one.source === 'gpc' && one.subjectId === subjectId)
  if (bound.length > 0 && (await areOff(names, bound, lines, running))) return
  await append(
    running,
    {
      ...beyondBrowsers,
      subjectId,
      name: `gpc ${line.id}`,
      choices: Object.fromEntries(names.map((name) => [name, 'denied' as ConsentState])),
      source: 'gpc',
      gpc: true,
      policyId: line.policyId,
      policyVersion: line.policyVersion,
      regime: line.regime,
      regimeKind: line.regimeKind,
      region: line.region,
      at: line.at,
    },
    { contactId },
  )
}

/** Whether a line of the person says no to all of this already, and nothing since says yes. */
async function areOff(
  names: readonly string[],
  bound: readonly ConsentLine[],
  lines: readonly ConsentLine[],
  running: TeamScope,
): Promise<boolean> {
  if (!names.every((name) => bound.some(({ choices }) => choices[name] === 'denied'))) return false
  const policies = await publishedPolicies(running)
  for (const name of names) if ((await decide(name, lines, policies, running.now())).allowed) return false
  return true
}
