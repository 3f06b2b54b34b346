import { existsSync, readFileSync } from 'node:fs'
import { buildGate } from '@sotto/consent-banner/gate'
import { siteServer } from './server.mjs'

const port = Number(process.env.PORT ?? 4100)
const policy = JSON.parse(readFileSync(new URL('policy.json', import.meta.url), 'utf8'))
const files = new URL('browser/', import.meta.resolve('@sotto/consent-banner'))

const server = siteServer({
  gate: (await buildGate(policy)).code,
  banner(path) {
    const file = new URL(path, files)
    return file.href.startsWith(files.href) && existsSync(file) ? readFileSync(file) : undefined
  },
})
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken. Give another: PORT=4101` : error.message)
  process.exitCode = 1
})
server.listen(port, 'localhost', () => console.log(`http://localhost:${server.address().port}/`))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close()
    server.closeAllConnections()
  })
}
