import { type AddressInfo, createServer } from 'node:net'
import { expect, it, vi } from 'vitest'
import { makeTeam, startTestSotto, testClock } from '../../../testing/index.ts'

it('a receiver that is slow and far behind keeps nobody else waiting for their entries', async () => {
  const clock = testClock()
  const running = await startTestSotto({ allowPrivateAddresses: true, runJobs: false, now: clock.now })
  const served: string[] = []
  const receiver = (name: string) =>
    createServer((socket) => {
      served.push(name)
      socket.resume()
      socket.on('error', () => {})
      socket.on('end', () => {
        // As long as one takes that never closes its side.
        if (name === 'slow') clock.advance(10_000)
        socket.end()
      })
    })
  const servers = ['slow', 'other'].map(receiver)
  try {
    for (const server of servers) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { team } = await makeTeam(running.sotto)
      const ahead = server === servers[0] ? 300 : 0
      for (let made = 0; made < ahead; made += 1) await team.contacts.create({ name: 'Ada' })
      await team.audit.sinks.create({
        kind: 'siem',
        address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
      })
      clock.advance(1)
    }
    await running.another({ runJobs: true })
    await vi.waitFor(() => expect(served.length).toBeGreaterThanOrEqual(3), { timeout: 20_000, interval: 50 })
    expect(served.slice(0, 3)).toEqual(['slow', 'other', 'slow'])
  } finally {
    await running.close()
    for (const server of servers) server.close()
  }
}, 40_000)
