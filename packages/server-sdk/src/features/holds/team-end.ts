import { changeGuard } from '../../erasure/index.ts'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { holdingNow } from './covers.ts'

/**
 * For whatever ends a team as a whole, in the transaction that begins with it: as long as anything of the team is held,
 * the team stays.
 *
 * @throws SottoError `legal_hold`
 */
export async function requireNothingHeld(running: TeamScope): Promise<void> {
  await changeGuard(running)
  const holding = await holdingNow(running)
  if (holding.length > 0)
    throw new SottoError(
      'legal_hold',
      `${holding.length} legal ${holding.length === 1 ? 'hold keeps' : 'holds keep'} data of this team. Two people have to release ${holding.length === 1 ? 'it' : 'them'} before the team can go.`,
    )
}
