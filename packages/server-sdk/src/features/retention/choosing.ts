import type { RetentionPatch } from '@sotto/contracts'
import type { z } from 'zod'
import type { TeamScope } from '../../mongo/index.ts'
import { presets, retentionSettings } from '../../retention/index.ts'
import { requireEnding, revise } from './revise.ts'

/**
 * Chooses a preset, or sets periods beside it; they count from the next run on.
 *
 * @throws SottoError `invalid_request`
 */
export async function chooseRetention(scope: TeamScope, patch: z.output<typeof RetentionPatch>): Promise<void> {
  await scope.transaction(async (running) => {
    const row = await running.collection(retentionSettings).findOne({ id: running.teamId })
    const preset = patch.preset ?? row?.preset ?? 'published'
    const rules = new Map((patch.preset ? [] : (row?.rules ?? [])).map((rule) => [rule.category, rule]))
    for (const [index, { category, keep, then }] of (patch.rules ?? []).entries()) {
      if (keep === null) {
        rules.delete(category)
        continue
      }
      const rule = { category, keep, then: then ?? presets[preset][category].then }
      requireEnding(category, rule.then, `body.rules.${index}.then`)
      rules.set(category, rule)
    }
    await revise(running, [], { preset, rules: [...rules.values()] })
    await running.log({
      action: 'retention.changed',
      collection: retentionSettings.name,
      target: running.teamId,
      details: { preset, rules: [...rules.values()] },
    })
  })
}
