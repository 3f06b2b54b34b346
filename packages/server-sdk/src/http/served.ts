import type { Access } from '../access/index.ts'
import type { Logger } from '../logger.ts'
import type { FrontDoor, Handlers } from './handler.ts'

/** What the router needs of a running Sotto. */
export interface Served extends FrontDoor {
  readonly handlers: Handlers
  readonly access: Pick<Access, 'authenticate' | 'member' | 'signIn'>
  readonly logger: Logger
}
