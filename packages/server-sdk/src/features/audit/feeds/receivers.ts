import { SiemUnreachableError, sendFrames } from './siem.ts'

/** How long a receiver may take to read a group of entries, in milliseconds, and how long once it is known to close never. */
const patience = { usual: 30_000, neverCloses: 10_000 } as const
/** How often in a row a receiver that was never seen to close its side may keep it open before it counts as one that never does. */
const mostOpen = 3

/**
 * Brings entries to receivers, and knows of which of them closing shows that they have read everything. One that closed
 * once and does not now is slow, or hangs: what it was sent is not noted as sent.
 */
export class Receivers {
  readonly #send: typeof sendFrames
  /** How often each kept its side open, by the id of the sink; minus infinity of those that have closed it. */
  readonly #open = new Map<string, number>()

  constructor(send = sendFrames) {
    this.#send = send
  }

  /** @throws SiemUnreachableError; the frames may have arrived, and are to be sent again */
  async deliver(
    { id, address, trusted }: { id: string; address: string; trusted: string | null },
    frames: readonly Buffer[],
    ...[reach, signal]: [Parameters<typeof sendFrames>[3], AbortSignal]
  ): Promise<void> {
    const before = this.#open.get(id) ?? 0
    const longest = before >= mostOpen ? patience.neverCloses : patience.usual
    const hasClosed = await this.#send(address, trusted, frames, reach, signal, longest)
    this.#open.set(id, hasClosed ? Number.NEGATIVE_INFINITY : before + 1)
    if (!hasClosed && before + 1 < mostOpen)
      throw new SiemUnreachableError('the connection was kept open: whether everything was read is not certain')
  }
}
