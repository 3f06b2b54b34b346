/** `node dev/serve.ts [port]`: the demo page with a server that answers by itself. */
import { createServer } from 'node:http'
import { createSite } from './site.ts'

const port = Number(process.argv[2] ?? 4173)
const site = await createSite()
createServer(async (request, response) => {
  if (!(await site(request, response))) response.writeHead(404).end()
}).listen(port, () => console.log(`http://localhost:${port}/demo`))
