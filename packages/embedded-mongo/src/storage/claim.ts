import { join } from 'node:path'
import { open } from 'lmdb'
import { DataDirectoryInUseError } from '../errors/data-directory-in-use-error.ts'
import { readAddress, removeAddress } from './address-file.ts'

/**
 * Makes a directory this server's own until it is released or the process dies.
 *
 * It is a read transaction that stays open in an empty database kept for this alone: lmdb writes its readers into a
 * table that processes share, and the kernel frees the place of one that dies, however it died.
 *
 * @throws DataDirectoryInUseError
 */
export function claimDirectory(directory: string): { release(): Promise<void> } {
  const database = open<Buffer, Buffer>({
    path: join(directory, 'claim.mdb'),
    keyEncoding: 'binary',
    encoding: 'binary',
  })
  database.readerCheck()
  const transaction = database.useReadTransaction()
  database.get(Buffer.from('claim'), { transaction })
  const holders = [...database.readerList().matchAll(/^\s*(\d+)\s+[0-9a-f]+\s/gm)].map((match) => Number(match[1]))
  const others = holders.filter((pid) => pid !== process.pid)
  const release = async () => {
    transaction.done()
    await database.close()
  }
  if (holders.length <= 1) {
    removeAddress(directory)
    return { release }
  }
  void release()
  throw new DataDirectoryInUseError(directory, others[0] ?? process.pid, readAddress(directory))
}
