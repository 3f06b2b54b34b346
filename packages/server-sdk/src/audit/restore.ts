import type { Core } from '../mongo/core.ts'
import { Writes } from '../mongo/writes.ts'
import type { ActingContext } from './acting.ts'
import { readCheckpoint } from './checkpoint.ts'
import type { Checkpoints } from './checkpoints.ts'
import { decodeEntry } from './entry.ts'
import { type Grown, growthOf } from './segments.ts'
import { type AuditStore, type ClosedOriginDocument, closedOriginId, emptyLog, originName } from './store.ts'

/** What a log that begins with a restore says of what was before. */
export interface BegunOrigin {
  /** The name of the new log. */
  origin: string
  /** The last state that was signed before; `null` where none is known. Restored data may end before it. */
  previous: { origin: string; size: number; root: string; note: string } | null
}

/**
 * Closes the log of a team and begins the next one, whose first entry, `log.restored`, quotes the last checkpoint that
 * the key database knows. Which may be ahead of the restored data: an honest restore says so, a roll-back does not.
 */
export async function beginOrigin(
  { core, store, checkpoints }: { core: Core; store: AuditStore; checkpoints: Checkpoints },
  teamId: string,
  context: ActingContext,
): Promise<BegunOrigin> {
  await core.teamKeys.prepareTeam(teamId)
  const control = await core.teamKeys.control.get()
  const session = core.database.client.startSession()
  let attempt: ReturnType<Core['audit']['begin']> | undefined
  let begun: BegunOrigin | undefined
  let grown: Grown | undefined
  try {
    await session.withTransaction(
      async () => {
        attempt?.abandon()
        const at = core.now()
        const head = await store.heads.findOne({ _id: teamId }, { session })
        const signed = await store.checkpoints.findOne({ teamId }, { session, sort: { origin: -1, size: -1 } })
        const closed = await store.closed.findOne({ teamId }, { session, sort: { origin: -1 } })
        const before = Math.max(head?.origin ?? 1, signed?.origin ?? 1, closed?.origin ?? 0)
        begun = {
          origin: originName(teamId, before + 1),
          previous: signed && {
            origin: originName(teamId, signed.origin),
            size: signed.size,
            root: await rootIn(checkpoints, teamId, signed.origin, signed.note),
            note: signed.note,
          },
        }
        // Logs of which the restored data know nothing are closed empty: what was in them is lost, and the quote says so.
        const first = Math.max(head?.origin ?? 1, (closed?.origin ?? 0) + 1)
        const ended: ClosedOriginDocument[] = []
        for (let origin = first; origin <= before; origin++) {
          const {
            _id: _team,
            fence: _fence,
            ...state
          } = head?.origin === origin ? head : { ...emptyLog(origin), _id: 0, fence: 0 }
          ended.push({ ...state, _id: closedOriginId(teamId, origin), teamId, closedAt: at })
        }
        if (ended.length > 0) await store.closed.insertMany(ended, { session })

        const writes = new Writes(core.database, session)
        attempt = core.audit.begin(teamId, { writes, control })
        attempt.add({ action: 'log.restored', context, details: { ...begun } })
        await attempt.write()
        await writes.send()
        const entry = await writtenEntry(store, teamId, begun.origin, session)
        const growth = await growthOf(store, teamId, emptyLog(before + 1), [entry], at, session)
        await store.segments.insertOne(growth.segment, { session })
        await store.heads.replaceOne(
          { _id: teamId },
          { ...growth.state, fence: head?.fence ?? 0 },
          { session, upsert: true },
        )
        // The saved place is one in the stream of another database.
        await store.state.updateOne({ _id: 'sequencer' }, { $set: { token: null } }, { session })
        grown = { teamId, origin: before + 1, size: growth.state.size, root: growth.root }
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
    )
    attempt?.committed()
  } catch (error) {
    attempt?.abandon()
    throw error
  } finally {
    await session.endSession()
  }
  await checkpoints.signed([grown as Grown])
  return begun as BegunOrigin
}

async function rootIn(checkpoints: Checkpoints, teamId: string, origin: number, note: string): Promise<string> {
  const body = readCheckpoint(note, await checkpoints.verifier(teamId, origin))
  if (!body)
    throw new Error(
      `The last checkpoint of ${originName(teamId, origin)} in the key database is not signed with the key of this team. Restore the key database that belongs to this data.`,
    )
  return body.root.toString('base64')
}

async function writtenEntry(
  store: AuditStore,
  teamId: string,
  origin: string,
  session: Parameters<typeof growthOf>[5],
) {
  const rows = await store.entries.find({ teamId, action: 'log.restored' }, { session }).toArray()
  const row = rows.find(({ bytes }) => decodeEntry(bytes.buffer).details?.origin === origin)
  if (!row) throw new Error(`The first entry of ${origin} was not written.`)
  return { id: row._id, leaf: Buffer.from(row.leaf.buffer) }
}
