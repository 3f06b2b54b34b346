/**
 * Runs a rotation and kills its own process with SIGKILL just before it sends the n-th command that writes.
 *
 * `rotate-and-die.ts MONGO DATABASE KEYRING-FOLDER N`; with 0 it lives, and prints how many there were.
 */
import { MongoClient } from 'mongodb'
import { openOperator } from '../../../operator.ts'
import { fileKeyring } from '../../keyrings/index.ts'

const writing = new Set([
  'insert',
  'update',
  'delete',
  'findAndModify',
  'bulkWrite',
  'collMod',
  'create',
  'createIndexes',
  'commitTransaction',
])

const [mongo, database, keyring, last] = process.argv.slice(2) as [string, string, string, string]
const client = await new MongoClient(mongo, { monitorCommands: true }).connect()
let jump = 0
const operator = await openOperator({
  mongo: client,
  database,
  keyring: fileKeyring(keyring),
  keyBackup: 'none',
  now: () => new Date(Date.now() + jump),
})

let count = 0
client.on('commandStarted', ({ commandName }) => {
  if (!writing.has(commandName)) return
  count += 1
  if (count === Number(last)) process.kill(process.pid, 'SIGKILL')
})

await operator.work.rotation.begin()
for (;;) {
  const again = await operator.work.rotation.advance(async () => {})
  if (!again) break
  jump += Math.max(0, again.getTime() - Date.now() - jump)
}
await client.close()
process.stdout.write(`${count}\n`)
