import type { Certificate } from '../../erasure/index.ts'
import { enqueue } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { dueAt } from './clock/regimes.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { type Letter, type Writing, writeTo } from './letters.ts'
import { clockKind, end, factsOf, goOn, isOpen, type Known, note } from './store.ts'
import { heldLater } from './words/held.ts'

type Ground = NonNullable<Awaited<ReturnType<PrivacyDependencies['heldFor']>>>

/** Who takes complaints, and that there are courts. */
const remedies = ({ words, regime }: Pick<Writing, 'words' | 'regime'>): string =>
  [words.denied.complain, ...regime.complainTo.map(({ name, url }) => `${name}: ${url}`)].join('\n')

/**
 * Refuses an erasure because of a legal hold, and says so to whoever asked: on what ground, what they can do, and that it
 * goes on by itself. Of the hold itself they hear nothing.
 */
export async function refuseHeld(
  running: TeamScope,
  known: Known,
  ground: Ground,
  dependencies: PrivacyDependencies,
): Promise<void> {
  await writeTo(running, known, dependencies, (writing): Letter => {
    const { words, regime } = writing
    return {
      subject: words.denied.subject,
      paragraphs: [
        words.denied.text,
        words.grounds[ground],
        { said: regime.exceptions[ground] },
        heldLater(known.facts.language),
        remedies(writing),
        words.denied.appeal,
      ],
    }
  })
  await note(running, known, 'denied', { ground, hold: true })
  await end(running, known, { status: 'denied', ground })
}

/** What somebody is told of what had to stay when the rest was erased. */
export function restOf(
  { withheld }: Pick<Certificate, 'withheld'>,
  held: Ground | null,
  writing: Writing,
  language: string,
): Letter['paragraphs'] {
  if (withheld.length === 0) return []
  const { words, regime } = writing
  const ground = held ?? 'legal-obligation'
  return [
    words.grounds[ground],
    { said: regime.exceptions[ground] },
    ...(held ? [heldLater(language)] : []),
    remedies(writing),
  ]
}

/**
 * Nothing holds any more what a refused request wanted to be erased: it is answered after all, within a period of its own.
 * In the transaction of the scope, in which the erasure is begun.
 */
export async function reopen(
  running: TeamScope,
  requestId: string,
  erasureId: string,
  { kick }: Pick<PrivacyDependencies, 'kick'>,
): Promise<void> {
  const facts = await factsOf(running, requestId)
  if (isOpen(facts)) return goOn(running, facts, { erasureId })
  if (facts.status !== 'denied') return
  const now = running.now()
  await goOn(running, facts, {
    status: 'in_progress',
    step: 'running',
    ground: null,
    endedAt: null,
    erasureId,
    dueAt: dueAt(facts.regime, facts.kind, now),
    remindedAt: null,
    escalatedAt: null,
    releasedAt: facts.releasedAt ?? now,
    releasedBy: facts.releasedBy ?? 'system',
  })
  await running.log({
    action: 'privacy-request.reopened',
    collection: 'privacyRequests',
    target: requestId,
    details: { erasure: erasureId },
  })
  await enqueue(running, clockKind, { request: requestId }, kick)
}
