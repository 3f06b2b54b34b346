/** How far something is, for people. Goes to standard error, so that what a command prints can be used. */
export interface Progress {
  /** @param total `null` where nobody can know */
  at(doing: string, done?: number, total?: number | null): void
  /** Ends the line. */
  end(): void
}

const every = 100

/** One line that changes on a terminal; elsewhere one line for each thing that is done, and none for the numbers. */
export function progressOn(write: (text: string) => unknown, terminal: boolean): Progress {
  let last = ''
  let shown = 0
  return {
    at(doing, done, total) {
      if (!terminal) {
        if (doing !== last) write(`${doing}\n`)
        last = doing
        return
      }
      const now = performance.now()
      const ends = done !== undefined && done === total
      if (doing === last && now - shown < every && !ends) return
      last = doing
      shown = now
      write(`\r\x1b[K${doing}${amount(done, total)}`)
    },
    end() {
      if (terminal && last !== '') write('\r\x1b[K')
      last = ''
    },
  }
}

function amount(done: number | undefined, total: number | null | undefined): string {
  if (done === undefined) return ' …'
  const counted = done.toLocaleString('en')
  if (!total) return `: ${counted}`
  return `: ${counted} of ${total.toLocaleString('en')} (${Math.floor((100 * done) / total)} %)`
}
