export { webhookDeliveries, webhookEvents, webhooks } from './declare.ts'
export { WebhookDispatcher } from './dispatcher.ts'
export { type WebhookService, webhookService } from './service.ts'
export { type DeliveryOutcome, type Told, type ToldRecipient, Webhooks } from './webhooks.ts'
