import { AddressUnavailableError } from '../errors/address-unavailable-error.ts'
import { DataDirectoryInUseError } from '../errors/data-directory-in-use-error.ts'
import { DataDirectoryUnusableError } from '../errors/data-directory-unusable-error.ts'

/** An error as it crosses from the worker thread: its class does not survive the way. */
export type Failure =
  | {
      readonly kind: 'inUse'
      readonly dataDir: string
      readonly processId: number | undefined
      readonly uri: string | undefined
    }
  | { readonly kind: 'unusable'; readonly dataDir: string; readonly reason: string }
  | { readonly kind: 'address'; readonly address: string; readonly reason: string }
  | { readonly kind: 'other'; readonly message: string }

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly uri: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly failure: Failure }

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : 'unknown reason'
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof DataDirectoryInUseError)
    return { kind: 'inUse', dataDir: error.dataDir, processId: error.processId, uri: error.uri }
  if (error instanceof DataDirectoryUnusableError)
    return { kind: 'unusable', dataDir: error.dataDir, reason: reasonOf(error) }
  if (error instanceof AddressUnavailableError)
    return { kind: 'address', address: error.address, reason: reasonOf(error) }
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) }
}

export function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'inUse':
      return new DataDirectoryInUseError(failure.dataDir, failure.processId, failure.uri)
    case 'unusable':
      return new DataDirectoryUnusableError(failure.dataDir, { cause: new Error(failure.reason) })
    case 'address':
      return new AddressUnavailableError(failure.address, { cause: new Error(failure.reason) })
    case 'other':
      return new Error(`The embedded database failed to start: ${failure.message}`)
  }
}
