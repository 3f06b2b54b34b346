import type { ServerResponse } from 'node:http'
import type { ConversationEvent } from '@sotto/contracts'

/** Begins an answer that is a stream of events. */
export function beginStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
  return response
}

const asText = (event: ConversationEvent) =>
  `event: ${event.type}\nid: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`

/** Writes events; the promise is there when they have left. */
export const write = (response: ServerResponse, events: readonly ConversationEvent[]) =>
  new Promise<void>((resolve) => {
    response.write(events.map(asText).join(''), () => resolve())
  })

/** Breaks the connection in the middle of a line, as a dying server does. */
export function breakOff(response: ServerResponse): void {
  response.write('event: message.delta\nid: 9', () => response.destroy())
}
