export { Access, sessionLength } from './access.ts'
export { apiKeys, credentials, members } from './declare.ts'
export { actorOf, holds, type Principal } from './principal.ts'
export { newToken, sameText, type TokenKind, tokenId } from './tokens.ts'
