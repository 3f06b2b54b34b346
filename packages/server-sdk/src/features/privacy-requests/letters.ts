import type { Role } from '@sotto/contracts'
import { members } from '../../access/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { regimes } from './clock/regimes.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import type { Facts, Known } from './store.ts'
import { dayIn, filled, type PrivacyWords, spoken } from './words/index.ts'

type Dependencies = Pick<PrivacyDependencies, 'tokens' | 'publicUrl' | 'kick'>

/** Where the pages of a team's portal are. */
export async function portalUrl(
  scope: TeamScope,
  { publicUrl }: Pick<PrivacyDependencies, 'publicUrl'>,
): Promise<string> {
  const { slug } = await scope.collection(teams).get(scope.teamId)
  return `${publicUrl().replace(/\/+$/, '')}/privacy/${slug}`
}

/** The token of the private link that is good at the moment. */
export const linkToken = (
  scope: TeamScope,
  { id, link }: Pick<Facts, 'id' | 'link'>,
  tokens: PrivacyDependencies['tokens'],
) => tokens.seal(scope.teamId, [id, String(link ?? 0)])

/** What may stand in a mail of a request. */
export interface Letter {
  subject: string
  /** What somebody wrote themselves has no places for names. */
  paragraphs: readonly (string | { said: string })[]
}

export interface Writing {
  words: PrivacyWords
  /** What mails of this request can name. */
  names: Record<string, string>
  regime: (typeof regimes)[Facts['regime']]
}

/**
 * Writes to the person of a request, in the transaction of the scope. Where no address is known, nobody is written to.
 *
 * @param to where another address is meant than that of the request
 * @param keep whether it goes out although the person is erased meanwhile: it names nobody
 */
export async function writeTo(
  scope: TeamScope,
  { facts, person }: Known,
  dependencies: Dependencies,
  letter: (writing: Writing) => Letter,
  { to = person?.email ?? null, keep = false }: { to?: string | null; keep?: boolean } = {},
): Promise<void> {
  if (!to) return
  const { language, words } = spoken([facts.language])
  const link = `${await portalUrl(scope, dependencies)}/status?token=${await linkToken(scope, facts, dependencies.tokens)}`
  const names: Writing['names'] = {
    what: words.kinds[facts.kind],
    reference: facts.id,
    due: dayIn(facts.dueAt, language),
    link,
  }
  const written = letter({ words, names, regime: regimes[facts.regime] })
  await post(scope, dependencies, { to, concerns: keep ? null : (person?.contactId ?? null), names, ...written })
}

/** Puts a letter into the outbox, in the transaction of the scope. */
export async function post(
  scope: TeamScope,
  { kick }: Pick<Dependencies, 'kick'>,
  {
    to,
    concerns,
    names,
    subject,
    paragraphs,
    kind = 'privacy',
  }: Letter & { to: string; concerns: string | null; names: Record<string, string>; kind?: string },
): Promise<void> {
  const team = (await scope.collection(teams).get(scope.teamId)).name
  const all = { team, ...names }
  await enqueueMail(
    scope,
    {
      to,
      subject: oneLine(filled(subject, all)),
      text: `${paragraphs.map((text) => (typeof text === 'string' ? filled(text, all) : text.said)).join('\n\n')}\n`,
      kind,
      sender: oneLine(team).slice(0, 100),
      ...(concerns ? { concerns } : {}),
    },
    kick,
  )
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200)

/** Writes to those of the team who answer requests. No word of the person stands in it. */
export async function writeToStaff(
  scope: TeamScope,
  facts: Facts,
  roles: readonly Role[],
  reason: 'reminder' | 'late' | 'untouched' | 'failed',
  dependencies: Dependencies,
): Promise<void> {
  const team = oneLine((await scope.collection(teams).get(scope.teamId)).name)
  const due = dayIn(facts.dueAt, 'en')
  const said = {
    reminder: [`A request waits: answer by ${due}`, 'It waits for somebody of the team.'],
    late: [
      `A request is late since ${due}`,
      'The law wanted it answered by then. Answer it now, and say why it is late.',
    ],
    untouched: [
      `Nobody has looked at a request: answer by ${due}`,
      'Nobody has let it go yet, and it does not go by itself.',
    ],
    failed: ['A request needs you', 'What was begun for it could not be completed. Look at it, and let it go again.'],
  }[reason]
  const rows = scope.collection(members)
  const people = await rows.openAll(await rows.find({ role: oneOf(roles) }, { limit: 100 }))
  for (const { email, id } of people)
    await enqueueMail(
      scope,
      {
        to: email,
        subject: oneLine(`${team}: ${said[0]}`),
        text: `${said[1]}\n\nKind: ${facts.kind}\nReference: ${facts.id}\nReceived: ${dayIn(facts.receivedAt, 'en')}\nAnswer by: ${due}\n`,
        kind: 'privacy-staff',
        concerns: id,
      },
      dependencies.kick,
    )
}
