/** Runs a run. */
export const retentionKind = 'retention.run'
/** Begins the run of each team, once a day. */
export const dailyRetentionKind = 'retention.daily'
