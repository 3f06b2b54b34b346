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

/** The same things, each next one asked for while one is worked on. */
export async function* oneAhead<T>(things: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = things.next()
  try {
    for (;;) {
      const { value, done } = await next
      if (done) return
      next = things.next()
      // Heard of by whoever comes for the next one.
      next.catch(() => {})
      yield value
    }
  } finally {
    await next.catch(() => {})
    await things.return(undefined)
  }
}
