import type { Page } from '@sotto/contracts'
import { SottoResponseError } from '../errors/sotto-response-error.ts'

/**
 * A list that is read page by page as it is iterated over. Nothing is requested before; each loop begins anew.
 *
 * ```ts
 * for await (const contact of sotto.contacts.list({ limit: 100 })) …
 * const { data, nextCursor } = await sotto.contacts.list().page()
 * ```
 */
export class Listing<Item> implements AsyncIterable<Item> {
  readonly #operation: string
  readonly #read: (cursor: string | undefined) => Promise<Page<Item>>

  /** @internal */
  constructor(operation: string, read: (cursor: string | undefined) => Promise<Page<Item>>) {
    this.#operation = operation
    this.#read = read
  }

  /** One page: the one behind `cursor` (the `nextCursor` of the page before), or the first. */
  page(cursor?: string | null): Promise<Page<Item>> {
    return this.#read(cursor ?? undefined)
  }

  /** Page after page. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    const seen = new Set<string>()
    let cursor: string | null = null
    do {
      const page: Page<Item> = await this.page(cursor)
      yield page
      cursor = page.nextCursor
      if (cursor !== null && seen.has(cursor))
        throw new SottoResponseError(this.#operation, [
          { field: 'nextCursor', message: 'expected a cursor that was not given before' },
        ])
      if (cursor !== null) seen.add(cursor)
    } while (cursor !== null)
  }

  /** Item after item, over all pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { data } of this.pages()) yield* data
  }
}
