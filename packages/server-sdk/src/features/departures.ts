import type { Departure } from '../models/index.ts'
import type { TeamScope } from '../mongo/index.ts'

/** Writes into the log what left for a model provider: provider, model, counts, labels of placeholders, no text. */
export const departureLog =
  (scope: TeamScope, about: { unit?: string | null; target?: string; subject?: string }) =>
  async (departure: Departure): Promise<void> => {
    const { startedAt, ...details } = departure
    await scope.log({
      action: 'model.called',
      ...about,
      details: { ...details, startedAt: new Date(startedAt).toISOString() },
    })
  }
