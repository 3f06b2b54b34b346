import type { StaffAddresses } from '../../access/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { mailOwners } from './owners.ts'

export interface LeavingDependencies {
  /** Settings of the team in which addresses of members may stand. */
  settings: readonly StaffAddresses[]
}

/** Tells the owners what still names somebody who left, while there is time to name somebody else. */
export const tellWhereTheyStand = (running: TeamScope, places: readonly string[]): Promise<void> =>
  mailOwners(running, 'address-of-former-member', (team) => ({
    subject: `${team.slice(0, 100)}: somebody who left is still named`,
    text: `The address of a member who was removed still stands here:\n\n${places.map((place) => `- ${place}`).join('\n')}\n\nName somebody else there. After 29 days it is taken out by itself.\n`,
  }))
