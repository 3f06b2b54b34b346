export { type Embedder, embedsLanguage } from './embedder.ts'
export { type LocalEmbedder, localEmbeddings } from './local-embeddings.ts'
