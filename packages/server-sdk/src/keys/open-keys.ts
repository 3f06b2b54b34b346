import type { Db } from '../mongo/driver.ts'
import { KeyControl } from './control.ts'
import type { Keyring } from './keyring.ts'
import { forwardOnly } from './lease.ts'
import { TeamKeys } from './team-keys.ts'
import { UnitKeys } from './unit-keys.ts'

/** The keys of one running instance. */
export interface Keys {
  control: KeyControl
  teamKeys: TeamKeys
  unitKeys: UnitKeys
}

/**
 * Opens the key database with a keyring. Nothing is read or made before it is used.
 *
 * @param options.now the clock; leases are measured with the process's own, which never goes back, or with one made from
 * this where it is given
 */
export function openKeys(options: { keyring: Keyring; database: Db; now?: (() => Date) | undefined }): Keys {
  const { keyring, database } = options
  const now = options.now ?? (() => new Date())
  const elapsed = options.now ? forwardOnly(options.now) : () => performance.now()
  const control = new KeyControl({ database, elapsed })
  const teamKeys = new TeamKeys({ keyring, database, control, now, elapsed })
  return { control, teamKeys, unitKeys: new UnitKeys({ database, teamKeys, elapsed }) }
}
