export { type AnswerDependencies, answerHandler, answerKind } from './answer.ts'
export { botChat, type ChatService, chatService, type Sending, type SendOptions } from './service.ts'
