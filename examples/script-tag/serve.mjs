import { parseArgs } from 'node:util'
import { pageServer, widgetAddress } from './server.mjs'

const usage = `Shows the page with the widget, from an origin of its own.

  node serve.mjs [--port 4000] [--server http://localhost:3000] [--key pk_…]

  SOTTO_URL              the same as --server
  SOTTO_PUBLISHABLE_KEY  the same as --key
`

try {
  const { port, server, key, help } = readSettings()
  if (help) {
    console.log(usage)
  } else {
    const pages = pageServer({ widget: widgetAddress({ server, key }) })
    pages.on('error', (error) =>
      fail(error.code === 'EADDRINUSE' ? `Port ${port} is taken. Give another: --port 4001` : error.message),
    )
    pages.listen(port, 'localhost', () => console.log(`http://localhost:${pages.address().port}/`))
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => {
        pages.close()
        pages.closeAllConnections()
      })
    }
  }
} catch (error) {
  fail(error.message)
}

function readSettings() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4000' },
      server: { type: 'string', default: process.env.SOTTO_URL },
      key: { type: 'string', default: process.env.SOTTO_PUBLISHABLE_KEY },
      help: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`The port "${values.port}" is not a number from 0 to 65535.`)
  }
  return { ...values, port }
}

function fail(message) {
  console.error(message)
  process.exitCode = 1
}
