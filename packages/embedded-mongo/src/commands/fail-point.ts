import { setTimeout as delay } from 'node:timers/promises'
import { type Document, document, isDocument, toNumber } from '../bson/values.ts'
import { CommandError, notImplemented } from '../errors/command-error.ts'
import type { Connection } from '../wire/connection.ts'
import { documentOption } from './options.ts'

/** Failures that a test has asked for, as drivers' own tests do: `configureFailPoint: 'failCommand'`. */
export class FailPoint {
  private remaining = 0
  private data: Document = new Map()

  configure(command: Document): void {
    if (command.get('configureFailPoint') !== 'failCommand') throw notImplemented('A fail point other than failCommand')
    const mode = command.get('mode')
    const times = isDocument(mode) ? toNumber(mode.get('times')) : undefined
    if (mode !== 'off' && mode !== 'alwaysOn' && times === undefined)
      throw notImplemented("A fail point mode other than 'off', 'alwaysOn' and { times }")
    this.remaining = mode === 'off' ? 0 : (times ?? Number.POSITIVE_INFINITY)
    this.data = documentOption(command, 'data') ?? new Map()
  }

  /** Fails the command where it is one of those. Otherwise answers what has to be added to its reply. */
  async meet(name: string, connection: Connection): Promise<Document | undefined> {
    const commands = this.data.get('failCommands')
    if (this.remaining <= 0 || !Array.isArray(commands) || !commands.includes(name)) return undefined
    this.remaining -= 1
    const { data } = this
    if (data.get('blockConnection') === true) await delay(toNumber(data.get('blockTimeMS')) ?? 0)
    if (data.get('closeConnection') === true) connection.socket.destroy()
    const code = toNumber(data.get('errorCode'))
    const given = data.get('errorLabels')
    const labels = Array.isArray(given) ? given.map(String) : undefined
    if (code !== undefined) throw new InjectedError(code, labels)
    const concern = data.get('writeConcernError')
    if (!isDocument(concern)) return undefined
    return document({ writeConcernError: concern, errorLabels: labels })
  }
}

/** An error made by a fail point. Labels that it was given are the only ones that it gets. */
export class InjectedError extends CommandError {
  readonly labelsAreFinal: boolean

  constructor(code: number, labels: readonly string[] | undefined) {
    super(code, "Failing command via 'failCommand' failpoint", labels ? { labels } : {})
    this.labelsAreFinal = labels !== undefined
  }
}
