import { Timestamp } from '../bson/values.ts'

export interface LogTime {
  readonly seconds: number
  readonly increment: number
}

/** The time of the oplog: never the same twice, never backwards, even where the wall clock is. */
export class LogClock {
  private last: LogTime
  private readonly now: () => number

  constructor(last: LogTime, now: () => number) {
    this.last = last
    this.now = now
  }

  get latest(): LogTime {
    return this.last
  }

  next(): LogTime {
    const seconds = Math.floor(this.now() / 1000)
    this.last =
      seconds > this.last.seconds
        ? { seconds, increment: 1 }
        : { seconds: this.last.seconds, increment: this.last.increment + 1 }
    return this.last
  }
}

export function toTimestamp({ seconds, increment }: LogTime): Timestamp {
  return new Timestamp({ t: seconds, i: increment })
}

export function compareTimes(left: LogTime, right: LogTime): number {
  return left.seconds - right.seconds || left.increment - right.increment
}
