import type { TeamScope } from '../../mongo/index.ts'
import { consentReceiptHashes, deliveryOf, monthOf } from './declare.ts'
import type { Known } from './known.ts'
import { type Entry, factsOf, lineId } from './ledger.ts'
import { receiptHash, receiptText } from './receipt.ts'

/**
 * What a receipt says of a choice that the ledger had, and that was forgotten with its person. A browser that never got an
 * answer delivers it once more: it is taken as delivered, and not written again. Its receipt has the time of the browser in
 * place of that of the arrival, which nobody knows any more; of it, too, only the hash is kept.
 *
 * @returns `null` for a choice that was never there
 */
export async function forgottenDelivery(running: TeamScope, entry: Entry, known: Known): Promise<string | null> {
  const rows = running.collection(consentReceiptHashes)
  if (!(await known.hasForgotten(running.teamId, async () => (await rows.findOne({})) !== null))) return null
  const id = lineId(entry.subjectId, entry.name)
  const delivery = deliveryOf(id)
  if (!(await rows.findOne({ delivery }))) return null
  const text = receiptText(factsOf(running.teamId, { ...entry, id, receivedAt: entry.at }))
  const hash = receiptHash(text)
  if (!(await rows.findOne({ id: hash }))) await rows.insert({ month: monthOf(running.now()), delivery }, { id: hash })
  return text
}
