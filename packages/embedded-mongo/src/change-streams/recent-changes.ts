import { compareTimes, type LogTime } from '../server/clock.ts'
import type { Change } from '../transactions/write-context.ts'

/** Where something was changed, and how: what a change stream is chosen by. */
export type ChangedPlace = Pick<Change, 'operation' | 'database' | 'collection'> & { readonly to: Change['to'] }

interface Happened {
  readonly time: LogTime
  readonly place: ChangedPlace
}

const most = 20_000

/**
 * The places of the last changes: a stream that is not far behind passes over what is not its own without reading it
 * from the log.
 */
export class RecentChanges {
  /** In the order of their times. */
  private changes: Happened[] = []
  /** Everything that was changed after this is there. */
  private since: LogTime
  /** Few, and each is the place of many changes. */
  private readonly places = new Map<string, ChangedPlace>()

  constructor(since: LogTime) {
    this.since = since
  }

  /** Changes that were committed, in their order. */
  add(changes: readonly Change[], times: readonly LogTime[]): void {
    for (const [index, change] of changes.entries())
      this.changes.push({ time: times[index] as LogTime, place: this.placeOf(change) })
    if (this.changes.length <= 2 * most) return
    const gone = this.changes.splice(0, this.changes.length - most)
    this.since = (gone.at(-1) as Happened).time
  }

  /** What was changed after a moment; `undefined` where not all of that is known any more. */
  after(moment: LogTime): Iterable<Happened> | undefined {
    return compareTimes(moment, this.since) < 0 ? undefined : this.from(this.firstAfter(moment))
  }

  private *from(index: number): Iterable<Happened> {
    for (let at = index; at < this.changes.length; at += 1) yield this.changes[at] as Happened
  }

  private firstAfter(moment: LogTime): number {
    let low = 0
    let high = this.changes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareTimes((this.changes[middle] as Happened).time, moment) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  private placeOf({ operation, database, collection, to }: Change): ChangedPlace {
    if (to) return { operation, database, collection, to }
    const name = `${operation}\0${database}\0${collection}`
    const known = this.places.get(name)
    if (known) return known
    if (this.places.size >= most) this.places.clear()
    const place = { operation, database, collection, to }
    this.places.set(name, place)
    return place
  }
}
