import type { TeamScope } from '../../mongo/index.ts'
import { auditSinks } from './declare.ts'

/** Who gets entries of the log by itself, as papers speak of it: its address is the team's own affair. A witness gets no entries. */
export async function recipientsBySiem(scope: TeamScope): Promise<{ name: string; what: string; how: string }[]> {
  if (!(await scope.collection(auditSinks).findOne({ kind: 'siem' }))) return []
  return [
    {
      name: 'System that watches over the log (SIEM)',
      what: 'who did what, when and from which address in the network, by ids instead of names',
      how: 'Sent by our server as it happens',
    },
  ]
}
