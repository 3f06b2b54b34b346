import type { BotInput } from '@sotto/contracts'
import type { z } from 'zod'

/** A bot as whoever makes one would say it, with what the contract fills in. */
export const botInput = (more: Partial<z.output<typeof BotInput>> = {}): z.output<typeof BotInput> => ({
  name: 'Wren',
  greeting: 'Hello',
  starters: [],
  instructions: null,
  colour: null,
  visibility: 'private',
  allowedOrigins: [],
  disclosure: null,
  ...more,
})

/** How many of some attempts that were made at once had success, and with which codes the others were refused. */
export async function atOnce<T>(attempts: readonly Promise<T>[]): Promise<{ made: T[]; refused: string[] }> {
  const settled = await Promise.allSettled(attempts)
  return {
    made: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    refused: settled.flatMap((one) =>
      one.status === 'rejected' ? [String((one.reason as { code?: unknown }).code ?? one.reason)] : [],
    ),
  }
}
