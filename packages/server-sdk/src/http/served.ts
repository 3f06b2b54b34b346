import type { Access, Principal } from '../access/index.ts'
import type { Logger } from '../jobs/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { Team } from '../sotto.ts'
import type { Handlers } from './handler.ts'

/** A principal at work in one request. */
export interface Acting {
  readonly team: Team
  /** Writes what was looked at into the log. The answer must not leave before. */
  settle(): Promise<void>
  /** Runs work in one transaction: all that the team's services do in it commits together or not at all. */
  transaction<T>(work: (team: Team, scope: TeamScope) => Promise<T>): Promise<T>
}

/** What the router needs of a running Sotto. */
export interface Served {
  readonly handlers: Handlers
  readonly access: Pick<Access, 'authenticate' | 'member'>
  readonly logger: Logger
  as(principal: Principal, request: { ip: string | null; requestId: string | null }): Acting
  /** The public bot behind a publishable key. @throws SottoError `not_found`, `origin_not_allowed` */
  publicBot(principal: Principal, origin: string | null): Promise<unknown>
}
