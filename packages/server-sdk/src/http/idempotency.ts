import { createHash } from 'node:crypto'
import type { Principal } from '../access/index.ts'
import { SottoError } from '../errors.ts'
import type { Team } from '../features/services.ts'
import type { Acting } from './acting.ts'
import { idempotency } from './declare.ts'

/** How long an answer is kept, in milliseconds. */
export const idempotencyLifetime = 24 * 60 * 60 * 1000

const duplicateKey = 11000

/** What an answer is made of, as far as it can be given again. */
export interface KeptAnswer {
  status: number
  text: string | null
}

/** Whose key it is. Two callers never share one, whatever keys they choose. */
function ownerOf(principal: Principal, ip: string | null): string {
  switch (principal.kind) {
    case 'member':
      return principal.memberId
    case 'api-key':
      return principal.apiKeyId
    case 'visitor':
      return principal.conversationId
    case 'support':
      return principal.caseId
    // Everybody on a website has the same publishable key, and an answer may hold a visitor's token.
    case 'publishable':
      return `${principal.botId} ${ip}`
  }
}

const hashOf = (parts: readonly unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** What was asked, so that a key that comes back with another request is noticed. */
export const requestHash = (parts: readonly unknown[]) => hashOf(parts)

const stillRunning = () =>
  new SottoError(
    'idempotency_conflict',
    'The first request with this idempotency key is still being answered. Send the same request again to get its answer.',
    { retryAfter: 1 },
  )

/**
 * Does what was asked once, however often it is asked.
 *
 * The key is written first, in the very transaction in which the handler works, and the answer last: either there is an
 * effect with its answer, or there is neither. So nothing has to be leased or cleaned up after a crash, and a refusal
 * leaves nothing behind. The same key in another process meets the first one's row and waits for its commit; in this
 * process it is refused at once.
 */
export function idempotentRequests() {
  const running = new Set<string>()

  async function once<Answer extends KeptAnswer>(
    acting: Acting,
    asked: { id: string; request: string },
    perform: (team: Team) => Promise<Answer>,
  ): Promise<Answer | (KeptAnswer & { replayed: true })> {
    const { id, request } = asked
    return acting.transaction(async (team, scope) => {
      const rows = scope.collection(idempotency)
      const blank = { createdAt: scope.now(), status: 0, request, answer: null }
      const known = await rows.findById(id)
      const fresh = known && scope.now().getTime() - known.createdAt.getTime() < idempotencyLifetime
      if (known && fresh) {
        if (known.request !== request)
          throw new SottoError(
            'idempotency_conflict',
            'This idempotency key came with another request before. Use a new key for a new request.',
          )
        return { status: known.status, text: known.answer, replayed: true as const }
      }
      if (known) await rows.change(id, blank)
      else await rows.insert(blank, { id })
      const answer = await perform(team)
      await rows.change(id, { status: answer.status, answer: answer.text })
      return answer
    })
  }

  return {
    /**
     * @param asked.key as the caller sent it
     * @param asked.request see `requestHash`
     * @throws SottoError `idempotency_conflict`
     */
    async run<Answer extends KeptAnswer>(
      acting: Acting,
      principal: Principal,
      asked: { key: string; ip: string | null; request: string },
      perform: (team: Team) => Promise<Answer>,
    ): Promise<Answer | (KeptAnswer & { replayed: true })> {
      const id = hashOf([principal.kind, principal.teamId, ownerOf(principal, asked.ip), asked.key])
      if (running.has(id)) throw stillRunning()
      running.add(id)
      try {
        return await once(acting, { id, request: asked.request }, perform)
      } catch (error) {
        // Another process has just committed the same key: its answer is there now.
        if ((error as { code?: unknown } | null)?.code !== duplicateKey) throw error
        return await once(acting, { id, request: asked.request }, perform)
      } finally {
        running.delete(id)
      }
    },
  }
}
