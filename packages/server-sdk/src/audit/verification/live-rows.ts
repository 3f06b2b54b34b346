const hashLength = 32
const unitLength = 30
// Hash, unit, collection, whether it was seen, origin (2 bytes), index (6 bytes).
const recordLength = hashLength + unitLength + 1 + 1 + 2 + 6
const recordsInChunk = 16_384
const none = 0

/** What the log says of the newest bytes of a row. */
export interface LiveRow {
  collection: string
  unit: string | null
  /** The entry that wrote it. */
  origin: number
  index: number
}

/**
 * The rows that are there by what the log says: each by the hash of its bytes. A hash that comes the first time is a row
 * that was written, the second time one that was replaced or deleted; so the order in which two entries of one row are
 * looked at does not matter. In memory are 72 bytes for each live row, and 6 to 12 for finding it.
 */
export class LiveRows {
  readonly #collections: string[] = []
  readonly #chunks: Buffer[] = []
  /** Record numbers, from 1 on, at the place of their hash or behind it. */
  #slots = new Uint32Array(1024)
  #count = 0
  #highest = 0
  readonly #free: number[] = []

  get size(): number {
    return this.#count
  }

  /** An entry names a hash. */
  toggle(hash: string, row: LiveRow): void {
    const key = Buffer.from(hash, 'hex')
    const slot = this.#find(key)
    if (this.#slots[slot] !== none) {
      this.#remove(slot)
      return
    }
    const record = this.#free.pop() ?? this.#next()
    const bytes = this.#record(record)
    bytes.fill(0)
    bytes.set(key, 0)
    bytes.write(row.unit ?? '', hashLength, unitLength, 'latin1')
    let at = hashLength + unitLength
    at = bytes.writeUInt8(this.#collection(row.collection), at)
    at = bytes.writeUInt8(0, at)
    at = bytes.writeUInt16BE(row.origin, at)
    bytes.writeUIntBE(row.index, at, 6)
    this.#slots[slot] = record
    this.#count += 1
    if (this.#count * 2 > this.#slots.length) this.#grow()
  }

  get(hash: string): LiveRow | undefined {
    const record = this.#slots[this.#find(Buffer.from(hash, 'hex'))] as number
    return record === none ? undefined : this.#read(record)
  }

  /** A row with these bytes is there. @returns `false` when one was seen before */
  see(hash: string): boolean {
    const record = this.#slots[this.#find(Buffer.from(hash, 'hex'))] as number
    const bytes = this.#record(record)
    const seen = bytes[hashLength + unitLength + 1] === 1
    bytes[hashLength + unitLength + 1] = 1
    return !seen
  }

  /** The live rows that were not seen. */
  *unseen(): Generator<{ hash: string; row: LiveRow }> {
    for (const record of this.#slots) {
      if (record === none) continue
      const bytes = this.#record(record)
      if (bytes[hashLength + unitLength + 1] === 0)
        yield { hash: bytes.toString('hex', 0, hashLength), row: this.#read(record) }
    }
  }

  #read(record: number): LiveRow {
    const bytes = this.#record(record)
    const unit = bytes.toString('latin1', hashLength, hashLength + unitLength).replace(/\0+$/, '')
    const at = hashLength + unitLength
    return {
      collection: this.#collections[bytes[at] as number] as string,
      unit: unit || null,
      origin: bytes.readUInt16BE(at + 2),
      index: bytes.readUIntBE(at + 4, 6),
    }
  }

  #collection(name: string): number {
    const known = this.#collections.indexOf(name)
    return known >= 0 ? known : this.#collections.push(name) - 1
  }

  #next(): number {
    const record = ++this.#highest
    const chunk = Math.floor((record - 1) / recordsInChunk)
    this.#chunks[chunk] ??= Buffer.alloc(recordsInChunk * recordLength)
    return record
  }

  #record(record: number): Buffer {
    const chunk = this.#chunks[Math.floor((record - 1) / recordsInChunk)] as Buffer
    const at = ((record - 1) % recordsInChunk) * recordLength
    return chunk.subarray(at, at + recordLength)
  }

  #home(key: Buffer): number {
    return key.readUInt32BE(0) & (this.#slots.length - 1)
  }

  /** The slot of a hash, or the free one where it would stand. */
  #find(key: Buffer): number {
    let slot = this.#home(key)
    for (;;) {
      const record = this.#slots[slot] as number
      if (record === none || this.#record(record).compare(key, 0, hashLength, 0, hashLength) === 0) return slot
      slot = (slot + 1) & (this.#slots.length - 1)
    }
  }

  /** Frees a slot, and moves up those behind it that would not be found any more. */
  #remove(slot: number): void {
    const mask = this.#slots.length - 1
    this.#free.push(this.#slots[slot] as number)
    this.#count -= 1
    let hole = slot
    for (let at = (slot + 1) & mask; this.#slots[at] !== none; at = (at + 1) & mask) {
      const home = this.#home(this.#record(this.#slots[at] as number))
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      this.#slots[hole] = this.#slots[at] as number
      hole = at
    }
    this.#slots[hole] = none
  }

  #grow(): void {
    const records = this.#slots.filter((record) => record !== none)
    this.#slots = new Uint32Array(this.#slots.length * 2)
    for (const record of records) this.#slots[this.#find(this.#record(record))] = record
  }
}
