import type { ChatModel } from './chat-model.ts'
import { type OpenAIChatOptions, openAIChat } from './openai-chat.ts'
import { type OpenAIEmbeddingsOptions, openAIEmbeddings } from './openai-embeddings.ts'

export type { OpenAIChatOptions, OpenAIEmbeddingsOptions }

/**
 * Models of OpenAI, or of any endpoint that speaks its API: `openai()` answers, `openai.embeddings()` embeds.
 *
 * Reads `OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_MODEL` and `OPENAI_EMBEDDING_MODEL` where an option is absent.
 * Throws a TypeError at once when the key is missing or the URL is none.
 */
export const openai: {
  (options?: OpenAIChatOptions): ChatModel
  embeddings: typeof openAIEmbeddings
} = Object.assign((options?: OpenAIChatOptions) => openAIChat(options), { embeddings: openAIEmbeddings })
