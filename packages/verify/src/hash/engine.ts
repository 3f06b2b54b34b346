import { sha256 } from './sha256.ts'

/**
 * A SHA-256 as 32 characters, one for each byte. Node makes it four times faster than a Buffer, it is compared with
 * `===`, and hashes are joined by joining strings.
 */
export type Hash = string

interface Engine {
  sha256(bytes: Uint8Array): Hash
  /** Writes a hash, or several, byte by byte. */
  put(target: Uint8Array, hashes: string, at: number): void
  isUtf8(bytes: Uint8Array): boolean
  /** The first newline at or behind a place; -1 when there is none. */
  newline(bytes: Uint8Array, from: number): number
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>
}

/** What this file uses of Node, so that its types are not needed. */
interface NodeCrypto {
  hash?(algorithm: string, data: Uint8Array, encoding: string): string
  createHash(algorithm: string): { update(data: Uint8Array): { digest(encoding: string): string } }
  createPublicKey(input: object): object
  verify(algorithm: null, data: Uint8Array, key: object, signature: Uint8Array): boolean
}
interface NodeBuffer {
  isUtf8(bytes: Uint8Array): boolean
  Buffer: {
    prototype: {
      latin1Write(this: Uint8Array, text: string, at: number, length: number): number
      indexOf(this: Uint8Array, byte: number, from: number): number
    }
  }
}
interface WithNode {
  process?: { getBuiltinModule?(name: string): unknown }
}

/**
 * Node's own implementation where there is one, and that of the web elsewhere. Asking the process instead of importing
 * keeps this module loadable by a browser without a bundler's help.
 */
export const engine: Engine = nodeEngine() ?? webEngine()

function nodeEngine(): Engine | undefined {
  const builtin = (globalThis as WithNode).process?.getBuiltinModule
  if (builtin === undefined) return undefined
  const crypto = builtin('node:crypto') as NodeCrypto | undefined
  const buffer = builtin('node:buffer') as NodeBuffer | undefined
  if (crypto === undefined || buffer === undefined) return undefined
  const { latin1Write, indexOf } = buffer.Buffer.prototype
  return {
    sha256: oneShot(crypto),
    put: (target, hashes, at) => void latin1Write.call(target, hashes, at, hashes.length),
    isUtf8: buffer.isUtf8,
    // Twice as fast as that of Uint8Array.
    newline: (bytes, from) => indexOf.call(bytes, 10, from),
    async verifyEd25519(publicKey, message, signature) {
      try {
        // SubjectPublicKeyInfo of an Ed25519 key: a fixed beginning, then its 32 bytes.
        const der = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, ...publicKey)
        const key = crypto.createPublicKey({ key: der, format: 'der', type: 'spki' })
        return crypto.verify(null, message, key, signature)
      } catch {
        return false
      }
    },
  }
}

function oneShot(crypto: NodeCrypto): (bytes: Uint8Array) => Hash {
  const { hash } = crypto
  return hash === undefined
    ? (bytes) => crypto.createHash('sha256').update(bytes).digest('latin1')
    : (bytes) => hash('sha256', bytes, 'latin1')
}

/** @internal also used by the tests, which run on Node */
export function webEngine(): Engine {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return {
    sha256: (bytes) => String.fromCharCode(...sha256(bytes)),
    put(target, hashes, at) {
      for (let index = 0; index < hashes.length; index += 1) target[at + index] = hashes.charCodeAt(index)
    },
    isUtf8(bytes) {
      try {
        decoder.decode(bytes)
        return true
      } catch {
        return false
      }
    },
    newline: (bytes, from) => bytes.indexOf(10, from),
    async verifyEd25519(publicKey, message, signature) {
      const { subtle } = globalThis.crypto
      const owned = (bytes: Uint8Array) => Uint8Array.from(bytes)
      try {
        const key = await subtle.importKey('raw', owned(publicKey), 'Ed25519', false, ['verify'])
        return await subtle.verify('Ed25519', key, owned(signature), owned(message))
      } catch {
        return false
      }
    },
  }
}
