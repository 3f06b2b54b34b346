import { oneOf, type TeamScope } from '../mongo/index.ts'
import { erasures } from './declare.ts'

/** Whom an erasure is about, as a keyed hash: it is found by it, and tells nobody who it is. */
export const markOf = (scope: TeamScope, { collection, id }: { collection: string; id: string }): Promise<string> =>
  scope.suppressionMark(`erasure\0${collection}\0${id}`)

/** Whether one of some people is being erased, in a transaction that has changed the guard. */
export async function isBeingErased(
  running: TeamScope,
  subjects: readonly { collection: string; id: string }[],
): Promise<boolean> {
  const marks = await Promise.all(subjects.map((subject) => markOf(running, subject)))
  const found = await running.collection(erasures).find({ mark: oneOf(marks) })
  return found.some(({ state, begunAt }) => state === 'running' || (state === 'failed' && begunAt !== null))
}
