/** How long a piece is at about, in bytes of JSON. */
export const pieceSize = 600_000
/** What the last row of a piece may go beyond that, without another buffer. */
const room = 200_000
/** UTF-8 has at most this many bytes for a unit of a text. */
const mostBytes = 3

/** Lines of text on their way into a piece, written as bytes at once: as strings they would outlive what is short-lived. */
export class Lines {
  #bytes = Buffer.allocUnsafeSlow(pieceSize + room)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(text: string): void {
    const most = this.#length + text.length * mostBytes
    if (most > this.#bytes.length) {
      const longer = Buffer.allocUnsafeSlow(Math.max(most, this.#bytes.length * 2))
      this.#bytes.copy(longer, 0, 0, this.#length)
      this.#bytes = longer
    }
    this.#length += this.#bytes.write(text, this.#length)
  }

  /** All of them; good until the next are added. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
    if (this.#bytes.length > 2 * pieceSize) this.#bytes = Buffer.allocUnsafeSlow(pieceSize + room)
  }
}

/** Lines that were let go of, for the next piece. */
export class LinesAgain {
  readonly #free: Lines[] = []

  take(): Lines {
    return this.#free.pop() ?? new Lines()
  }

  giveBack(lines: Lines): void {
    lines.clear()
    this.#free.push(lines)
  }
}
