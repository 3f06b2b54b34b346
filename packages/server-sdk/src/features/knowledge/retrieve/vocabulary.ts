/** Terms and their numbers, which never change while the index lives. */
export class Vocabulary {
  readonly #terms: string[] = []
  readonly #ids = new Map<string, number>()

  get terms(): readonly string[] {
    return this.#terms
  }

  /** The term's number, made when it is new. */
  idOf(term: string): number {
    const known = this.#ids.get(term)
    if (known !== undefined) return known
    const id = this.#terms.length
    this.#terms.push(term)
    this.#ids.set(term, id)
    return id
  }

  find(term: string): number | undefined {
    return this.#ids.get(term)
  }

  idsOf(terms: readonly string[]): Uint32Array {
    return Uint32Array.from(terms, (term) => this.idOf(term))
  }

  /**
   * Terms that differ from a mistyped one by a single slip (one letter wrong, missing, too many, or two swapped) and
   * begin with the same letter. Short terms have too many neighbours to guess.
   */
  neighbours(term: string): number[] {
    if (term.length < 5 || /\d/.test(term)) return []
    const found: number[] = []
    for (const [id, other] of this.#terms.entries()) {
      if (other[0] === term[0] && Math.abs(other.length - term.length) <= 1 && oneSlip(term, other)) found.push(id)
    }
    return found
  }
}

function oneSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  let same = 0
  while (same < shorter && a[same] === b[same]) same += 1
  if (a.length > b.length) return a.slice(same + 1) === b.slice(same)
  if (a.length < b.length) return a.slice(same) === b.slice(same + 1)
  if (a.slice(same + 1) === b.slice(same + 1)) return true
  return a[same] === b[same + 1] && a[same + 1] === b[same] && a.slice(same + 2) === b.slice(same + 2)
}
