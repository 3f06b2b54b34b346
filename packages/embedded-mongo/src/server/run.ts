import type { Server } from '../commands/call.ts'
import { makeDispatcher } from '../commands/dispatch.ts'
import { FailPoint } from '../commands/fail-point.ts'
import { DataDirectoryUnusableError } from '../errors/data-directory-unusable-error.ts'
import { Cursors } from '../query/cursors.ts'
import { removeAddress, writeAddress } from '../storage/address-file.ts'
import { Environment } from '../storage/environment.ts'
import { Sessions } from '../transactions/sessions.ts'
import { Connection } from '../wire/connection.ts'
import { Engine } from './engine.ts'
import { listen } from './listen.ts'
import { startMaintenance } from './maintenance.ts'
import type { EmbeddedMongo, ServerSettings } from './options.ts'
import { uriOf } from './settings.ts'

function openEngine(environment: Environment, settings: ServerSettings, now: () => number): Engine {
  try {
    return new Engine(environment, { now, oplogBytes: settings.oplogBytes })
  } catch (cause) {
    void environment.close()
    throw new DataDirectoryUnusableError(settings.dataDir, { cause })
  }
}

/**
 * Opens the data and listens, in this thread.
 * @throws DataDirectoryInUseError, DataDirectoryUnusableError, AddressUnavailableError
 */
export async function runServer(settings: ServerSettings): Promise<EmbeddedMongo> {
  const environment = new Environment(settings.dataDir)
  const now = Date.now
  const engine = openEngine(environment, settings, now)
  const cursors = new Cursors(now)
  const sessions = new Sessions(engine, settings.transactionLifetime, (transaction) =>
    cursors.removeOwnedBy(transaction),
  )
  const server: { -readonly [Name in keyof Server]: Server[Name] } = {
    engine,
    environment,
    sessions,
    cursors,
    failPoint: new FailPoint(),
    address: '',
    startedAt: new Date(now()),
  }
  const dispatch = makeDispatcher(server)
  try {
    const listener = await listen(settings.address, (socket) => void new Connection(socket, dispatch))
    const { address } = listener
    server.address = address.kind === 'tcp' ? `127.0.0.1:${address.port}` : address.path
    writeAddress(settings.dataDir, uriOf(address))
    const stopMaintenance = startMaintenance(server)
    let closing: Promise<void> | undefined
    return {
      uri: uriOf(address),
      close: () => {
        closing ??= (async () => {
          stopMaintenance()
          removeAddress(settings.dataDir)
          await listener.close()
          sessions.close()
          cursors.close()
          await engine.close()
        })()
        return closing
      },
    }
  } catch (error) {
    await engine.close()
    throw error
  }
}
