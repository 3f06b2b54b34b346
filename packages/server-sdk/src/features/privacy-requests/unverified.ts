import type { TeamScope } from '../../mongo/index.ts'
import { conversations } from '../conversations/index.ts'

/** Conversations in which somebody typed the address and did not show that it is theirs. */
export const unverifiedOf = async (scope: TeamScope, email: string | null) =>
  email ? scope.collection(conversations).find({ saidEmail: email, contactId: null }, { limit: 100 }) : []
