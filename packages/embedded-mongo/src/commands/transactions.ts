import type { Document } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { numberedOf } from '../transactions/sessions.ts'
import type { Call } from './call.ts'
import { refuseUnknownFields } from './options.ts'

function required(call: Call) {
  const numbered = numberedOf(call.command)
  if (!numbered || call.command.get('autocommit') !== false) {
    throw new CommandError('InvalidOptions', `${call.name} must be run within a transaction`)
  }
  return numbered
}

export async function commitTransaction(call: Call): Promise<Document> {
  refuseUnknownFields(call.command, call.name, ['recoveryToken', 'coordinator'])
  await call.server.sessions.commit(required(call))
  return new Map()
}

export function abortTransaction(call: Call): Document {
  refuseUnknownFields(call.command, call.name, ['recoveryToken', 'coordinator'])
  call.server.sessions.abortTransaction(required(call))
  return new Map()
}
