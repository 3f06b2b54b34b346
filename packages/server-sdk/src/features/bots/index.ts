export { bots } from './declare.ts'
export { type BotDocument, type BotService, botService, publicBot, widgetConfiguration } from './service.ts'
