export { type LocalEmbedder, localEmbeddings } from './local-embeddings.ts'
