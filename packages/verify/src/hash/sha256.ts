const firstPrimes = (count: number): number[] => {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate += 1)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  return primes
}

/** The first 32 bits behind the point of a root, as FIPS 180-4 derives its constants. */
const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32)

const roundConstants = Uint32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)))
const initialState = Uint32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)))
const schedule = new Uint32Array(64)

const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** SHA-256 (FIPS 180-4), for platforms whose own is only asynchronous. */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0)
  const state = initialState.slice()
  for (let block = 0; block < padded.length; block += 64) compress(state, view, block)
  const digest = new DataView(new ArrayBuffer(32))
  for (const [index, word] of state.entries()) digest.setUint32(index * 4, word)
  return new Uint8Array(digest.buffer)
}

function compress(state: Uint32Array, view: DataView, block: number): void {
  const words = schedule
  for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(block + t * 4)
  for (let t = 16; t < 64; t += 1) {
    const two = words[t - 2] as number
    const fifteen = words[t - 15] as number
    const late = rotated(two, 17) ^ rotated(two, 19) ^ (two >>> 10)
    const early = rotated(fifteen, 7) ^ rotated(fifteen, 18) ^ (fifteen >>> 3)
    words[t] = late + (words[t - 7] as number) + early + (words[t - 16] as number)
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t += 1) {
    const choice = (e & f) ^ (~e & g)
    const sum = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const one = (h + sum + choice + (roundConstants[t] as number) + (words[t] as number)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const two = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] as number) + word
}
