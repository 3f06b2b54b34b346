import { parentPort, workerData } from 'node:worker_threads'
import { describeFailure, type WorkerMessage } from './failures.ts'
import type { EmbeddedMongo, ServerSettings } from './options.ts'
import { runServer } from './run.ts'

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

function fail(error: unknown): void {
  tell({ kind: 'failed', failure: describeFailure(error) })
  parentPort?.close()
}

function serve(server: EmbeddedMongo): void {
  parentPort?.once('message', () => {
    server.close().then(() => {
      tell({ kind: 'closed' })
      parentPort?.close()
    }, fail)
  })
  tell({ kind: 'ready', uri: server.uri })
}

runServer(workerData as ServerSettings).then(serve, fail)
