export interface EmbedRequest {
  id: number
  texts: string[]
}

export type EmbedResponse = { id: number; vectors: Float32Array[] } | { id: number; error: string }
