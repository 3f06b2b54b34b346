import { maximumDocumentSize } from '../bson/encode.ts'
import { type Document, Double, document, isDocument, numberValue, type Value } from '../bson/values.ts'
import { sessionBytes } from '../change-streams/oplog.ts'
import { CommandError } from '../errors/command-error.ts'
import { supportedCompressors } from '../wire/compression.ts'
import { maximumMessageSize } from '../wire/message.ts'
import type { Call, Handler } from './call.ts'

/** MongoDB 8.0: from here on drivers use `client.bulkWrite`. */
const wireVersion = 25
const version = '8.0.0'
const sessionTimeoutMinutes = 30

function hello(call: Call): Document {
  const asked = call.command.get('compression')
  const agreed = Array.isArray(asked)
    ? asked.filter((name) => supportedCompressors.some((known) => known === name))
    : []
  const legacy = call.name !== 'hello'
  return document({
    helloOk: true,
    [legacy ? 'ismaster' : 'isWritablePrimary']: true,
    secondary: false,
    setName: 'rs0',
    setVersion: 1,
    hosts: [call.server.address],
    primary: call.server.address,
    me: call.server.address,
    maxBsonObjectSize: maximumDocumentSize,
    maxMessageSizeBytes: maximumMessageSize,
    maxWriteBatchSize: 100_000,
    localTime: call.now,
    logicalSessionTimeoutMinutes: sessionTimeoutMinutes,
    connectionId: call.connectionId,
    minWireVersion: 0,
    maxWireVersion: wireVersion,
    readOnly: false,
    compression: agreed.length > 0 ? agreed : undefined,
  })
}

function buildInfo(): Document {
  return document({
    version,
    gitVersion: 'sotto-embedded-mongo',
    modules: ['sotto-embedded-mongo'],
    versionArray: version.split('.').map(Number).concat(0).map(numberValue),
    storageEngines: ['lmdb'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: maximumDocumentSize,
  })
}

const parameters: Record<string, Value> = {
  featureCompatibilityVersion: document({ version: '8.0' }),
  transactionLifetimeLimitSeconds: numberValue(60),
}

function getParameter({ command }: Call): Document {
  const all = command.get('getParameter') === '*'
  const found = Object.entries(parameters).filter(([name]) => all || command.has(name))
  if (found.length === 0) throw new CommandError('InvalidOptions', 'no option found to get')
  return new Map(found)
}

function endSessions({ server, command, name }: Call): Document {
  const sessions = command.get(name)
  if (Array.isArray(sessions))
    for (const lsid of sessions) if (isDocument(lsid)) server.sessions.endSession(sessionBytes(lsid))
  return new Map()
}

function serverStatus({ server, now }: Call): Document {
  return document({
    host: server.address,
    version,
    process: 'sotto-mongo',
    pid: process.pid,
    uptime: new Double((now.getTime() - server.startedAt.getTime()) / 1000),
    localTime: now,
    metrics: document({ cursor: document({ open: document({ total: server.cursors.size }) }) }),
    repl: document({ setName: 'rs0', isWritablePrimary: true, hosts: [server.address], me: server.address }),
  })
}

function replicaSetStatus({ server, now }: Call): Document {
  const member = document({
    _id: 0,
    name: server.address,
    health: new Double(1),
    state: 1,
    stateStr: 'PRIMARY',
    self: true,
  })
  return document({ set: 'rs0', date: now, myState: 1, members: [member] })
}

export const handshakeCommands: Record<string, Handler> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: () => new Map(),
  buildInfo,
  buildinfo: buildInfo,
  getParameter,
  endSessions,
  killSessions: endSessions,
  refreshSessions: () => new Map(),
  connectionStatus: () => document({ authInfo: document({ authenticatedUsers: [], authenticatedUserRoles: [] }) }),
  getCmdLineOpts: () => document({ argv: [], parsed: new Map() }),
  getLog: () => document({ totalLinesWritten: 0, log: [] }),
  hostInfo: ({ now }) =>
    document({
      system: document({ currentTime: now, cpuArch: process.arch }),
      os: document({ type: process.platform }),
    }),
  whatsmyuri: ({ connectionId }) => document({ you: `connection ${connectionId}` }),
  serverStatus,
  replSetGetStatus: replicaSetStatus,
}
