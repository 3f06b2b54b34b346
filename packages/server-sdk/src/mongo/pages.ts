/** What of a driver's cursor is needed to read page after page. */
interface Paged<T> {
  hasNext(): Promise<boolean>
  readBufferedDocuments(): T[]
  close(): Promise<void>
}

/** What a cursor gives, a batch at a time; the next one is on its way while one is worked on. */
export async function* pagesIn<T>(cursor: Paged<T>): AsyncGenerator<T[]> {
  let more = cursor.hasNext()
  try {
    while (await more) {
      const page = cursor.readBufferedDocuments()
      more = cursor.hasNext()
      // Heard of by whoever comes for the next page.
      more.catch(() => {})
      yield page
    }
  } finally {
    await more.catch(() => {})
    await cursor.close()
  }
}

/** The same things, of which some are asked for while one is worked on. */
export async function* ahead<T>(things: AsyncGenerator<T>, count: number): AsyncGenerator<T> {
  const asked: Promise<IteratorResult<T>>[] = []
  const ask = () => {
    const next = things.next()
    // Heard of by whoever comes for it.
    next.catch(() => {})
    asked.push(next)
  }
  try {
    for (let number = 0; number < count; number += 1) ask()
    for (;;) {
      const { value, done } = await (asked.shift() as Promise<IteratorResult<T>>)
      if (done) return
      ask()
      yield value
    }
  } finally {
    await Promise.allSettled(asked)
    await things.return(undefined)
  }
}
