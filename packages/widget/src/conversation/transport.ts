import type { ConnectionState, SlimClient } from '@sotto/client-sdk/slim'
import type { Message } from '@sotto/contracts'

export { type ConnectionState, createSlimClient, idempotencyKey } from '@sotto/client-sdk/slim'

/** What the widget asks of a server. */
export type Transport = SlimClient

export type Rating = Message['rating']

export interface StreamOptions {
  signal: AbortSignal
  onConnection: (state: ConnectionState) => void
}
