import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { DocumentRefusedError } from './document-refused-error.ts'
import type { ParseMessage, ParseRequest } from './messages.ts'
import { readDocument } from './read-document.ts'

const { source, filename, mediaType, limits } = workerData as ParseRequest

const post = (message: ParseMessage) => parentPort?.postMessage(message)

async function read(): Promise<ParseMessage> {
  try {
    const bytes = 'path' in source ? await readFile(source.path) : source.bytes
    const document = await readDocument({ bytes, filename, mediaType, limits }, (done, total) =>
      post({ type: 'progress', done, total }),
    )
    return { type: 'parsed', document }
  } catch (error) {
    if (DocumentRefusedError.is(error)) return { type: 'refused', code: error.code, message: error.message }
    // Parsers fail in many ways on files made to break them (stack overflow, invalid state); none is our caller's fault.
    const message = 'The document is damaged and cannot be read. Open it, save it anew and upload that.'
    return { type: 'refused', code: 'document_unreadable', message }
  }
}

read().then(post)
