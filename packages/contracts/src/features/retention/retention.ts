import { z } from 'zod'
import { RetentionRule } from './rules.ts'
import { RetentionRun } from './runs.ts'
import { retentionPresets } from './vocabulary.ts'

/** How long a team keeps what. */
export const Retention = z
  .object({
    preset: z.enum(retentionPresets),
    chosen: z
      .boolean()
      .meta({ description: 'Whether somebody has chosen; before that it is `published`, and set-up asks' }),
    rules: z.array(RetentionRule),
    overrides: z.object({ bots: z.int(), people: z.int() }).meta({ description: 'How many there are' }),
    nextRunAt: z.string().nullable().meta({ description: '`null` while no server takes jobs' }),
    running: RetentionRun.nullable(),
    lastRun: RetentionRun.nullable().meta({ description: 'The newest that is over and did not only count' }),
  })
  .meta({ id: 'Retention' })
export type Retention = z.infer<typeof Retention>
