import type { Team } from '../features/services.ts'
import type { TeamScope } from '../mongo/index.ts'

/** A principal at work in one request. */
export interface Acting {
  readonly team: Team
  /** Writes what was looked at into the log. The answer must not leave before. */
  settle(): Promise<void>
  /** Runs work in one transaction: all that the team's services do in it commits together or not at all. */
  transaction<T>(work: (team: Team, scope: TeamScope) => Promise<T>): Promise<T>
}
