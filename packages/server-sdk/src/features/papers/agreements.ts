import type { TeamScope } from '../../mongo/index.ts'
import { paperSignatures } from './declare.ts'

/** Whether the team, or the other side, has ever signed an agreement on processing. */
export const isSigned = async (scope: TeamScope): Promise<boolean> =>
  (await scope.collection(paperSignatures).findOne({ paper: 'data-processing-agreement' })) !== null

/** How often each version of a paper was signed. */
export async function signaturesOf(
  scope: TeamScope,
  paper: 'data-processing-agreement' | string,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (const { number } of await scope.collection(paperSignatures).find({ paper: paper as never }, { limit: 1000 }))
    counts.set(number, (counts.get(number) ?? 0) + 1)
  return counts
}
