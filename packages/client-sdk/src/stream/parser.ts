/** One message of an event stream: its data, and the id that stood beside it. */
export interface StreamMessage {
  data: string
  id?: string | undefined
}

/** Takes the text of an event stream in pieces of any size, and hands on what is complete: `null` for a comment. */
export type StreamParser = (hand: (message: StreamMessage | null) => void) => (text: string) => void
