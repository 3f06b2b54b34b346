import { routes } from '../../http/handler.ts'

export const webhookRoutes = routes({
  listWebhooks: ({ team }) => team.webhooks.list(),
  createWebhook: ({ team, body }) => team.webhooks.create(body),
  readWebhook: ({ team, params }) => team.webhooks.get(params.webhookId),
  changeWebhook: ({ team, params, body }) => team.webhooks.change(params.webhookId, body),
  removeWebhook: ({ team, params }) => team.webhooks.remove(params.webhookId).then(() => undefined),
  rotateWebhookSecret: ({ team, params }) => team.webhooks.rotate(params.webhookId),
  testWebhook: ({ team, params }) => team.webhooks.test(params.webhookId),
  listWebhookDeliveries: ({ team, params, query }) => team.webhooks.deliveries(params.webhookId, query),
  replayWebhookDelivery: ({ team, params }) => team.webhooks.replay(params.webhookId, params.webhookDeliveryId),
})
