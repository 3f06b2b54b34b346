/** A list in the local storage, or in memory where there is none. The oldest entries go when it grows too long. */
export function createList<Entry>(name: string, most: number) {
  let memory: Entry[] = []
  return {
    read(): Entry[] {
      try {
        return JSON.parse(localStorage.getItem(name) as string) ?? memory
      } catch {
        return memory
      }
    },
    write(entries: Entry[]) {
      memory = entries.slice(-most)
      try {
        if (memory.length) localStorage.setItem(name, JSON.stringify(memory))
        else localStorage.removeItem(name)
      } catch {
        // A full or forbidden storage: what is in memory is tried as long as the page is open.
      }
    },
  }
}

export type List<Entry> = ReturnType<typeof createList<Entry>>
