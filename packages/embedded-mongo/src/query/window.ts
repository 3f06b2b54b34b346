/** Rows after the first `skip`, at most `limit` of them. It asks for no row that it will not give. */
export function* window<T>(rows: Iterable<T>, skip: number, limit: number | undefined): Iterable<T> {
  if (limit === 0) return
  let place = 0
  for (const row of rows) {
    place += 1
    if (place <= skip) continue
    yield row
    if (limit !== undefined && place >= skip + limit) return
  }
}
