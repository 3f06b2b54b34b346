import type { TeamScope } from '../../mongo/index.ts'
import { webhooks } from './declare.ts'

/** Recipients of people's data, as the team calls them: those who are told of erasures and corrections. */
export async function recipientsByWebhook(scope: TeamScope): Promise<{ name: string; what: string; how: string }[]> {
  const rows = scope.collection(webhooks)
  const found = await rows.openAll(await rows.find({ recipient: true }, { limit: 1000 }))
  return found.map(({ processor }) => ({
    name: processor ?? 'software of the team',
    what: 'ids of what happens, by which it asks for the data',
    how: 'Told by our software; receives what it asks for',
  }))
}
