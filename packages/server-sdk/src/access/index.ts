export { Access } from './access.ts'
export { apiKeys, credentials, members } from './declare.ts'
export {
  accessExceptions,
  type ExceptionDocument,
  endExceptions,
  exceptionFacts,
  givenBy,
  mostOpen,
  noteException,
  type Within,
  withinOf,
} from './exceptions.ts'
export {
  endAddresses,
  formerMembers,
  type IsTheirs,
  noteLeaving,
  prepareLeaving,
  type StaffAddresses,
} from './leaving.ts'
export { holds, holdsForGood, type Principal } from './principal.ts'
export { type Deciding, mailboxOf, requireAnotherPerson, sameness } from './same-person.ts'
export { endOldSupportCredentials, isLetIn, supportCases, supportCollections, supportCredentials } from './support.ts'
export { newToken, sameText, type TokenKind, tokenId, tokenKind } from './tokens.ts'
