/** The process ended here. */
export class Died extends Error {
  override readonly name = 'Died'
}

/** Lets a process end after a commit: what it would have done next never happens. */
export function countCommits(client: { startSession(): object }) {
  let count = 0
  let last = Number.POSITIVE_INFINITY
  const start = client.startSession.bind(client)
  client.startSession = (...args) => {
    const session = start(...args) as { withTransaction(...given: unknown[]): Promise<unknown> }
    const original = session.withTransaction.bind(session)
    session.withTransaction = async (...given) => {
      if (count >= last) throw new Died()
      const result = await original(...given)
      count += 1
      if (count >= last) throw new Died()
      return result
    }
    return session
  }
  return {
    begin(dieAfter = Number.POSITIVE_INFINITY) {
      count = 0
      last = dieAfter
    },
    end() {
      last = Number.POSITIVE_INFINITY
    },
    count: () => count,
  }
}
