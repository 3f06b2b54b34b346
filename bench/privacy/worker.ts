import { fileKeyring } from '../../packages/server-sdk/src/keys/index.ts'
import { createSotto } from '../../packages/server-sdk/src/sotto.ts'

/**
 * A server in a process of its own that takes jobs, so that its memory is its own: `node worker.ts URI DATABASE KEYRING`.
 * It says `ready`; told `begin` it counts anew, told `end` it says the most that it had since, in bytes.
 */
const sampleEvery = 5
const [uri = '', database = '', folder = ''] = process.argv.slice(2)
// As the reference server asks its embedded database: on one machine, compressing only costs.
const mongo = `${uri}${uri.includes('?') ? '&' : '?'}compressors=none`
const sotto = await createSotto({ mongo, database, keyring: fileKeyring(folder), runJobs: true })
const resident = () => process.memoryUsage.rss()
let before = 0
let most = 0
setInterval(() => {
  most = Math.max(most, resident())
}, sampleEvery).unref()
const say = (message: object) => process.send?.(message)
process.on('message', (told) => {
  if (told === 'begin') {
    before = resident()
    most = before
    say({ begun: true })
  }
  if (told === 'end') say({ before, most: Math.max(most, resident()) })
})
process.on('disconnect', () => void sotto.close().finally(() => process.exit()))
say({ ready: true })
