import { hostname } from 'node:os'
import { type AuditLog, entriesOf, groupsOf, type LogOrigin } from '../../../audit/index.ts'
import type { DocumentOf } from '../../../data-map/index.ts'
import type { Logger } from '../../../logger.ts'
import type { SystemScope, TeamScope } from '../../../mongo/index.ts'
import { AddressRefusedError, type Reach } from '../../../outgoing/address.ts'
import { auditSinks } from '../declare.ts'
import { shownEntries } from '../export/shown.ts'
import { cefOf, syslogFrame } from './cef.ts'
import { Receivers } from './receivers.ts'
import { SiemUnreachableError } from './siem.ts'
import { submitCheckpoint, WitnessError } from './witness.ts'

type Sink = DocumentOf<typeof auditSinks>

const lease = 120_000
/** When a sink is looked at again after all went well, in milliseconds. */
const again = { siem: 2000, witness: 60_000 } as const
const longestWait = 5 * 60_000
/** How long a receiver that is far behind is served before others have their turn, in milliseconds. */
const turn = 10_000
const look = 1000

/**
 * Sends each team's log where the team wants it: entries to a SIEM in their order, checkpoints to witnesses. How far each
 * has come is stored, so that another instance goes on from there. What was sent and not noted is sent again.
 */
export class AuditFeeds {
  readonly #system: SystemScope
  readonly #log: AuditLog
  readonly #reach: Reach
  readonly #logger: Logger
  readonly #receivers = new Receivers()
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(options: { system: SystemScope; log: AuditLog; reach: Reach; logger: Logger }) {
    this.#system = options.system
    this.#log = options.log
    this.#reach = options.reach
    this.#logger = options.logger
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.pass()
        .catch((error: unknown) =>
          this.#logger.warn(
            { error: error instanceof Error ? error.name : typeof error },
            'the sinks of the log cannot be read; trying again',
          ),
        )
        .then(() => {
          this.#running = undefined
        })
    }, look)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#stop.abort(new Error('the server stops'))
    await this.#running
  }

  /** Serves each sink that is due. */
  async pass(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const now = this.#system.now()
      const taken = await this.#system.take(
        auditSinks,
        // What lies far ahead was written by a clock that was wrong.
        { $or: [{ leaseUntil: { $lte: now } }, { leaseUntil: { $gt: new Date(now.getTime() + 2 * longestWait) } }] },
        { $set: { leaseUntil: new Date(now.getTime() + lease) }, $inc: { fence: 1 } },
        { leaseUntil: 1 },
      )
      if (!taken) return
      await this.#serve(taken.teamId, taken.id, taken.fence)
    }
  }

  async #serve(teamId: string, id: string, fence: number): Promise<void> {
    const scope = this.#system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    const rows = scope.collection(auditSinks)
    const noted = (set: Partial<Sink>) => rows.increment(id, {}, set, { fence })
    const after = (milliseconds: number) => new Date(scope.now().getTime() + milliseconds)
    const sink = await rows.get(id)
    try {
      let isDone = true
      if (sink.kind === 'siem')
        isDone = await this.#entries(scope, sink, (sentOrigin, sentSize) =>
          noted({ sentOrigin, sentSize, leaseUntil: after(lease) }),
        )
      else await this.#checkpoint(scope, sink, (sentOrigin, sentSize) => noted({ sentOrigin, sentSize }))
      await noted({ leaseUntil: after(isDone ? again[sink.kind] : 0), failures: 0, problem: null })
    } catch (error) {
      if (this.#stop.signal.aborted) return void (await noted({ leaseUntil: scope.now() }).catch(() => {}))
      const failures = sink.failures + 1
      const leaseUntil = after(Math.min(1000 * 2 ** Math.min(failures, 10), longestWait))
      // The row was taken over, or removed, by somebody else.
      await noted({ leaseUntil, failures, problem: problemOf(error) }).catch(() => {})
      if (!isKnown(error))
        this.#logger.warn(
          { sink: id, error: error instanceof Error ? error.name : typeof error },
          'a sink of the log failed',
        )
    }
  }

  /** @returns whether everything was sent, and not only what its turn was long enough for */
  async #entries(
    scope: TeamScope,
    sink: Sink,
    sent: (origin: number, size: number) => Promise<unknown>,
  ): Promise<boolean> {
    const { teamId } = scope
    const begun = scope.now().getTime()
    const opening = { unitKeys: (ids: string[]) => scope.unitKeys(ids), sees: () => true }
    const host =
      hostname()
        .replace(/[^!-~]/g, '-')
        .slice(0, 255) || '-'
    for (const { origin, size } of await this.#log.origins(teamId)) {
      if (origin < sink.sentOrigin) continue
      const from = origin === sink.sentOrigin ? sink.sentSize : 0
      for await (const group of groupsOf(this.#log.store, { teamId, origin }, from, size)) {
        const found = await entriesOf(this.#log.store, teamId, group)
        const frames = (await shownEntries(found, origin, opening)).map((shown) =>
          syslogFrame(cefOf(shown), { at: shown.entry.at, host, id: 'audit' }),
        )
        if (frames.length > 0) await this.#receivers.deliver(sink, frames, this.#reach, this.#stop.signal)
        await sent(origin, group.first + group.ids.length)
        if (scope.now().getTime() - begun >= turn) return false
      }
    }
    return true
  }

  async #checkpoint(
    scope: TeamScope,
    sink: Sink,
    sent: (origin: number, size: number) => Promise<unknown>,
  ): Promise<void> {
    const { teamId } = scope
    const { origin, size } = (await this.#log.origins(teamId)).at(-1) as LogOrigin
    const known = origin === sink.sentOrigin ? sink.sentSize : 0
    if (size === 0 || size === known) return
    const { note } = await this.#log.checkpoint(teamId, { origin, size })
    const own = note.slice(0, note.indexOf('\n', note.indexOf('\n\n') + 2) + 1)
    const proofFrom = (first: number) => this.#log.consistency(teamId, { origin, first, second: size })
    const submission = { note: own, size, old: known, proofFrom }
    const lines = await submitCheckpoint(sink.address, sink.trusted ?? '', submission, this.#reach, this.#stop.signal)
    await this.#log.checkpoints.cosigned({ teamId, origin, size }, lines)
    await sent(origin, size)
  }
}

const isKnown = (error: unknown): error is Error =>
  error instanceof SiemUnreachableError || error instanceof WitnessError || error instanceof AddressRefusedError

const problemOf = (error: unknown): string =>
  isKnown(error) ? `${error.message}`.slice(0, 300) : 'it failed for a reason that stands in the log of the server'
