export { Access } from './access.ts'
export { apiKeys, credentials, members } from './declare.ts'
export { holds, type Principal } from './principal.ts'
export { newToken, sameText, type TokenKind } from './tokens.ts'
