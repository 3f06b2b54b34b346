import {
  RetentionPeriod,
  retentionCategories,
  retentionEndings,
  retentionPresets,
  retentionRunStates,
  retentionTriggers,
} from '@sotto/contracts'
import { z } from 'zod'
import { collection, plain } from '../data-map/index.ts'

const shared = { purpose: 'Keeping data no longer than it is needed', basis: 'legal-obligation', unit: 'none' } as const
const kept = { category: 'team', afterwards: 'delete' } as const
const count = z.number().int()
const period = plain(RetentionPeriod)
const then = plain(z.enum(retentionEndings))
const category = plain(z.enum(retentionCategories))
const logged = { never: 'each change is logged by itself' } as const

/** What a team has chosen, by the team's id; the published periods hold where there is none. */
export const retentionSettings = collection('retentionSettings', {
  ...shared,
  id: 'own',
  about: 'nobody',
  retention: { ...kept, since: 'createdAt' },
  log: logged,
  fields: {
    preset: plain(z.enum(retentionPresets)),
    /** What the team set beside the preset. */
    rules: plain(z.array(z.object({ category: category.schema, keep: period.schema, then: then.schema }))),
    /** When a preset or a period of the team was chosen first; `null` where it is as it came. */
    chosenAt: plain(z.date().nullable().default(null)),
    /** Grows with each change of anything that decides what is due. */
    revision: plain(count),
    /** When somebody looks next for sessions that are over and of which nothing is kept; `null` where there are none. */
    lookAt: plain(z.date().nullable()),
    createdAt: plain(z.date()),
  },
  acrossTeams: [{ lookAt: 1 }],
  authenticated: ['preset', 'rules', 'revision'],
})

const override = { category, keep: period, then, createdAt: plain(z.date()) } as const

/** Periods of bots, by bot and category, so that there is one for each. */
export const botRetention = collection('botRetention', {
  ...shared,
  id: 'own',
  about: 'nobody',
  retention: { ...kept, since: 'createdAt' },
  log: logged,
  fields: { overrideId: plain(z.string()), botId: plain(z.string()), ...override },
  indexes: [{ overrideId: 1 }, { createdAt: -1 }],
  authenticated: ['botId', 'category', 'keep', 'then'],
})

/** What a team, or a person, decided about one person: it ends with them. */
export const personRetention = collection('personRetention', {
  ...shared,
  id: 'own',
  about: 'nobody',
  retention: { ...kept, since: 'createdAt' },
  log: logged,
  goesWith: ['contactId'],
  fields: {
    overrideId: plain(z.string()),
    contactId: plain(z.string()),
    ...override,
    /** The revisions between which it counts, the last not included: a run works with those of its start. */
    from: plain(count),
    until: plain(count.nullable()),
  },
  indexes: [{ overrideId: 1 }, { contactId: 1 }, { until: 1, createdAt: -1 }],
  authenticated: ['contactId', 'category', 'keep', 'then', 'from', 'until'],
})

const numbers = z.object({ deleted: count, anonymised: count, withheld: count, failed: count })

/** Runs, and what they did: their reports. */
export const retentionRuns = collection('retentionRuns', {
  ...shared,
  id: 'retentionRun',
  about: 'nobody',
  retention: { ...kept, since: 'startedAt' },
  log: { never: 'that it began, what it ended and that it is over is logged by itself' },
  fields: {
    state: plain(z.enum(retentionRunStates)),
    dryRun: plain(z.boolean()),
    trigger: plain(z.enum(retentionTriggers)),
    jobId: plain(z.string().nullable()),
    asOf: plain(z.date()),
    startedAt: plain(z.date()),
    endedAt: plain(z.date().nullable()),
    /** JSON of the rules of team and bots as they stood, and the revision at which those of people are read. */
    rules: plain(z.string()),
    revision: plain(count),
    /** JSON of `Position`. */
    position: plain(z.string()),
    /** JSON of the thing that goes in several transactions, and of what went of it before. */
    partly: plain(z.string().nullable()),
    /** By `category/collection`. */
    tallies: plain(z.record(z.string(), numbers)),
    units: plain(z.object({ forgotten: count, withheld: count, failed: count })),
    listed: plain(count),
    /** How many entries of the log had gone before those that this run takes; `null` until it comes to the log. */
    logFrom: plain(count.nullable().default(null)),
    /** Another run begins when this one has completed: a hold has ended, and it may have passed by what was held. */
    again: plain(z.boolean().default(false)),
    problem: plain(z.string().nullable()),
  },
  indexes: [{ startedAt: -1 }, { state: 1 }],
  // A run ends what is due by the rules in it.
  authenticated: ['dryRun', 'trigger', 'asOf', 'rules', 'revision'],
})

/** What was due and stayed, for whoever looks at a report. */
export const retentionWithheld = collection('retentionWithheld', {
  ...shared,
  id: 'own',
  about: 'nobody',
  retention: { category: 'technical', since: 'createdAt', afterwards: 'delete', days: 30 },
  log: { never: 'pointers to rows, whose own entries tell of them' },
  goesWith: ['row'],
  fields: {
    runId: plain(z.string()),
    collection: plain(z.string()),
    row: plain(z.string()),
    why: plain(z.enum(['legal-hold', 'legal-obligation', 'restriction', 'failed'])),
    ground: plain(z.string()),
    until: plain(z.date().nullable()),
    createdAt: plain(z.date()),
  },
  indexes: [{ runId: 1 }],
})

export const retentionCollections = [
  retentionSettings,
  botRetention,
  personRetention,
  retentionRuns,
  retentionWithheld,
] as const
