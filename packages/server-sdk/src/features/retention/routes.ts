import { routes } from '../../http/handler.ts'

export const retentionRoutes = routes({
  readRetention: ({ team }) => team.retention.get(),
  changeRetention: ({ team, body }) => team.retention.change(body),
  listRetentionOverrides: ({ team, query }) => team.retention.overrides.list(query),
  addBotRetention: ({ team, params, body }) => team.retention.overrides.add({ botId: params.botId }, body),
  addContactRetention: ({ team, params, body }) => team.retention.overrides.add({ contactId: params.contactId }, body),
  changeRetentionOverride: ({ team, params, body }) =>
    team.retention.overrides.change(params.retentionOverrideId, body),
  removeRetentionOverride: async ({ team, params }) => {
    await team.retention.overrides.remove(params.retentionOverrideId)
    return undefined
  },
  startRetentionRun: ({ team, body }) => team.retention.start(body),
  listRetentionRuns: ({ team, query }) => team.retention.runs(query),
  readRetentionRun: ({ team, params }) => team.retention.run(params.retentionRunId),
  listRetentionWithheld: ({ team, params, query }) => team.retention.withheld(params.retentionRunId, query),
})
