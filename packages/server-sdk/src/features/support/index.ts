export { type SupportDesk, type SupportStanding, supportDesk } from './desk.ts'
export { supportTellHandler, supportTellKind } from './letters.ts'
export { type SupportService, supportService } from './service.ts'
export { type SupportSessions, supportSessions } from './session.ts'
