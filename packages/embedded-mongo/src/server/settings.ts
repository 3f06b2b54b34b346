import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import type { EmbeddedMongoOptions, ServerSettings } from './options.ts'

const leastOplog = 1024 * 1024

/** Checks the options and fills in the defaults. @throws InvalidOptionError */
export function settingsFrom(options: EmbeddedMongoOptions): ServerSettings {
  const { dataDir, port, socketPath } = options
  const oplogBytes = options.oplogBytes ?? 128 * 1024 * 1024
  const lifetime = options.transactionLifetimeSeconds ?? 60
  if (typeof dataDir !== 'string' || dataDir === '') throw new InvalidOptionError('dataDir', 'the path of a directory')
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65535))
    throw new InvalidOptionError('port', 'a whole number from 0 to 65535')
  if (port !== undefined && socketPath !== undefined)
    throw new InvalidOptionError('port', 'left out where socketPath is given')
  if (socketPath !== undefined && !socketPath.endsWith('.sock'))
    throw new InvalidOptionError('socketPath', "a path that ends in '.sock', by which drivers know a socket")
  if (!(oplogBytes >= leastOplog)) throw new InvalidOptionError('oplogBytes', `at least ${leastOplog}`)
  if (!(lifetime > 0)) throw new InvalidOptionError('transactionLifetimeSeconds', 'a number above 0')
  return {
    dataDir: resolve(dataDir),
    address: port === undefined ? { kind: 'socket', path: socketPathFrom(socketPath) } : { kind: 'tcp', port },
    oplogBytes,
    transactionLifetime: lifetime * 1000,
  }
}

/** Whole, since others find the server by it from where they stand. The name of a pipe is whole as it is. */
function socketPathFrom(given: string | undefined): string {
  if (given === undefined) return privateSocketPath()
  return process.platform === 'win32' ? given : resolve(given)
}

/** The directory is made, for its owner alone, when the server starts to listen. */
function privateSocketPath(): string {
  const name = `sotto-mongo-${randomBytes(8).toString('hex')}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}.sock` : join(tmpdir(), name, 'mongo.sock')
}

/** The connection string for an address. Sockets are dialled directly: a replica set's members are hosts with ports. */
export function uriOf(address: ServerSettings['address']): string {
  return address.kind === 'tcp'
    ? `mongodb://127.0.0.1:${address.port}/?replicaSet=rs0`
    : `mongodb://${encodeURIComponent(address.path)}/?directConnection=true`
}
