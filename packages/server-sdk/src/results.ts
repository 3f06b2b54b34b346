/** Which page of a list. */
export interface PageOptions {
  /** Rows of a page, 1 to 100. Default 25. */
  limit?: number
  /** `nextCursor` of the page before. */
  cursor?: string | undefined
}

/** Rows to come: nothing is read before `toArray()` or the loop over it begins. */
export class Results<T> implements AsyncIterable<T> {
  readonly #read: () => Promise<T[]>

  constructor(read: () => Promise<T[]>) {
    this.#read = read
  }

  toArray(): Promise<T[]> {
    return this.#read()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    yield* await this.#read()
  }
}
