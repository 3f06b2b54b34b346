import type { Server } from '../commands/call.ts'

/** How often a server looks for what has run out, in milliseconds. */
const interval = 1000

/** Ends what was left open for too long. Answers how to stop. */
export function startMaintenance(server: Server): () => void {
  const timer = setInterval(() => {
    server.sessions.sweep()
    server.cursors.sweep()
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}
