import { z } from 'zod'
import { decimal } from './query.ts'

/** Query of every list: `limit` 1 to 100 (25 unless told), `cursor` as the page before gave it. */
export const PageQuery = z.strictObject({
  limit: decimal(1, 100).default(25),
  cursor: z.string().min(1).max(500).optional(),
})

/** A page: the rows, and the cursor of the next page, `null` on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() })

/** A page of a list; `nextCursor` is `null` on the last one. */
export interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}
