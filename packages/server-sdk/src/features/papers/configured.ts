import { type ChatModel, type Embedder, isRemoteEmbedder } from '../../models/index.ts'
import type { ConfiguredEndpoint } from './dependencies.ts'

/** Where text leaves to, as models are configured; nowhere where both are made here. */
export const configuredEndpoints = ({
  chat,
  embedder,
}: {
  chat: ChatModel | undefined
  embedder: Embedder
}): ConfiguredEndpoint[] => [
  ...(chat ? [{ use: 'answers' as const, provider: chat.provider, model: chat.id, endpoint: chat.endpoint }] : []),
  ...(isRemoteEmbedder(embedder)
    ? [{ use: 'vectors' as const, provider: embedder.provider, model: embedder.id, endpoint: embedder.endpoint }]
    : []),
]
