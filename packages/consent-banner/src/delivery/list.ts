/** A list in the local storage, or in memory where there is none. The oldest entries go when it grows too long. */
export function createList<Entry>(name: string, most: number) {
  /** What could not be kept: a storage may be full, or forbidden. It is tried as long as the page is open. */
  let unkept: Entry[] | undefined
  return {
    read(): Entry[] {
      try {
        // Anybody may have changed it.
        return unkept ?? [...JSON.parse(localStorage.getItem(name) as string)]
      } catch {
        return []
      }
    },
    write(entries: Entry[]) {
      unkept = entries.slice(-most)
      try {
        if (unkept.length) localStorage.setItem(name, JSON.stringify(unkept))
        else localStorage.removeItem(name)
        unkept = undefined
      } catch {}
    },
  }
}

export type List<Entry> = ReturnType<typeof createList<Entry>>
