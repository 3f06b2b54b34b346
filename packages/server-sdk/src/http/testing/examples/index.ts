import type { OperationId } from '@sotto/contracts'
import { accessExamples } from './access.ts'
import { botsExamples } from './bots.ts'
import { consentExamples } from './consent.ts'
import { contactsExamples } from './contacts.ts'
import { conversationsExamples } from './conversations.ts'
import { logExamples } from './log.ts'
import type { Make } from './making.ts'
import { papersExamples } from './papers.ts'
import { privacyRequestsExamples } from './privacy-requests.ts'
import { retentionExamples } from './retention.ts'
import { teamExamples } from './team.ts'

export { type Asker, type Example, smsSecret } from './making.ts'

/**
 * A request for every operation of the contract, in which every id that the operation can take is given. What ends or
 * closes something takes something made for the purpose.
 */
export const examples = {
  ...accessExamples,
  ...botsExamples,
  ...consentExamples,
  ...contactsExamples,
  ...conversationsExamples,
  ...logExamples,
  ...papersExamples,
  ...privacyRequestsExamples,
  ...retentionExamples,
  ...teamExamples,
} satisfies Record<OperationId, Make> as Record<OperationId, Make>
