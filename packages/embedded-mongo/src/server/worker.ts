import { parentPort, workerData } from 'node:worker_threads'
import { describeFailure, type WorkerMessage } from './failures.ts'
import type { ServerSettings } from './options.ts'
import { runServer } from './run.ts'

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

try {
  const server = await runServer(workerData as ServerSettings)
  parentPort?.once('message', async () => {
    try {
      await server.close()
      tell({ kind: 'closed' })
    } catch (error) {
      tell({ kind: 'failed', failure: describeFailure(error) })
    }
    parentPort?.close()
  })
  tell({ kind: 'ready', uri: server.uri })
} catch (error) {
  tell({ kind: 'failed', failure: describeFailure(error) })
  parentPort?.close()
}
