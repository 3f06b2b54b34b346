/** Vectors one behind the other as 32-bit floats, little endian. */
export function packVectors(vectors: readonly Float32Array[]): Uint8Array {
  const packed = Buffer.alloc(vectors.reduce((total, vector) => total + vector.length * 4, 0))
  let at = 0
  for (const vector of vectors) for (const value of vector) at = packed.writeFloatLE(value, at)
  return packed
}

/** The vectors that `packVectors` put together; each has as many numbers as `dimensions` says. */
export function unpackVectors(packed: Uint8Array, dimensions: number): Float32Array[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  const vectors: Float32Array[] = []
  for (let start = 0; start + dimensions * 4 <= bytes.length; start += dimensions * 4)
    vectors.push(Float32Array.from({ length: dimensions }, (_, index) => bytes.readFloatLE(start + index * 4)))
  return vectors
}
