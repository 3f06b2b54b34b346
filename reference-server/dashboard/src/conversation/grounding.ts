import type { Message } from '@sotto/client-sdk'

export interface Grounding {
  /** Whether the answer stands on its sources. */
  stands: boolean
  text: string
}

/** What can be said of an answer: whether it was found in the sources, and who worded it. */
export function groundingOf(
  { grounded, usage }: Pick<Message, 'grounded' | 'usage'>,
  botName: string,
): Grounding | null {
  if (grounded === null) return null
  if (!grounded) return { stands: false, text: `No source says it, so ${botName} said that it doesn’t know.` }
  const by = usage ? `Worded by ${usage.model} of ${usage.provider}.` : 'Worded without a model.'
  return { stands: true, text: `Each sentence found in its source. ${by}` }
}
